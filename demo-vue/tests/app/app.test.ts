import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../../src/app/App.vue'
import type { Credentials } from '../../src/app/composables/credentials'
import { World } from '../world'

const CONFIG = { ws: 'ws://127.0.0.1:1/im', auth: 'guest', room: 'general', version: '1' } as const

describe('the page', () => {
  let world = new World()

  beforeEach(() => {
    sessionStorage.clear()
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(CONFIG)))
    world = new World()
  })

  afterEach(() => vi.unstubAllGlobals())

  async function signIn(name: string) {
    const page = mount(App, { attachTo: document.body, props: { environment: world.env } })
    await flushPromises()
    await page.get('input[autocomplete=nickname]').setValue(name)
    await page.get('form').trigger('submit')
    await flushPromises()
    return page
  }

  it('asks for a name before anything else', async () => {
    const page = await signIn(' ')

    expect(page.get('[role=alert]').text()).toBe('Give a name.')
    page.unmount()
  })

  it('says why one was not let in, and asks again', async () => {
    const page = await signIn('ann')
    world.socket.open()
    world.socket.refuse('hello', 'UNAUTHENTICATED')
    world.socket.end(4501, 'not today')
    await world.clock.advance(1_000)
    await flushPromises()

    expect(page.get('[role=alert]').text()).toMatch(/^You were not let in: ./)
    expect(page.find('input[autocomplete=nickname]').exists()).toBe(true)
    page.unmount()
  })

  it('keeps what is on screen when the server ends the session later', async () => {
    const page = await signIn('ann')
    const socket = await world.welcome()
    socket.end(4503, 'somebody did it')
    await flushPromises()

    expect(page.text()).toContain('Signed out: somebody did it')
    page.unmount()
  })

  it('knows the user again after a reload of the tab', async () => {
    const known: Credentials = { kind: 'guest', name: 'ann' }
    ;(await signIn(known.name)).unmount()

    const page = mount(App, { props: { environment: world.env } })
    await flushPromises()

    expect(page.find('nav').exists()).toBe(true)
    page.unmount()
  })
})

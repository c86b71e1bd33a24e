import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../../src/app/App.vue'
import { WiredWorld } from '../http-world'
import { click } from './desk'

const CONFIG = { base: 'im', auth: 'host', login: '/login', site: '/shop', version: '1' } as const

describe('by the login of the application around it', () => {
  const world = () => new WiredWorld()
  let page: { unmount(): void; text(): string } | undefined
  const gone = vi.spyOn(location, 'assign').mockImplementation(() => undefined)

  async function open(of: WiredWorld): Promise<void> {
    page = mount(App, { attachTo: document.body, props: { environment: of.env } })
    await flushPromises()
  }

  beforeEach(() => {
    gone.mockClear()
    sessionStorage.clear()
    location.hash = '#/room/g.1'
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(CONFIG)))
  })

  afterEach(() => {
    page?.unmount()
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })

  it('asks for no name, and sends no token', async () => {
    const here = world()
    await open(here)
    await here.welcome()

    expect(here.socket.last('hello')).not.toHaveProperty('token')
    expect(document.querySelector('form')?.querySelector('input') ?? null).toBeNull()
    expect(document.body.textContent).toContain('Alice')
  })

  it('leads to that login when it has ended, and knows where one was', async () => {
    const here = world()
    await open(here)
    await here.welcome()
    here.http.verdict = () => ({ status: 401, text: 'not logged in', headers: { 'Content-Type': 'text/plain' } })
    here.blocked = true
    here.socket.end(1008)
    await here.clock.advance(1_000)
    await flushPromises()
    expect(document.body.textContent).toContain('Signed out: not logged in')

    await click('Sign in again')

    expect(gone).toHaveBeenCalledExactlyOnceWith('/login')
    location.hash = ''
    vi.resetModules()
    const { useRoute } = await import('../../src/app/composables/route')
    expect(useRoute().roomId.value).toBe('g.1')
  })

  it('goes to no login by itself for whom it does not let in', async () => {
    const here = world()
    here.blocked = true
    here.http.verdict = () => ({ status: 401, text: 'not logged in', headers: { 'Content-Type': 'text/plain' } })
    await open(here)
    await here.clock.advance(1_000)
    await flushPromises()
    expect(page?.text()).toContain('You were not let in: not logged in')
    expect(gone).not.toHaveBeenCalled()

    await click('Sign in')

    expect(gone).toHaveBeenCalledExactlyOnceWith('/login')
  })

  it('is left for the application, whose business signing out is', async () => {
    const here = world()
    await open(here)
    await here.welcome()
    await click('Menu')
    expect(document.body.textContent).not.toContain('Sign out')

    await click('Leave the chat')

    expect(gone).toHaveBeenCalledExactlyOnceWith('/shop')
  })
})

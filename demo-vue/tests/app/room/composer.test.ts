import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { event, message, view } from '../../world'
import { choose, opened, press, type } from './opened'
import type { Opened } from './opened'

let at: Opened
const sent = () => at.socket.sent.filter((frame) => frame['op'] === 'send')

beforeEach(() => localStorage.clear())
afterEach(() => {
  at.close()
  vi.useRealTimers()
})

describe('the composer', () => {
  it('sends with Enter and breaks the line with Shift and Enter', async () => {
    at = await opened()
    await type(at.pane, 'hello')
    expect(await press(at.pane, 'Enter', { shiftKey: true })).toBe(true)
    expect(sent()).toEqual([])
    expect(await press(at.pane, 'Enter')).toBe(false)
    expect(sent()).toMatchObject([{ content: { type: 'text', text: 'hello' } }])
    expect(at.field().value).toBe('')
  })

  it('does not send while characters are being composed', async () => {
    at = await opened()
    await type(at.pane, 'ni hao')
    await press(at.pane, 'Enter', { isComposing: true })
    await press(at.pane, 'Enter', { keyCode: 229 })
    expect(sent()).toEqual([])
    expect(at.field().value).toBe('ni hao')
  })

  it('does not send nothing', async () => {
    at = await opened()
    await type(at.pane, '  \n ')
    await press(at.pane, 'Enter')
    expect(sent()).toEqual([])
  })

  it('sends without a connection as soon as there is one', async () => {
    at = await opened()
    at.socket.end()
    await type(at.pane, 'later')
    await press(at.pane, 'Enter')
    expect(at.texts().at(-1)).toBe('later')
    expect(at.row('later').querySelector('.sign')?.getAttribute('aria-label')).toBe('Waits to be sent')
    await at.world.clock.advance(1000)
    await at.world.welcome()
    expect(at.world.socket.last('send')['content']).toEqual({ type: 'text', text: 'later' })
  })

  it('keeps a draft for when the room is opened again', async () => {
    at = await opened()
    await type(at.pane, 'half a thou')
    at.close()
    at = await opened()
    expect(at.field().value).toBe('half a thou')
    await press(at.pane, 'Enter')
    at.close()
    at = await opened()
    expect(at.field().value).toBe('')
  })

  it('completes names by keyboard and sends whom they mean', async () => {
    at = await opened()
    await type(at.pane, 'hi @b')
    const list = at.pane.get('[role=listbox]')
    expect(list.findAll('[role=option]').map((each) => each.find('.name').text())).toEqual(['Bob', 'Bea'])
    await press(at.pane, 'ArrowDown')
    expect(at.field().getAttribute('aria-activedescendant')).toBe(at.pane.get('[aria-selected=true]').attributes('id'))
    expect(await press(at.pane, 'Enter')).toBe(false)
    expect(at.field().value).toBe('hi @Bea ')
    expect(sent()).toEqual([])
    await press(at.pane, 'Enter')
    expect(sent()).toMatchObject([{ content: { text: 'hi @Bea' }, mentions: ['bea'] }])
  })

  it('offers no completion after Escape', async () => {
    at = await opened()
    await type(at.pane, '@b')
    await press(at.pane, 'Escape')
    expect(at.pane.find('[role=listbox]').exists()).toBe(false)
  })

  it('mentions everybody only where that is allowed', async () => {
    at = await opened({ room: view({ settings: { mentionAll: 'admin' } }) })
    await type(at.pane, '@al')
    expect(at.pane.find('[role=listbox]').exists()).toBe(false)
    at.close()
    at = await opened()
    await type(at.pane, '@al')
    await press(at.pane, 'Tab')
    await press(at.pane, 'Enter')
    expect(sent()).toMatchObject([{ mentions: ['~all'] }])
  })

  it('counts in bytes, tells when few are left, and sends nothing that is too long', async () => {
    at = await opened()
    await type(at.pane, '字'.repeat(2700))
    expect(at.pane.get('.bytes').text()).toBe('92 bytes left')
    await type(at.pane, '字'.repeat(2731))
    expect(at.pane.get('.bytes').text()).toBe('1 byte too long')
    await press(at.pane, 'Enter')
    expect(sent()).toEqual([])
  })

  it('answers a message', async () => {
    at = await opened()
    await choose(at, 'm4', 'Reply')
    expect(at.pane.get('.task').text()).toContain('Reply to Bob')
    await type(at.pane, 'yes')
    await press(at.pane, 'Enter')
    expect(sent()).toMatchObject([{ replyTo: 4 }])
    expect(at.pane.find('.task').exists()).toBe(false)
  })

  it('changes the own last message with the arrow key, and brings the draft back', async () => {
    const own = message(5, 5, { sender: 'alice', senderName: 'Alice', mentions: ['bob'], content: { type: 'text', text: 'hi @Bob', extra: 1 } })
    at = await opened({ messages: [message(4, 4, { sender: 'alice' }), own] })
    await press(at.pane, 'ArrowUp')
    expect(at.field().value).toBe('hi @Bob')
    await type(at.pane, 'hello @Bob')
    await press(at.pane, 'Enter')
    expect(at.socket.last('edit')).toMatchObject({ seq: 5, content: { type: 'text', text: 'hello @Bob', extra: 1 }, mentions: ['bob'] })
    expect(at.pane.find('.task').exists()).toBe(true)
    at.socket.reply('edit')
    await flushPromises()
    expect(at.pane.find('.task').exists()).toBe(false)
    expect(at.field().value).toBe('')
  })

  it('leaves what was written when the change of another message is given up', async () => {
    at = await opened({ messages: [message(5, 5, { sender: 'alice' })] })
    await type(at.pane, 'draft')
    await choose(at, 'm5', 'Edit')
    expect(at.field().value).toBe('m5')
    await type(at.pane, 'm5 changed')
    await press(at.pane, 'Escape')
    expect(at.field().value).toBe('draft')
  })

  it('says that the user is writing, and when that is over', async () => {
    at = await opened()
    await type(at.pane, 'h')
    expect(at.socket.last('typing')).toMatchObject({ on: true })
    await type(at.pane, '')
    expect(at.socket.last('typing')).toMatchObject({ on: false })
  })

  it('says in its place why one may not write', async () => {
    at = await opened({ room: view({ settings: { post: 'admin' } }) })
    expect(at.pane.find('#composer').exists()).toBe(false)
    expect(at.pane.get('.note').text()).toBe('Only admins write here.')
  })

  it('counts down while the user is muted, and opens again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    at = await opened()
    at.socket.push(event(11, 'muted', { user: 'alice', until: Date.now() + 61_000 }))
    await flushPromises()
    expect(at.pane.get('.note').text()).toBe('You may not write here for another 1:01.')
    vi.advanceTimersByTime(2_000)
    await flushPromises()
    expect(at.pane.get('.note').text()).toBe('You may not write here for another 0:59.')
    vi.advanceTimersByTime(60_000)
    await flushPromises()
    expect(at.pane.find('#composer').exists()).toBe(true)
  })

  it('waits in slow mode after a message, but not for moderators', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    at = await opened({ room: view({ settings: { slowMs: 10_000 } }) })
    at.socket.push(event(11, 'message', { by: 'alice', message: message(6, 11, { sender: 'alice' }) }))
    await flushPromises()
    expect(at.pane.get('.note').text()).toBe('Slow mode: you can send the next one in 10 seconds.')
    await type(at.pane, 'again')
    await press(at.pane, 'Enter')
    expect(sent()).toEqual([])
    vi.advanceTimersByTime(10_000)
    await flushPromises()
    await press(at.pane, 'Enter')
    expect(sent()).toHaveLength(1)
  })

})

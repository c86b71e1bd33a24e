import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { event, message, posted, view } from '../../world'
import { choose, opened, press, type } from './opened'
import type { Opened } from './opened'

let at: Opened

beforeEach(() => {
  localStorage.clear()
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
})
afterEach(() => {
  at.close()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** happy-dom lays nothing out: the reader is this far above the bottom. */
async function readBack(px: number): Promise<void> {
  const box = at.pane.get('[data-scroller]')
  Object.defineProperty(box.element, 'scrollTop', { value: -px, writable: true, configurable: true })
  await box.trigger('scroll')
}

describe('a room', () => {
  it('shows what is there, one line after the other', async () => {
    at = await opened()
    expect(at.texts()).toEqual(['m3', 'm4', 'm5'])
    at.socket.push(posted(6, 11))
    await flushPromises()
    expect(at.texts()).toEqual(['m3', 'm4', 'm5', 'm6'])
    expect(at.pane.get('h1').text()).toBe('Lunch')
  })

  it('keeps the row of a message when it turns from pending into sent', async () => {
    at = await opened()
    await type(at.pane, 'mine')
    await press(at.pane, 'Enter')
    const row = at.row('mine')
    const sign = () => row.querySelector('.sign')?.getAttribute('aria-label')
    expect(sign()).toBe('Is being sent')
    const { cid } = at.socket.last('send')
    at.socket.reply('send', { seq: 6, rev: 11, at: 2000 })
    await flushPromises()
    expect(sign()).toBe('Sent')
    at.socket.push(event(11, 'message', { by: 'alice', message: message(6, 11, { cid, sender: 'alice', senderName: 'Alice', content: { type: 'text', text: 'mine' } }) }))
    await flushPromises()
    expect(at.row('mine')).toBe(row)
    at.socket.push({ ev: 'signal', room: 'g.1', type: 'read', user: 'bob', seq: 6 })
    await flushPromises()
    expect(sign()).toBe('Read')
  })

  it('renders no row anew that did not change', async () => {
    at = await opened()
    const text = at.row('m4').querySelector('.text')?.firstChild
    at.socket.push(posted(6, 11), event(12, 'reaction', { seq: 5, key: '👍', on: true }))
    await flushPromises()
    expect(at.row('m4').querySelector('.text')?.firstChild).toBe(text)
  })

  it('says why a message was not sent, and sends it again or discards it', async () => {
    at = await opened()
    await type(at.pane, 'mine')
    await press(at.pane, 'Enter')
    at.socket.refuse('send', 'FORBIDDEN')
    await flushPromises()
    expect(at.pane.get('.problem p').text()).toBe('Not sent: you may not write here.')
    const { cid } = at.socket.last('send')
    await at.pane.get('.problem button').trigger('click')
    await flushPromises()
    expect(at.socket.count('send')).toBe(2)
    expect(at.socket.last('send')['cid']).toBe(cid)
    at.socket.refuse('send', 'REJECTED', { message: 'be polite' })
    await flushPromises()
    expect(at.pane.get('.problem p').text()).toBe('Not sent: be polite')
    await at.pane.findAll('.problem button')[1]?.trigger('click')
    await flushPromises()
    expect(at.texts()).toEqual(['m3', 'm4', 'm5'])
  })

  it('is divided where the new messages began, and stays so when they are read', async () => {
    at = await opened({ room: view({ read: 3, unread: 2 }) })
    const before = () => at.pane.get('[data-unread]').element.nextElementSibling?.querySelector('.text')?.textContent
    expect(before()).toBe('m4')
    at.world.client.room('g.1').markRead(5)
    at.socket.push(posted(6, 11))
    await flushPromises()
    expect(before()).toBe('m4')
  })

  it('counts as read what is in sight for a moment, of a window that has the focus', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    at = await opened({ room: view({ read: 3, unread: 2 }) })
    vi.advanceTimersByTime(5_000)
    expect(at.socket.count('mark')).toBe(0)
    focus.mockReturnValue(true)
    dispatchEvent(new Event('focus'))
    await flushPromises()
    expect(at.socket.count('mark')).toBe(0)
    vi.advanceTimersByTime(1_000)
    expect(at.socket.last('mark')).toMatchObject({ read: 5 })
  })

  it('leaves alone who reads back, counts what comes, and leads to the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    at = await opened()
    await readBack(900)
    at.socket.push(posted(6, 11), posted(7, 12))
    await flushPromises()
    vi.advanceTimersByTime(5_000)
    expect(at.socket.count('mark')).toBe(0)
    const box = at.pane.get('[data-scroller]').element
    expect(box.scrollTop).toBe(-900)
    expect(at.pane.get('.jump.below').text()).toBe('2 new messages')
    await at.pane.get('.jump.below').trigger('click')
    await flushPromises()
    expect(box.scrollTop).toBe(0)
    expect(at.pane.find('.jump.below').exists()).toBe(false)
    vi.advanceTimersByTime(1_000)
    expect(at.socket.last('mark')).toMatchObject({ read: 7 })
  })

  it('goes to the end when the user sends', async () => {
    at = await opened()
    await readBack(900)
    await type(at.pane, 'mine')
    await press(at.pane, 'Enter')
    expect(at.pane.get('[data-scroller]').element.scrollTop).toBe(0)
  })

  it('opens at the message that a link names', async () => {
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined)
    at = await opened({ room: view({ seq: 50 }), messages: [49, 50].map((seq) => message(seq, seq)), seq: 7 })
    expect(at.socket.last('history')).toMatchObject({ around: 7 })
    at.socket.reply('history', { messages: [6, 7, 8].map((seq) => message(seq, seq)), more: true, range: [6, 8], rev: 60 })
    await flushPromises()
    expect(at.texts()).toEqual(['m6', 'm7', 'm8', 'm49', 'm50'])
    expect(at.row('m7').classList).toContain('lit')
    expect(scrolled.mock.contexts[0]).toBe(at.row('m7').firstElementChild)
    expect(at.pane.get('.hole').text()).toContain('40 messages are not loaded')
  })

  it('recalls after asking, and shows that it was recalled', async () => {
    at = await opened({ room: view({ role: 'admin' }) })
    await choose(at, 'm4', 'Recall')
    expect(at.socket.count('recall')).toBe(0)
    const yes = at.pane.findAll('dialog button').find((each) => each.text() === 'Recall')
    await yes?.trigger('click')
    expect(at.socket.last('recall')).toMatchObject({ seq: 4 })
    at.socket.reply('recall')
    at.socket.push(event(11, 'recalled', { seq: 4 }))
    await flushPromises()
    expect(at.texts()).toEqual(['m3', 'This message was recalled.', 'm5'])
    expect(at.pane.find('dialog').exists()).toBe(false)
  })

  it('shows reactions with who they are of, and adds and takes back the own one', async () => {
    at = await opened({ messages: [message(5, 5, { reactions: [{ key: '👍', count: 2, users: ['bob', 'bea'] }] })] })
    const pill = () => at.pane.get('.pills button')
    expect([pill().text(), pill().attributes('title'), pill().attributes('aria-pressed')]).toEqual(['👍2', 'Bob and Bea', 'false'])
    await pill().trigger('click')
    expect(at.socket.last('react')).toMatchObject({ seq: 5, key: '👍', on: true })
    at.socket.push(event(11, 'reaction', { seq: 5, key: '👍', on: true, by: 'alice' }))
    await flushPromises()
    expect([pill().text(), pill().attributes('aria-pressed')]).toEqual(['👍3', 'true'])
    await pill().trigger('click')
    expect(at.socket.last('react')).toMatchObject({ on: false })
  })

  it('quotes what a message answers, also once that is loaded', async () => {
    at = await opened({ messages: [message(5, 5, { replyTo: 2 })] })
    expect(at.pane.get('.quote').text()).toBe('The message this answers is not loaded.')
    const older = at.world.client.room('g.1').timeline.loadOlder()
    at.socket.reply('history', { messages: [message(2, 2)], more: true, range: [2, 4], rev: 10 })
    await older
    await flushPromises()
    expect(at.pane.get('.quote').text()).toBe('Bobm2')
  })

  it('shows the text of what it does not know', async () => {
    at = await opened({ messages: [message(5, 5, { content: { type: 'x.poll', fallback: 'Poll: where?' } })] })
    expect(at.pane.get('.unknown').text()).toContain('x.poll')
    expect(at.texts()).toEqual(['Poll: where?'])
  })

  it('is walked through by the arrow keys, and Escape leads back to the composer', async () => {
    at = await opened()
    const rows = at.pane.findAll<HTMLElement>('[data-row]')
    expect(rows.map((each) => each.attributes('tabindex'))).toEqual(['-1', '-1', '0'])
    rows[2]?.element.focus()
    await rows[2]?.trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement).toBe(rows[1]?.element)
    expect(rows.map((each) => each.attributes('tabindex'))).toEqual(['-1', '0', '-1'])
    await rows[1]?.trigger('keydown', { key: 'Escape' })
    expect(document.activeElement).toBe(at.field())
  })

  it('reads out what others write, and not what the user does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    at = await opened()
    at.socket.push(posted(6, 11), event(12, 'message', { by: 'alice', message: message(7, 12, { sender: 'alice' }) }))
    vi.advanceTimersByTime(1_000)
    await flushPromises()
    expect(at.pane.get('[aria-live]').text()).toBe('Bob: m6')
  })

  it('says who is typing', async () => {
    at = await opened()
    at.socket.push({ ev: 'signal', room: 'g.1', type: 'typing', user: 'bob', on: true })
    await flushPromises()
    expect(at.pane.get('.typing').text()).toBe('Bob is typing …')
  })

  it('loads what comes before, and says where it begins', async () => {
    at = await opened()
    await at.pane.get('.edge button').trigger('click')
    at.socket.reply('history', { messages: [message(1, 1), message(2, 2)], more: false, range: [1, 2], rev: 10 })
    await flushPromises()
    expect(at.texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
    expect(at.pane.get('.edge').text()).toContain('“Lunch” begins')
  })

  it('lists pinned messages and leads to them', async () => {
    vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined)
    at = await opened()
    await at.pane.get('[aria-label="Pinned messages"]').trigger('click')
    at.socket.reply('pins', { messages: [message(3, 3, { pinned: true }), message(4, 4, { pinned: true })], rev: 10 })
    await flushPromises()
    expect(at.pane.findAll('.pins .excerpt').map((each) => each.text())).toEqual(['m4', 'm3'])
    await at.pane.findAll('.pins .go')[1]?.trigger('click')
    await flushPromises()
    expect(at.pane.find('dialog').exists()).toBe(false)
    expect(at.row('m3').classList).toContain('lit')
  })

  it('tells who has read a message', async () => {
    at = await opened()
    await choose(at, 'm4', 'Read by')
    at.socket.reply('readers', { readers: [{ id: 'bea', name: 'Bea' }], more: false })
    await flushPromises()
    expect(at.pane.get('.readers').text()).toContain('Bea')
  })

  it('offers outsiders to join', async () => {
    at = await opened()
    at.socket.push({ ev: 'gone', room: 'g.1' })
    await flushPromises()
    at.socket.reply('room.get', { room: { id: 'g.1', kind: 'CHANNEL', title: 'Lunch', members: 7 } })
    await flushPromises()
    await at.pane.get('.absent button').trigger('click')
    expect(at.socket.count('join')).toBe(1)
  })
})

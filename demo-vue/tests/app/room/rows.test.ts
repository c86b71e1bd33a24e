import { describe, expect, it } from 'vitest'
import type { Item, MessageItem } from '../../../src/client'
import { GROUP_MS, indexOfSeq, linesOf } from '../../../src/app/room/rows'

const NOON = new Date(2026, 10, 26, 12).getTime()
const DAY = 24 * 3_600_000

function row(seq: number | undefined, sender: string, at: number, more: Partial<MessageItem> = {}): MessageItem {
  const message: MessageItem['message'] = { room: 'g.1', cid: `c${seq}`, sender, senderName: sender, at, content: { type: 'text', text: 'x' }, ...(seq !== undefined && { seq, rev: seq }) }
  return { kind: 'message', key: `${sender} ${seq ?? 'pending'}`, state: seq === undefined ? 'queued' : 'sent', message, ...more }
}
const hole = (after: number, before: number): Item => ({ kind: 'hole', key: `hole ${before}`, after, before })
const said = (items: Item[], more: { firstUnread?: number; readTo?: number; from?: number } = {}) =>
  linesOf(items, more.from ?? 0, items.length, { me: 'alice', firstUnread: more.firstUnread, readTo: more.readTo ?? 0 }).map((line) => {
    if (line.kind !== 'message') return line.kind
    return `${line.head ? 'head ' : ''}${line.item.message.seq ?? 'pending'}`
  })

describe('the lines of a timeline', () => {
  it('stand in groups of one author within five minutes', () => {
    const items = [row(1, 'bob', NOON), row(2, 'bob', NOON + GROUP_MS), row(3, 'bob', NOON + 2 * GROUP_MS + 1), row(4, 'carol', NOON + 2 * GROUP_MS + 2)]
    expect(said(items)).toEqual(['day', 'head 1', '2', 'head 3', 'head 4'])
  })

  it('say which day it is where another one begins', () => {
    expect(said([row(1, 'bob', NOON - DAY), row(2, 'bob', NOON)])).toEqual(['day', 'head 1', 'day', 'head 2'])
  })

  it('do not go back in time for what is pending on a device with a slow clock', () => {
    expect(said([row(1, 'alice', NOON), row(undefined, 'alice', NOON - DAY)])).toEqual(['day', 'head 1', 'pending'])
  })

  it('are divided before the first new message', () => {
    const items = [1, 2, 3].map((seq) => row(seq, 'bob', NOON + seq))
    expect(said(items, { firstUnread: 2 })).toEqual(['day', 'head 1', 'unread', 'head 2', '3'])
    expect(said(items, { firstUnread: 4 })).not.toContain('unread')
  })

  it('are divided once, also when the window begins below the divider', () => {
    const items = [1, 2, 3].map((seq) => row(seq, 'bob', NOON + seq))
    expect(said(items, { firstUnread: 2, from: 2 })).toEqual(['3'])
  })

  it('are divided at what is there when the first new message is not kept', () => {
    expect(said([row(1, 'bob', NOON), row(5, 'bob', NOON)], { firstUnread: 3 })).toEqual(['day', 'head 1', 'unread', 'head 5'])
  })

  it('are not divided before the place is loaded', () => {
    expect(said([row(5, 'bob', NOON)], { firstUnread: 3 })).toEqual(['day', 'head 5'])
    expect(said([row(1, 'bob', NOON), hole(1, 5), row(5, 'bob', NOON)], { firstUnread: 3 })).toEqual(['day', 'head 1', 'hole', 'head 5'])
    expect(said([row(1, 'bob', NOON), hole(1, 5), row(5, 'bob', NOON)], { firstUnread: 5 })).toContain('unread')
  })

  it('begin a group anew behind a hole', () => {
    expect(said([row(1, 'bob', NOON), hole(1, 5), row(5, 'bob', NOON)])).toEqual(['day', 'head 1', 'hole', 'head 5'])
  })

  it('know which of the own ones somebody has read', () => {
    const lines = linesOf([row(1, 'alice', NOON), row(2, 'bob', NOON), row(3, 'alice', NOON)], 0, 3, { me: 'alice', readTo: 2 })
    expect(lines.flatMap((line) => (line.kind === 'message' ? [line.read] : []))).toEqual([true, false, false])
  })
})

describe('a message among the items', () => {
  const items = [row(1, 'a', 1), row(2, 'a', 2), hole(2, 7), row(7, 'a', 7), row(9, 'a', 9), row(undefined, 'a', 10)]

  it('is found by its seq', () => {
    expect([1, 2, 7, 9].map((seq) => indexOfSeq(items, seq))).toEqual([0, 1, 3, 4])
    expect([0, 3, 8, 10].map((seq) => indexOfSeq(items, seq))).toEqual([-1, -1, -1, -1])
    expect(indexOfSeq([], 1)).toBe(-1)
  })
})

import { describe, expect, it } from 'vitest'
import type { MessageItem, RoomInfo } from '../../../src/client'
import { actionsOn } from '../../../src/app/room/rights'
import type { Action } from '../../../src/app/room/rights'

const NOW = 1_795_000_000_000
const SETTINGS = { join: 'invited', post: 'member', mentionAll: 'member', receipts: true, typing: true, presence: true, history: 'all', recallMs: 120_000, slowMs: 0, keep: 0, keepMs: 0, maxMembers: 1000 } as const

function room(more: Partial<RoomInfo> = {}): RoomInfo {
  return {
    id: 'g.1', kind: 'GROUP', members: 3, role: 'member', seq: 5, joinedSeq: 0, read: 5, unread: 0, mentions: 0, durability: 'disk',
    settings: SETTINGS, mine: { notify: 'all', hidden: false, privateReading: false }, ...more,
  }
}

function sent(more: Partial<MessageItem['message']> = {}, state: MessageItem['state'] = 'sent'): MessageItem {
  return { kind: 'message', key: 'k', state, message: { room: 'g.1', seq: 3, rev: 3, cid: 'c', sender: 'bob', senderName: 'Bob', at: NOW - 1000, content: { type: 'text', text: 'x' }, ...more } }
}

const may = (item: MessageItem, info: RoomInfo): Action[] => actionsOn(item, info, 'alice', NOW)

describe('what a message offers', () => {
  it('to a plain member: not to touch what is of others', () => {
    expect(may(sent(), room())).toEqual(['react', 'reply', 'copy', 'link', 'readers'])
  })

  it('to its sender: to change it, and to recall it for a while', () => {
    expect(may(sent({ sender: 'alice' }), room())).toEqual(['react', 'reply', 'edit', 'copy', 'link', 'readers', 'recall'])
    expect(may(sent({ sender: 'alice', at: NOW - 120_000 }), room())).not.toContain('recall')
    expect(may(sent({ sender: 'alice' }), room({ settings: { ...SETTINGS, recallMs: 0 } }))).not.toContain('recall')
  })

  it('to a moderator: to pin and recall whatever there is', () => {
    expect(may(sent({ at: 0 }), room({ role: 'admin' }))).toEqual(['react', 'reply', 'copy', 'link', 'pin', 'readers', 'recall'])
    expect(may(sent({ pinned: true }), room({ role: 'owner' }))).toContain('unpin')
  })

  it('to both of a direct room: to pin, but not to recall what the other one wrote', () => {
    const direct = room({ kind: 'DIRECT', members: 2 })
    expect(may(sent(), direct)).toContain('pin')
    expect(may(sent(), direct)).not.toContain('recall')
  })

  it('to the muted, and where others alone may post: to read', () => {
    expect(may(sent({ sender: 'alice' }), room({ mutedUntil: NOW + 1 }))).toEqual(['copy', 'link', 'readers', 'recall'])
    expect(may(sent(), room({ settings: { ...SETTINGS, post: 'admin' } }))).toEqual(['react', 'copy', 'link', 'readers'])
  })

  it('not to change what is no text', () => {
    expect(may(sent({ sender: 'alice', content: { type: 'x.poll', fallback: 'p' } }), room())).not.toContain('edit')
  })

  it('hardly anything when it is recalled or not sent', () => {
    const { content: _, ...rest } = sent().message
    expect(may({ ...sent(), message: { ...rest, recalled: true } }, room({ role: 'owner' }))).toEqual(['link'])
    expect(may(sent({ sender: 'alice' }, 'queued'), room())).toEqual(['copy', 'discard'])
    expect(may(sent({ sender: 'alice' }, 'sending'), room())).toEqual(['copy'])
  })

  it('no list of readers where nobody is told', () => {
    expect(may(sent(), room({ members: 201 }))).not.toContain('readers')
    expect(may(sent(), room({ kind: 'LIVE' }))).not.toContain('readers')
    expect(may(sent(), room({ settings: { ...SETTINGS, receipts: false } }))).not.toContain('readers')
  })
})

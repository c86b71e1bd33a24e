/** Who may do what with a message, so that nothing is offered that the server refuses. It decides all the same. */
import type { MessageItem, RoomInfo } from '../../client'

export type Action = 'react' | 'reply' | 'edit' | 'copy' | 'link' | 'pin' | 'unpin' | 'readers' | 'recall' | 'discard'

const RANK = { member: 0, admin: 1, owner: 2 } as const
/** In larger rooms nobody is told who has read what. */
const RECEIPTS_UP_TO = 200

export function isModerator(info: RoomInfo): boolean {
  return info.role !== 'member'
}

export function isMuted(info: RoomInfo, now: number): boolean {
  return (info.mutedUntil ?? 0) > now
}

export function mayPost(info: RoomInfo): boolean {
  return RANK[info.role] >= RANK[info.settings.post]
}

export function mayMentionAll(info: RoomInfo): boolean {
  return info.kind !== 'DIRECT' && RANK[info.role] >= RANK[info.settings.mentionAll]
}

export function showsReaders(info: RoomInfo): boolean {
  return info.settings.receipts && info.kind !== 'LIVE' && info.members <= RECEIPTS_UP_TO
}

/** In the order in which they are offered. */
export function actionsOn({ state, message }: MessageItem, info: RoomInfo, me: string | undefined, now: number): Action[] {
  const kept = state === 'sent' && message.seq !== undefined
  const { recalled, content, pinned } = message
  if (recalled || !content) return kept ? ['link'] : []
  if (!kept) return state === 'sending' ? ['copy'] : ['copy', 'discard']
  const own = message.sender === me
  const speaks = mayPost(info) && !isMuted(info, now)
  const recalls = isModerator(info) || (own && now - message.at < info.settings.recallMs)
  const pins = info.kind === 'DIRECT' || isModerator(info)
  const all: [Action, boolean][] = [
    ['react', !isMuted(info, now)],
    ['reply', speaks],
    ['edit', own && speaks && content.type === 'text'],
    ['copy', true],
    ['link', true],
    [pinned ? 'unpin' : 'pin', pins],
    ['readers', showsReaders(info)],
    ['recall', recalls],
  ]
  return all.flatMap(([action, may]) => (may ? [action] : []))
}

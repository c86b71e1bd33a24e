/** The values of PROTOCOL.md, in its order. */
import { MalformedFrame, asObject, bool, cid, flag, id, integer, list, natural, object, oneOf, opt, positive, readShape, setOf, string, time } from './schema'
import type { Infer, Out, Type } from './schema'

/** Open: a host may use types and fields of its own. Every type but `text` has a `fallback`. */
export type Content = { type: 'text'; text: string; [field: string]: unknown } | { type: string; fallback: string; [field: string]: unknown }

export const content: Type<Content> = {
  read(value, at) {
    const from = asObject(value, at)
    const type = id.read(from['type'] ?? undefined, `${at}.type`)
    const text = type === 'text' ? 'text' : 'fallback'
    if (from[text] === undefined) throw new MalformedFrame(`${at}.${text} is missing`)
    string().read(from[text], `${at}.${text}`)
    return from as Content
  },
}

/** Among mentions: everybody but the sender. */
export const ALL = '~all'

export function isMentioned(user: string | undefined, by: { sender: string; mentions?: string[] }): boolean {
  const named = by.mentions?.some((each) => each === user || each === ALL) ?? false
  return named && by.sender !== user
}

/** What a client shows of content whose type it does not know, and searches in. */
export function textOf(of: Content): string {
  return of.type === 'text' ? String(of['text']) : String(of['fallback'])
}

const open: Type<Record<string, unknown>> = { read: asObject }

export const role = oneOf('owner', 'admin', 'member')
export type Role = Out<typeof role>

/** Rooms of other kinds, of a newer server, are left out. */
export const KINDS = ['DIRECT', 'GROUP', 'CHANNEL', 'LIVE'] as const
export const kind = oneOf(...KINDS)
export type RoomKind = Out<typeof kind>

const reaction = { key: string(), count: positive, users: list(id) }
export type Reaction = Infer<typeof reaction>

const messageShape = {
  room: id,
  seq: positive,
  rev: positive,
  cid,
  sender: id,
  senderName: string(),
  at: time,
  content: opt(content),
  replyTo: opt(positive),
  mentions: opt(setOf(id)),
  meta: opt(open),
  editedAt: opt(time),
  recalled: flag,
  reactions: opt(list(object(reaction))),
  pinned: flag,
}
export type Message = Infer<typeof messageShape>

export const message: Type<Message> = {
  read(value, at) {
    const read = readShape(messageShape, asObject(value, at), at)
    if (!read.content && !read.recalled) throw new MalformedFrame(`${at}.content is missing`)
    return read
  },
}

const settingsShape = {
  join: opt(oneOf('open', 'invited')),
  post: opt(role),
  mentionAll: opt(role),
  receipts: opt({ read: (value: unknown, at: string) => boolean(value, at) }),
  typing: opt({ read: (value: unknown, at: string) => boolean(value, at) }),
  presence: opt({ read: (value: unknown, at: string) => boolean(value, at) }),
  history: opt(oneOf('all', 'joined')),
  recallMs: opt(natural),
  slowMs: opt(integer(0, 86_400_000)),
  maxMembers: opt(integer(1, 1_000_000)),
  keep: opt(natural),
  keepMs: opt(natural),
}

function boolean(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new MalformedFrame(`${at} must be true or false`)
  return value
}

/** Those settings that are named; the others are as they are. */
export type SettingsPatch = Infer<typeof settingsShape>
export type RoomSettings = Required<SettingsPatch>
export const settings = object(settingsShape)

const COMMON = { receipts: true, typing: true, presence: true, history: 'all', recallMs: 120_000, slowMs: 0, keep: 0, keepMs: 0 } as const

/** What each kind presets, as far as the host has not other presets. */
export const PRESETS: Record<RoomKind, RoomSettings> = {
  DIRECT: { join: 'invited', post: 'member', mentionAll: 'member', ...COMMON, maxMembers: 2 },
  GROUP: { join: 'invited', post: 'member', mentionAll: 'member', ...COMMON, maxMembers: 1000 },
  CHANNEL: { join: 'open', post: 'member', mentionAll: 'admin', ...COMMON, maxMembers: 100_000 },
  LIVE: { join: 'open', post: 'member', mentionAll: 'admin', ...COMMON, receipts: false, typing: false, presence: false, maxMembers: 1_000_000, keep: 1000 },
}

const notify = oneOf('all', 'mentions', 'nothing')
const ownShape = { notify: opt(notify), hidden: opt(bool), privateReading: opt(bool) }

/** Those of the user's own settings of a room that are named; the others are as they are. */
export type OwnSettingsPatch = Infer<typeof ownShape>
export type OwnSettings = Required<OwnSettingsPatch>
export const ownSettings = object(ownShape)
export const OWN_DEFAULTS: OwnSettings = { notify: 'all', hidden: false, privateReading: false }

/** Those that are other than by default. */
export const mine: Type<OwnSettingsPatch> = object({
  notify: opt({ ...notify, empty: (value) => value === OWN_DEFAULTS.notify }),
  hidden: flag,
  privateReading: flag,
})

const lastShape = { seq: positive, sender: id, at: time, preview: opt(string()) }

/** What a member is told of a room, and an outsider is not. */
const membershipShape = {
  peer: opt(id),
  epoch: id,
  rev: natural,
  seq: natural,
  joinedSeq: natural,
  read: natural,
  unread: natural,
  mentions: natural,
  members: natural,
  role,
  mutedUntil: opt(time),
  last: opt(object(lastShape)),
  durability: oneOf('none', 'process', 'disk'),
  settings: opt(settings),
  mine: opt(mine),
}
const outsideShape = { id, kind, title: opt(string()), members: natural }
const insideShape = { id, kind, title: opt(string()), ...membershipShape }

export type MemberRoomView = Infer<typeof insideShape>
export type OutsiderRoomView = Infer<typeof outsideShape>
export type RoomView = MemberRoomView | OutsiderRoomView

export function isMine(view: RoomView): view is MemberRoomView {
  return 'epoch' in view
}

function withoutPresets(view: MemberRoomView): MemberRoomView {
  if (!view.settings) return view
  const preset = PRESETS[view.kind]
  const other = Object.entries(view.settings).filter(([name, value]) => preset[name as keyof RoomSettings] !== value)
  const { settings: _, ...rest } = view
  return other.length === 0 ? rest : { ...rest, settings: Object.fromEntries(other) }
}

export const roomView: Type<RoomView> = {
  read(value, at) {
    const from = asObject(value, at)
    return from['epoch'] === undefined ? readShape(outsideShape, from, at) : withoutPresets(readShape(insideShape, from, at))
  },
}

export function isKnownKind(value: unknown): boolean {
  return (KINDS as readonly unknown[]).includes(asObject(value, 'room')['kind'])
}

/** Those of the kinds that this version knows. */
export const roomViews: Type<RoomView[]> = {
  read: (value, at) => list(roomView).read(Array.isArray(value) ? value.filter(isKnownKind) : value, at),
}

export const user = object({ id, name: string(), avatar: opt(string()) })
export type User = Out<typeof user>

export const member = object({ user: id, name: string(), role, online: { read: boolean }, read: opt(natural), mutedUntil: opt(time) })
export type Member = Out<typeof member>

export const ban = object({ user: id, by: id, at: time, until: opt(time), reason: opt(string()) })
export type Ban = Out<typeof ban>

export const presenceShape = { user: id, state: oneOf('online', 'away', 'offline'), lastSeen: opt(time) }
export const presence = object(presenceShape)
export type Presence = Out<typeof presence>

export const ownSession = object({ session: id, device: opt(string()), client: opt(string()), since: time, current: flag })
export type OwnSession = Out<typeof ownSession>

export const limits = object({ maxFrameBytes: positive, maxTextBytes: positive, maxPage: positive, maxCatchUp: natural })
export type Limits = Out<typeof limits>

export const cursor = object({ epoch: id, rev: natural })
export type Cursor = Out<typeof cursor>

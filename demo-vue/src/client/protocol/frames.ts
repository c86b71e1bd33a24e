/** The operations, events, signals and controls of PROTOCOL.md. A new one is one line of these tables. */
import { bool, cid, flag, id, integer, list, mapOf, natural, object, oneOf, opt, or, pair, positive, setOf, string, time } from './schema'
import type { Infer, Shape, Type } from './schema'
import * as v from './values'

const room = { room: id }
const at = { room: id, seq: positive }
const limit = or(integer(1, 100), 50)
const page = { after: opt(id), limit }
const penalty = { room: id, user: id, ms: opt(positive), reason: opt(string(200)) }
const more = bool
/** The events of a page of sync, each as it is pushed. */
const pushed: Type<ImEvent> = { read: (value, where) => eventReader(value, where) }

/** What reads an event; set by the codec, as the two need each other. */
let eventReader: (value: unknown, where: string) => ImEvent = () => {
  throw new Error('no codec')
}
export function setEventReader(reader: typeof eventReader): void {
  eventReader = reader
}

const op = <A extends Shape, R extends Shape>(args: A, result: R) => ({ args, result })

export const OPS = {
  hello: op(
    { v: natural, token: opt(string(8192)), device: opt(string(128)), client: opt(string(128)), rooms: opt(mapOf(v.cursor)) },
    { session: id, user: v.user, time, pingMs: positive, expiresInMs: opt(natural), limits: v.limits, rooms: v.roomViews, more },
  ),
  auth: op({ token: string(8192) }, { expiresInMs: opt(natural) }),
  ping: op({}, {}),
  'room.create': op(
    { kind: v.kind, cid: opt(cid), room: opt(id), title: opt(string(200)), user: opt(id), members: opt(setOf(id, 100)), settings: opt(v.settings) },
    { room: v.roomView },
  ),
  'room.get': op(room, { room: v.roomView }),
  'room.list': op({ kind: opt(v.kind), ...page }, { rooms: v.roomViews, more }),
  'room.update': op({ room: id, title: opt(string(200)), settings: opt(v.settings), mine: opt(v.ownSettings) }, {}),
  'room.delete': op(room, {}),
  join: op({ room: id, epoch: opt(id), rev: opt(natural) }, { room: v.roomView, recovered: bool }),
  leave: op(room, {}),
  members: op({ room: id, ...page }, { members: list(v.member), more }),
  invite: op({ room: id, user: id }, {}),
  kick: op({ room: id, user: id }, {}),
  role: op({ room: id, user: id, role: v.role }, {}),
  mute: op(penalty, {}),
  unmute: op({ room: id, user: id }, {}),
  ban: op(penalty, {}),
  unban: op({ room: id, user: id }, {}),
  bans: op({ room: id, ...page }, { bans: list(v.ban), more }),
  send: op(
    { room: id, cid, content: v.content, replyTo: opt(positive), mentions: opt(setOf(id, 50)), meta: opt({ read: (value: unknown) => value as Record<string, unknown> }) },
    { seq: positive, rev: positive, at: time, dup: flag, content: opt(v.content) },
  ),
  edit: op({ ...at, content: v.content, mentions: opt(setOf(id, 50)) }, {}),
  recall: op(at, {}),
  react: op({ ...at, key: string(32), on: bool }, {}),
  pin: op({ ...at, on: bool }, {}),
  pins: op(room, { messages: list(v.message), rev: natural }),
  readers: op({ ...at, ...page }, { readers: list(v.user), more }),
  history: op(
    { room: id, before: opt(natural), after: opt(natural), around: opt(natural), limit },
    { messages: list(v.message), more, range: pair, rev: natural },
  ),
  sync: op({ room: id, epoch: id, rev: natural, limit }, { events: list(pushed), more }),
  mark: op({ room: id, read: opt(natural), delivered: opt(natural) }, {}),
  typing: op({ room: id, on: bool }, {}),
  presence: op({ users: opt(setOf(id, 100)), watch: flag, away: opt(bool) }, { presence: list(v.presence) }),
  sessions: op({}, { sessions: list(v.ownSession) }),
  signout: op({ session: opt(id) }, {}),
}

const who = { user: id }
const until = { user: id, until: opt(time), reason: opt(string()) }

export const EVENTS = {
  message: { message: v.message },
  edited: { seq: positive, content: opt(v.content), mentions: opt(setOf(id)) },
  recalled: { seq: positive },
  reaction: { seq: positive, key: string(), on: bool },
  pinned: { seq: positive, on: bool },
  joined: { user: id, name: string(), role: v.role },
  left: who,
  kicked: who,
  role: { user: id, role: v.role },
  muted: until,
  unmuted: who,
  banned: until,
  unbanned: who,
  room: { title: opt(string()), settings: opt(v.settings) },
  hidden: {},
}

export const SIGNALS = {
  typing: { room: id, type: oneOf('typing'), user: id, on: bool },
  read: { room: id, type: oneOf('read'), user: id, seq: natural },
  delivered: { room: id, type: oneOf('delivered'), user: id, seq: natural },
  presence: { type: oneOf('presence'), ...v.presenceShape },
  members: { room: id, type: oneOf('members'), count: natural },
  mine: { room: id, type: oneOf('mine'), mine: opt(v.mine) },
}

export const CONTROLS = {
  room: { room: v.roomView },
  gone: { room: id },
  reset: { room: id, epoch: id, rev: natural },
  ping: {},
  closing: { code: integer(1000, 4999), reason: string(), retryAfterMs: opt(natural) },
}

export const ENVELOPE = { room: id, epoch: id, rev: positive, type: string(), at: time, by: id }

export const ERROR_CODES = [
  'BAD_REQUEST', 'UNKNOWN_OP', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT',
  'TOO_LARGE', 'RATE_LIMITED', 'GAP', 'REJECTED', 'UNAVAILABLE', 'INTERNAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

const errorShape = { code: string(), message: string(), retryable: opt(bool), retryAfterMs: opt(natural), unknown: flag }
export const error = object(errorShape)
export interface WireError {
  code: ErrorCode
  message: string
  retryable: boolean
  retryAfterMs?: number
  unknown?: boolean
}

export type Op = keyof typeof OPS
export type Args<O extends Op> = Infer<(typeof OPS)[O]['args']>
export type Result<O extends Op> = Infer<(typeof OPS)[O]['result']>

interface Envelope {
  ev: 'event'
  room: string
  epoch: string
  rev: number
  at: number
  by: string
}
/** An event; its type may also be one that this version does not know, which counts for the cursor and says nothing else. */
export type ImEvent = { [K in keyof typeof EVENTS]: Envelope & { type: K } & Infer<(typeof EVENTS)[K]> }[keyof typeof EVENTS]
export type EventOf<K extends ImEvent['type']> = Extract<ImEvent, { type: K }>
export type Signal = { [K in keyof typeof SIGNALS]: { ev: 'signal' } & Infer<(typeof SIGNALS)[K]> }[keyof typeof SIGNALS]
export type Control = { [K in keyof typeof CONTROLS]: { ev: K } & Infer<(typeof CONTROLS)[K]> }[keyof typeof CONTROLS]
export type Push = ImEvent | Signal | Control

export type Reply = { re: number; result: Record<string, unknown> }
export type ErrorReply = { re: number; error: WireError }
/** `null` is what this version does not know, and passes over. */
export type ServerFrame = Reply | ErrorReply | Push | null

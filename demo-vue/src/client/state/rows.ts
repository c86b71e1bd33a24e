import type { ImError } from '../errors'
import type { SendState } from '../outbox/outbox'
import type { ImEvent } from '../protocol/frames'
import type { Message, Reaction } from '../protocol/values'

const MAX_USERS = 20

/** A message on screen. `seq` and `rev` are missing as long as the server has not acknowledged it. */
export interface MessageItem {
  readonly kind: 'message'
  /** The row's identity for ever: the cid, which does not change when pending turns into sent. */
  readonly key: string
  readonly state: SendState
  readonly message: Omit<Message, 'seq' | 'rev'> & Partial<Pick<Message, 'seq' | 'rev'>>
  readonly error?: ImError
}

/** Messages between these two are not loaded. */
export interface HoleItem {
  readonly kind: 'hole'
  readonly key: string
  readonly after: number
  readonly before: number
}

export type Item = MessageItem | HoleItem
export type Range = readonly [from: number, to: number]

/** Rows by seq, and for which seqs they speak. A row is a new object when it changes and the same one when it does not. */
export class Rows {
  private readonly rows = new Map<number, { item: MessageItem; message: Message }>()
  private seqs: number[] = [] // ascending
  private ranges: Range[] = [] // ascending, apart from each other

  constructor(private readonly me: () => string | undefined) {}

  /** Takes a message if it is newer than the copy that is here. */
  put(message: Message): void {
    const old = this.rows.get(message.seq)
    if (old && old.message.rev >= message.rev) return
    this.set(message)
  }

  /** A reply to a send: what is in it is less than what the event says, which has the same rev, so that one shall win. */
  acknowledged(message: Message): void {
    const first = this.ranges[0]
    if (first && message.seq < first[0]) return // a repeat of long ago, whose place is not loaded
    if (!this.rows.has(message.seq)) this.set({ ...message, rev: message.rev - 1 })
  }

  apply(event: ImEvent): void {
    if (event.type === 'message') {
      this.put(event.message)
      this.cover([event.message.seq, event.message.seq])
      return
    }
    if (!('seq' in event)) return
    const old = this.rows.get(event.seq)?.message
    if (!old || event.rev <= old.rev) return
    this.set({ ...changed(old, event), rev: event.rev })
  }

  /** A page of history, with the events that arrived while it was on its way: they may be above what it says. */
  page(messages: readonly Message[], range: Range, rev: number, meanwhile: readonly ImEvent[]): void {
    const there = new Set(messages.map((message) => message.seq))
    for (const message of messages) this.put(message)
    for (const seq of this.seqs.filter((each) => each >= range[0] && each <= range[1] && !there.has(each))) {
      // Not kept any more, unless it is younger than the page.
      if ((this.rows.get(seq)?.message.rev ?? 0) < rev) this.remove(seq)
    }
    if (range[0] > 0) this.cover(range)
    for (const event of meanwhile) if (event.type !== 'message') this.apply(event)
  }

  /** What is known is shown still, but speaks for nothing until it is read again; returns what that was. */
  distrust(): Range[] {
    const was = this.ranges
    this.ranges = []
    return was
  }

  /** Rows that could not be read again. */
  dropUncovered(): void {
    for (const seq of [...this.seqs]) if (!this.covers(seq)) this.remove(seq)
  }

  clear(): void {
    this.rows.clear()
    this.seqs = []
    this.ranges = []
  }

  get first(): Range | undefined {
    return this.ranges[0]
  }

  get last(): Range | undefined {
    return this.ranges.at(-1)
  }

  covers(seq: number): boolean {
    return this.ranges.some(([from, to]) => from <= seq && seq <= to)
  }

  hasOwn(cid: string): boolean {
    const me = this.me()
    // From the end, where what was just sent stands.
    for (let i = this.seqs.length - 1; i >= 0; i--) {
      const message = this.rows.get(this.seqs[i] ?? 0)?.message
      if (message?.cid === cid && message.sender === me) return true
    }
    return false
  }

  items(): Item[] {
    const items: Item[] = []
    let before = 0 // the row before
    for (const seq of this.seqs) {
      const hole = before > 0 ? this.holeBetween(before, seq) : undefined
      if (hole) items.push(hole)
      const row = this.rows.get(seq)
      if (row) items.push(row.item)
      before = seq
    }
    return items
  }

  private holeBetween(before: number, seq: number): HoleItem | undefined {
    const start = this.ranges.find((range) => range[0] > before && range[0] <= seq && range !== this.ranges[0])
    if (!start && (this.covers(before) || !this.covers(seq))) return undefined
    const after = this.ranges.findLast((range) => range[1] < seq)?.[1] ?? before
    const end = start?.[0] ?? seq
    return { kind: 'hole', key: `hole ${end}`, after: Math.max(after, before), before: end }
  }

  private set(message: Message): void {
    if (!this.rows.has(message.seq)) {
      let at = this.seqs.length
      while (at > 0 && (this.seqs[at - 1] ?? 0) > message.seq) at--
      this.seqs.splice(at, 0, message.seq)
    }
    // Anybody may use a cid that somebody else used, so those of others are kept apart.
    const key = message.sender === this.me() ? message.cid : `${message.sender} ${message.cid}`
    this.rows.set(message.seq, { item: { kind: 'message', key, state: 'sent', message }, message })
  }

  private remove(seq: number): void {
    this.rows.delete(seq)
    this.seqs = this.seqs.filter((each) => each !== seq)
  }

  private cover([from, to]: Range): void {
    const apart = this.ranges.filter((range) => range[1] < from - 1 || range[0] > to + 1)
    const touching = this.ranges.filter((range) => !apart.includes(range))
    const all = [[from, to] as Range, ...touching]
    apart.push([Math.min(...all.map((range) => range[0])), Math.max(...all.map((range) => range[1]))])
    this.ranges = apart.sort((a, b) => a[0] - b[0])
  }
}

function changed(old: Message, event: Exclude<ImEvent, { type: 'message' }>): Message {
  switch (event.type) {
    case 'edited': {
      if (!event.content) return old // recalled since, as the event of that will say
      const { mentions: _, ...rest } = old
      return { ...rest, content: event.content, ...(event.mentions && { mentions: event.mentions }), editedAt: event.at }
    }
    case 'recalled': {
      const { room, seq, rev, cid, sender, senderName, at, replyTo } = old
      return { room, seq, rev, cid, sender, senderName, at, ...(replyTo && { replyTo }), recalled: true }
    }
    case 'pinned': {
      const { pinned: _, ...rest } = old
      return event.on ? { ...rest, pinned: true } : rest
    }
    case 'reaction': {
      const { reactions, ...rest } = old
      const now = reacted(reactions ?? [], event.key, event.by, event.on)
      return now.length > 0 ? { ...rest, reactions: now } : rest
    }
    default:
      return old
  }
}

function reacted(all: readonly Reaction[], key: string, by: string, on: boolean): Reaction[] {
  const old = all.find((reaction) => reaction.key === key)
  if (!old) return on ? [...all, { key, count: 1, users: [by] }] : [...all]
  const count = old.count + (on ? 1 : -1)
  if (count <= 0) return all.filter((reaction) => reaction !== old)
  const listed = old.users.length === old.count && old.users.length < MAX_USERS
  const others = old.users.filter((user) => user !== by)
  const users = on ? (listed ? [...others, by] : old.users) : others
  return all.map((reaction) => (reaction === old ? { key, count, users } : reaction))
}

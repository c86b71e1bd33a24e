import type { EventOf, ImEvent } from '../protocol/frames'
import { OWN_DEFAULTS, PRESETS, isMentioned, textOf } from '../protocol/values'
import type { MemberRoomView, Message, OwnSettings, OwnSettingsPatch, Role, RoomKind, RoomSettings } from '../protocol/values'

const PREVIEW = 200

/** A room as it is shown in a list. A new object with every change. */
export interface RoomInfo {
  readonly id: string
  readonly kind: RoomKind
  readonly title?: string
  readonly peer?: string
  readonly members: number
  readonly role: Role
  readonly mutedUntil?: number
  readonly seq: number
  readonly joinedSeq: number
  readonly read: number
  readonly unread: number
  readonly mentions: number
  readonly last?: { readonly seq: number; readonly sender: string; readonly at: number; readonly preview?: string }
  readonly durability: MemberRoomView['durability']
  readonly settings: RoomSettings
  readonly mine: OwnSettings
}

/**
 * What one user sees of a room, kept exact by events and marks. True as of an event, as a message is: what is not above
 * that rev is in it already. Where the numbers cannot be told from events alone, it says so and wants a RoomView.
 */
export class RoomState {
  private rev = 0
  private epoch = ''
  private mentioned = new Set<number>() // unread messages after the view that mention the user
  private viewMentions = 0 // those before
  private viewSeq = 0
  private current: RoomInfo
  /** The counts are a guess until the next RoomView. */
  inexact = false

  constructor(
    view: MemberRoomView,
    private readonly me: () => string | undefined,
  ) {
    this.current = info(view)
    this.take(view)
  }

  get info(): RoomInfo {
    return this.current
  }

  /** Takes a view over, if it is not older than what is known. */
  adopt(view: MemberRoomView): void {
    if (view.epoch === this.epoch && view.rev < this.rev) return // what made it inexact, if anything, still does
    this.take(view)
  }

  apply(event: ImEvent): void {
    if (event.epoch !== this.epoch || event.rev <= this.rev) return
    this.rev = event.rev
    switch (event.type) {
      case 'message':
        return this.posted(event.message)
      case 'edited':
        return this.edited(event)
      case 'recalled':
        return this.recalled(event.seq)
      case 'joined':
        return this.set({ members: this.current.members + 1 })
      case 'left':
      case 'kicked':
        return this.set({ members: this.current.members - 1 })
      case 'banned':
        this.inexact = true // it may have been no member
        return
      case 'role':
        return event.user === this.me() ? this.set({ role: event.role }) : undefined
      case 'muted':
        return event.user === this.me() ? this.set({ mutedUntil: event.until ?? Number.MAX_SAFE_INTEGER }) : undefined
      case 'unmuted':
        return event.user === this.me() ? this.set({ mutedUntil: undefined }) : undefined
      case 'room':
        return this.set({ title: event.title, settings: { ...this.current.settings, ...event.settings } })
    }
  }

  /** The user's read mark, here or on another device; it only moves forward. */
  read(to: number): void {
    const read = Math.min(Math.max(to, this.current.read), this.current.seq)
    if (read === this.current.read) return
    if (read >= this.viewSeq) this.viewMentions = 0
    else if (this.viewMentions > 0) this.inexact = true // which of them lie behind the mark only the server knows
    for (const seq of this.mentioned) if (seq <= read) this.mentioned.delete(seq)
    this.count({ read })
  }

  /** How many follow a LIVE room, as a signal says. */
  attended(members: number): void {
    this.set({ members })
  }

  /** The user's own settings, as a signal says: all of them. */
  preferred(mine: OwnSettingsPatch): void {
    // Signals and events overtake each other: whether a message came before or after hiding only the server knows.
    if (mine.hidden && !this.current.mine.hidden) this.inexact = true
    this.set({ mine: { ...OWN_DEFAULTS, ...mine } })
  }

  private posted(message: Message): void {
    const seq = Math.max(this.current.seq, message.seq)
    if (isMentioned(this.me(), message)) this.mentioned.add(message.seq)
    const last = { seq: message.seq, sender: message.sender, at: message.at, ...preview(message) }
    this.count({ seq, last, mine: { ...this.current.mine, hidden: false } })
    if (message.sender === this.me()) this.read(message.seq)
  }

  private edited(event: EventOf<'edited'>): void {
    const { seq, content, mentions } = event
    const last = this.current.last
    if (last?.seq === seq && content) this.set({ last: { ...last, preview: textOf(content).slice(0, PREVIEW) } })
    this.mention(seq, isMentioned(this.me(), { sender: event.by, mentions }))
  }

  private recalled(seq: number): void {
    const last = this.current.last
    if (last?.seq === seq) this.set({ last: { seq, sender: last.sender, at: last.at } })
    this.mention(seq, false)
  }

  private mention(seq: number, on: boolean): void {
    if (seq <= Math.max(this.current.read, this.current.joinedSeq)) return
    if (seq > this.viewSeq) {
      if (on) this.mentioned.add(seq)
      else this.mentioned.delete(seq)
      this.count({})
    } else {
      this.inexact = true // whether it was among those that the view counted is not known
    }
  }

  private take(view: MemberRoomView): void {
    const same = view.epoch === this.epoch
    this.epoch = view.epoch
    this.rev = view.rev
    this.viewSeq = view.seq
    this.viewMentions = view.mentions
    this.mentioned.clear()
    this.inexact = false
    const read = this.current.read
    this.current = info(view)
    // A mark that has not reached the server yet.
    if (same && read > view.read) this.read(read)
  }

  private count(change: Partial<RoomInfo>): void {
    const { seq, read, joinedSeq } = { ...this.current, ...change }
    this.set({ ...change, unread: Math.max(0, seq - Math.max(read, joinedSeq)), mentions: this.viewMentions + this.mentioned.size })
  }

  private set(change: Partial<RoomInfo>): void {
    this.current = { ...this.current, ...change }
  }
}

function info(view: MemberRoomView): RoomInfo {
  const { epoch: _, rev: __, settings, mine, ...rest } = view
  return { ...rest, settings: { ...PRESETS[view.kind], ...settings }, mine: { ...OWN_DEFAULTS, ...mine } }
}

function preview(message: Message): { preview?: string } {
  return message.content ? { preview: textOf(message.content).slice(0, PREVIEW) } : {}
}

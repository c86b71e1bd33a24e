import type { Off } from './emitter'
import type { OutboxItem } from './outbox/outbox'
import type { Draft } from './outbox/store'
import type { Args, ImEvent, Op, Result } from './protocol/frames'
import type { Content, Cursor, MemberRoomView, Message, OwnSettingsPatch, Role, SettingsPatch } from './protocol/values'
import { RoomState } from './state/room-state'
import type { RoomInfo } from './state/room-state'
import { Timeline } from './state/timeline'
import type { TimelineSource } from './state/timeline'
import { Typists } from './state/people'

/** How far another member has read and received, as far as the room tells. */
export interface Reader {
  read: number
  delivered: number
}

/** What a room needs of the client it belongs to. */
export interface RoomContext {
  readonly env: TimelineSource['env']
  ask<O extends Op>(op: O, args: Args<O>): Promise<Result<O>>
  me(): { id: string; name: string } | undefined
  pending(room: string): readonly OutboxItem[]
  send(room: string, draft: Draft): OutboxItem
  retry(key: string): void
  discard(key: string): boolean
  mark(room: string, which: 'read' | 'delivered', seq: number): void
  typing(room: string, on: boolean): void
  /** The room's numbers are a guess: have them read. */
  refresh(room: string): void
  changed(room: Room): void
}

/** One room: what the user does in it, and what is known of it. The same object as long as the client lives. */
export class Room {
  private state: RoomState | undefined
  private lines: Timeline | undefined
  private readonly typists: Typists
  private readonly marks = new Map<string, Reader>()

  constructor(
    readonly id: string,
    private readonly context: RoomContext,
  ) {
    this.typists = new Typists(context.env.clock, () => context.changed(this))
  }

  /** Undefined as long as the user is not known to be a member. */
  get info(): RoomInfo | undefined {
    return this.state?.info
  }

  /** Opened by the first use. */
  get timeline(): Timeline {
    if (!this.lines) {
      this.lines = new Timeline({
        env: this.context.env,
        history: (args) => this.context.ask('history', { room: this.id, ...args }),
        me: () => this.context.me(),
        pending: () => this.context.pending(this.id),
        marks: () => this.info,
      })
      this.lines.resume()
    }
    return this.lines
  }

  /** Who types, other than the user here. */
  get typing(): readonly string[] {
    return this.typists.users
  }

  get readers(): ReadonlyMap<string, Reader> {
    return this.marks
  }

  /** Shown at once; `done` is fulfilled once the server has it and rejected if it was refused or discarded. */
  send(draft: Draft | string): { key: string; done: Promise<Message> } {
    const full: Draft = typeof draft === 'string' ? { content: { type: 'text', text: draft } } : draft
    const { key, done } = this.context.send(this.id, full)
    return { key, done }
  }

  edit(seq: number, content: Content, mentions?: string[]): Promise<Result<'edit'>> {
    return this.context.ask('edit', { room: this.id, seq, content, mentions })
  }

  recall(seq: number): Promise<Result<'recall'>> {
    return this.context.ask('recall', { room: this.id, seq })
  }

  react(seq: number, key: string, on = true): Promise<Result<'react'>> {
    return this.context.ask('react', { room: this.id, seq, key, on })
  }

  pin(seq: number, on = true): Promise<Result<'pin'>> {
    return this.context.ask('pin', { room: this.id, seq, on })
  }

  pins(): Promise<Result<'pins'>> {
    return this.context.ask('pins', { room: this.id })
  }

  /** Who has read a message, as far as they show it; `readers` has only what was heard lately. */
  readBy(seq: number, page: { after?: string; limit?: number } = {}): Promise<Result<'readers'>> {
    return this.context.ask('readers', { room: this.id, seq, ...page })
  }

  retry(key: string): void {
    this.context.retry(key)
  }

  /** Takes back what is not sent yet; false if it is on its way or gone. */
  cancel(key: string): boolean {
    return this.context.discard(key)
  }

  /** Everything up to this seq is read: here at once, on the server within a second. */
  markRead(seq: number): void {
    if (!this.state || seq <= this.state.info.read) return
    this.state.read(seq)
    this.context.mark(this.id, 'read', this.state.info.read)
    this.stateChanged()
  }

  setTyping(on: boolean): void {
    this.context.typing(this.id, on)
  }

  members(page: { after?: string; limit?: number } = {}): Promise<Result<'members'>> {
    return this.context.ask('members', { room: this.id, ...page })
  }

  bans(page: { after?: string; limit?: number } = {}): Promise<Result<'bans'>> {
    return this.context.ask('bans', { room: this.id, ...page })
  }

  invite(user: string): Promise<Result<'invite'>> {
    return this.context.ask('invite', { room: this.id, user })
  }

  /** Kick, unmute or unban; and, with a time and a reason, mute or ban. */
  moderate(op: 'kick' | 'unmute' | 'unban' | 'mute' | 'ban', user: string, how: { ms?: number; reason?: string } = {}): Promise<object> {
    return this.context.ask(op, { room: this.id, user, ...how })
  }

  setRole(user: string, role: Role): Promise<Result<'role'>> {
    return this.context.ask('role', { room: this.id, user, role })
  }

  update(change: { title?: string; settings?: SettingsPatch }): Promise<Result<'room.update'>> {
    return this.context.ask('room.update', { room: this.id, ...change })
  }

  /** Own settings, on all devices of the user; `info.mine` follows once the server says so. */
  prefer(mine: OwnSettingsPatch): Promise<Result<'room.update'>> {
    return this.context.ask('room.update', { room: this.id, mine })
  }

  leave(): Promise<Result<'leave'>> {
    return this.context.ask('leave', { room: this.id })
  }

  delete(): Promise<Result<'room.delete'>> {
    return this.context.ask('room.delete', { room: this.id })
  }

  subscribe(changed: () => void): Off {
    return this.timeline.subscribe(changed)
  }

  /** @internal */
  view(view: MemberRoomView): void {
    if (this.state) this.state.adopt(view)
    else this.state = new RoomState(view, () => this.context.me()?.id)
    this.received()
    this.stateChanged()
  }

  /** @internal */
  applied(event: ImEvent): void {
    this.state?.apply(event)
    if (event.type === 'message') this.typists.heard(event.message.sender, false)
    this.lines?.apply(event)
    if (event.type === 'message') {
      this.received()
      this.answered(event.message)
    }
    this.stateChanged()
  }

  /** @internal */
  signal(type: 'typing' | 'read' | 'delivered', user: string, value: number | boolean): void {
    if (typeof value === 'boolean') {
      if (user !== this.context.me()?.id) this.typists.heard(user, value)
      return
    }
    const old = this.marks.get(user) ?? { read: 0, delivered: 0 }
    const delivered = Math.max(old.delivered, value)
    this.marks.set(user, { read: type === 'read' ? Math.max(old.read, value) : old.read, delivered })
    if (type === 'read' && user === this.context.me()?.id) this.state?.read(value)
    this.stateChanged()
  }

  /** @internal */
  attended(count: number): void {
    this.state?.attended(count)
    this.stateChanged()
  }

  /** @internal */
  preferred(mine: OwnSettingsPatch): void {
    this.state?.preferred(mine)
    this.stateChanged()
  }

  /** @internal */
  reset(_to: Cursor, epochChanged: boolean): void {
    if (epochChanged) {
      this.state = undefined // its numbers count anew; a view follows
      this.marks.clear()
    }
    this.lines?.reset(epochChanged)
    this.stateChanged()
  }

  /** @internal */
  gone(): void {
    this.state = undefined
    this.lines = undefined
    this.marks.clear()
    this.typists.clear()
    this.context.changed(this)
  }

  /** @internal */
  acknowledged(message: Message): void {
    this.lines?.acknowledged(message)
  }

  /** @internal */
  connected(): void {
    this.lines?.resume()
    if (this.state?.inexact) this.context.refresh(this.id)
  }

  /** @internal */
  disconnected(): void {
    this.typists.clear()
  }

  /** @internal */
  pendingChanged(): void {
    this.lines?.tell()
  }

  /** One's own messages move one's own mark, of which no signal tells. Whoever reads in private shows no marks to begin with. */
  private answered({ sender, seq }: Message): void {
    const mark = this.marks.get(sender)
    if (mark && mark.read > 0) this.marks.set(sender, { read: Math.max(mark.read, seq), delivered: Math.max(mark.delivered, seq) })
  }

  /** Where two talk, the other one is told what has arrived; among many it would be more noise than news. */
  private received(): void {
    const info = this.state?.info
    if (info?.kind === 'DIRECT' && info.settings.receipts && info.unread > 0) this.context.mark(this.id, 'delivered', info.seq)
  }

  private stateChanged(): void {
    if (this.state?.inexact) this.context.refresh(this.id)
    this.lines?.tell()
    this.context.changed(this)
  }
}

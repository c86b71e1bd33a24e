import { backoff } from '../backoff'
import type { Environment } from '../environment'
import type { ImError } from '../errors'
import type { ImEvent, Op, Args, Result } from '../protocol/frames'
import { isMine } from '../protocol/values'
import type { Cursor, MemberRoomView, RoomView } from '../protocol/values'
import type { Exchange } from '../wire/exchange'
import { EventGate } from './gate'

const MAX_NAMED = 100
/** How often in a row a sync may bring nothing before the room is read anew. */
const MAX_FAILURES = 3

/** Gets what is known of the rooms, each thing once and in order. */
export interface RoomsListener {
  view(view: MemberRoomView): void
  applied(event: ImEvent): void
  /** What follows begins after this cursor; what is cached is to be loaded again. */
  reset(room: string, to: Cursor, epochChanged: boolean): void
  gone(room: string): void
}

class Followed {
  readonly gate: EventGate
  touched = 0 // rises with every event, so the largest is the room that was active last
  life = 0 // rises with every reset and connection, so that what was asked before is known as outdated
  fetching = false // a request is on its way, or waits to be repeated
  readWanted = false // once that is done
  failures = 0 // in a row, that hardly end by themselves
  pauses = 0 // in a row, whatever they are for
  live = false // attended by this session: not in the welcome, to be joined again

  constructor(
    readonly room: string,
    from: Cursor,
  ) {
    this.gate = new EventGate(from)
  }

  begin(): void {
    this.life++
    this.fetching = this.readWanted = false
    this.failures = this.pauses = 0
  }
}

/**
 * Follows rooms: takes what arrives through each room's {@link EventGate} and fetches what is missing. Hello names the
 * rooms that were active last; the others are compared with their RoomView, or asked about.
 */
export class Follower {
  private readonly rooms = new Map<string, Followed>()
  private exchange: Exchange | undefined
  private more = false // the user has rooms that the welcome did not list
  private page = 100
  private touches = 0

  constructor(
    private readonly env: Environment,
    private readonly listener: RoomsListener,
  ) {}

  cursor(room: string): Cursor | undefined {
    return this.rooms.get(room)?.gate.cursor
  }

  cursorsForHello(): Record<string, Cursor> {
    const active = [...this.rooms.values()].filter((each) => !each.live).sort((a, b) => b.touched - a.touched).slice(0, MAX_NAMED)
    return Object.fromEntries(active.map((followed) => [followed.room, followed.gate.cursor]))
  }

  connected(to: Exchange, welcome: Result<'hello'>, named: Record<string, Cursor>): void {
    this.exchange = to
    this.more = welcome.more
    this.page = Math.min(100, welcome.limits.maxPage)
    const unlisted = new Set(this.rooms.keys())
    for (const view of welcome.rooms.filter(isMine)) {
      unlisted.delete(view.id)
      // Of a room that was named, what it missed comes by itself: events, or reset, and before them no word of its numbers.
      if (named[view.id]?.epoch === view.epoch) this.listener.view(view)
      else if (!named[view.id]) this.gained(view)
    }
    for (const room of unlisted) {
      const followed = this.rooms.get(room)
      if (followed?.live) this.attend(followed)
      else if (!this.more) this.gone(room)
      else if (followed && !named[room]) this.sync(followed)
    }
    if (this.more) this.listRest(welcome.rooms.at(-1)?.id)
  }

  disconnected(): void {
    this.exchange = undefined
    for (const followed of this.rooms.values()) followed.begin()
  }

  event(event: ImEvent): void {
    let followed = this.rooms.get(event.room)
    if (!followed) {
      // If the welcome listed all rooms it is one that is gone; else the session begins to follow it here.
      if (!this.more) return
      followed = this.follow(event.room, { epoch: event.epoch, rev: event.rev - 1 })
      this.readAnew(followed, false)
    }
    followed.touched = ++this.touches
    const verdict = followed.gate.offer(event)
    if (verdict === 'deliver') {
      this.listener.applied(event)
      this.deliverWaiting(followed)
    } else if (verdict === 'wait') {
      this.sync(followed)
    } else if (verdict === 'foreign') {
      this.readAnew(followed, false)
    }
  }

  reset(room: string, to: Cursor): void {
    const followed = this.rooms.get(room)
    if (!followed) {
      this.readAnew(this.follow(room, to), false)
      return
    }
    const epochChanged = followed.gate.cursor.epoch !== to.epoch
    followed.begin()
    followed.gate.reset(to)
    this.listener.reset(room, to, epochChanged)
    this.deliverWaiting(followed)
    if (followed.gate.behind) this.sync(followed)
    else this.readAnew(followed, false) // for what the RoomView says; the events between are not to be had
  }

  /** The user is in this room, says a control frame or a reply. */
  gained(view: RoomView): void {
    if (!isMine(view)) return
    const head = { epoch: view.epoch, rev: view.rev }
    const followed = this.rooms.get(view.id)
    if (!followed) this.follow(view.id, head).live = view.kind === 'LIVE'
    else if (head.epoch !== followed.gate.cursor.epoch) return this.resetTo(followed, view)
    else this.catchUp(followed, head.rev)
    this.listener.view(view)
  }

  gone(room: string): void {
    if (this.rooms.delete(room)) this.listener.gone(room)
  }

  /** The numbers of a room as they are now, told to the listener. */
  refresh(room: string): void {
    const followed = this.rooms.get(room)
    if (followed) this.readAnew(followed, false)
  }

  /** Each session joins a LIVE room for itself, and what was missed follows. */
  private attend(followed: Followed): void {
    const { room } = followed
    this.fetch(followed, 'join', { room, ...followed.gate.cursor }, ({ room: view, recovered }) => {
      if (!isMine(view)) this.gone(room)
      else if (recovered) this.listener.view(view)
      else this.resetTo(followed, view)
    })
  }

  private listRest(after: string | undefined): void {
    const on = this.exchange
    if (!on) return
    const failed = (error: ImError) => {
      if (on !== this.exchange) return
      // The room that the page began after is not ours any more: the list begins anew.
      const from = error.code === 'NOT_FOUND' ? undefined : after
      if (error.mayRetry || from !== after) {
        this.env.clock.setTimer(backoff(() => this.env.random(), 2, error.retryAfterMs), () => on === this.exchange && this.listRest(from))
      }
    }
    on.call(
      'room.list',
      { ...(after && { after }), limit: this.page },
      ({ rooms, more }) => {
        for (const view of rooms) this.gained(view)
        if (more && rooms.length > 0) this.listRest(rooms.at(-1)?.id)
      },
      failed,
    )
  }

  private follow(room: string, from: Cursor): Followed {
    const followed = new Followed(room, from)
    followed.touched = ++this.touches
    this.rooms.set(room, followed)
    return followed
  }

  private catchUp(followed: Followed, rev: number): void {
    followed.gate.expect(rev)
    if (followed.gate.behind) this.sync(followed)
  }

  private deliverWaiting(followed: Followed): void {
    for (let next = followed.gate.next(); next; next = followed.gate.next()) this.listener.applied(next)
  }

  private resetTo(followed: Followed, view: MemberRoomView): void {
    const to = { epoch: view.epoch, rev: view.rev }
    const epochChanged = followed.gate.cursor.epoch !== to.epoch
    followed.begin()
    followed.gate.reset(to)
    this.listener.reset(view.id, to, epochChanged)
    this.listener.view(view)
    this.deliverWaiting(followed)
    if (followed.gate.behind) this.sync(followed)
  }

  private sync(followed: Followed): void {
    if (followed.fetching) return
    const from = followed.gate.cursor
    this.fetch(followed, 'sync', { room: followed.room, ...from, limit: this.page }, ({ events, more }) => {
      const life = followed.life
      for (const event of events) if (followed.life === life) this.event(event)
      if (followed.life !== life) return
      const moved = followed.gate.cursor.rev > from.rev
      const done = !more && !followed.gate.behind
      if (moved || done) followed.failures = followed.pauses = 0
      if (done) return
      if (moved) return this.sync(followed)
      followed.failures++
      this.again(followed, 0)
    })
  }

  /** Asks where the room is now; `lost`: the events after the cursor cannot be had. */
  private readAnew(followed: Followed, lost: boolean): void {
    if (!this.exchange) return
    if (followed.fetching) {
      followed.readWanted = true
      return
    }
    followed.readWanted = false
    this.fetch(followed, 'room.get', { room: followed.room }, ({ room: view }) => {
      if (!isMine(view)) this.gone(followed.room)
      else if (lost) this.resetTo(followed, view)
      else this.gained(view)
    })
  }

  private fetch<O extends Op>(followed: Followed, op: O, args: Args<O>, then: (result: Result<O>) => void): void {
    const on = this.exchange
    if (!on) return
    followed.fetching = true
    const life = followed.life
    on.call(
      op,
      args,
      (result) => {
        if (this.outdated(followed, life)) return
        followed.fetching = false
        then(result)
        if (followed.readWanted && !followed.fetching) this.readAnew(followed, false)
      },
      (error) => {
        if (this.outdated(followed, life)) return
        followed.fetching = false
        if (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN') return this.gone(followed.room)
        if (error.code === 'GAP') return this.readAnew(followed, true)
        // "Not now" says nothing about what can be had: however long it takes, the events are still there.
        if (!error.retryable) followed.failures++
        this.again(followed, error.retryAfterMs)
      },
    )
  }

  /** Later once more; and when that does not help either, past what cannot be had. */
  private again(followed: Followed, atLeast: number): void {
    const life = followed.life
    followed.fetching = true
    followed.pauses++
    this.env.clock.setTimer(backoff(() => this.env.random(), followed.pauses, atLeast), () => {
      if (this.outdated(followed, life)) return
      followed.fetching = false
      if (followed.failures > MAX_FAILURES) this.readAnew(followed, true)
      else if (followed.gate.behind) this.sync(followed)
      else this.readAnew(followed, false)
    })
  }

  private outdated(followed: Followed, life: number): boolean {
    return followed.life !== life || this.rooms.get(followed.room) !== followed
  }
}

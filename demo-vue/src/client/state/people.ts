import { backoff } from '../backoff'
import type { Clock, Environment, Timer } from '../environment'
import type { ImEvent } from '../protocol/frames'
import type { Presence } from '../protocol/values'
import type { Exchange } from '../wire/exchange'

/** Signals may be lost, the one that ends typing too. */
export const TYPING_FORGOTTEN_MS = 10_000

/** Who types in a room, as far as heard lately. */
export class Typists {
  private readonly timers = new Map<string, Timer>()

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  get users(): string[] {
    return [...this.timers.keys()]
  }

  heard(user: string, on: boolean): void {
    const had = this.timers.has(user)
    this.clock.clearTimer(this.timers.get(user))
    if (on) this.timers.set(user, this.clock.setTimer(TYPING_FORGOTTEN_MS, () => this.heard(user, false)))
    else this.timers.delete(user)
    if (had !== on) this.changed()
  }

  clear(): void {
    for (const user of this.users) this.heard(user, false)
  }
}

/** Between two questions because of what has happened in rooms: a hundred who join at once are one. */
export const LOOK_AGAIN_MS = 1_000

/**
 * Presence of the users that are watched, and one's own being away. Asked for again with every connection, and when rooms
 * change whom one sees: no signal tells that.
 */
export class PresenceWatch {
  private readonly known = new Map<string, Presence>()
  private watched: string[] = []
  private away = false
  private exchange: Exchange | undefined
  private looked = false // within the last pause, because of rooms
  private outdated = false // and they have changed again since
  private failures = 0

  constructor(
    private readonly env: Pick<Environment, 'clock' | 'random'>,
    private readonly changed: (presence: Presence) => void,
  ) {}

  get(user: string): Presence | undefined {
    return this.known.get(user)
  }

  /** At most 100 users; those watched before are not any more. */
  watch(users: readonly string[]): void {
    this.watched = users.slice(0, 100)
    for (const user of this.known.keys()) if (!this.watched.includes(user)) this.known.delete(user)
    this.ask()
  }

  setAway(away: boolean): void {
    if (this.away === away) return
    this.away = away
    this.exchange?.ask('presence', { away }).catch(() => undefined)
  }

  connected(to: Exchange): void {
    this.exchange = to
    if (this.watched.length > 0 || this.away) this.ask()
  }

  disconnected(): void {
    this.exchange = undefined
    this.looked = this.outdated = false
    this.failures = 0
    this.known.clear()
  }

  heard(presence: Presence): void {
    this.known.set(presence.user, presence)
    this.changed(presence)
  }

  /** The user has gained or lost a room, or somebody who is watched has, or a room shows presence now or no more. */
  roomsChanged(): void {
    if (this.watched.length === 0 || !this.exchange) return
    if (this.looked) {
      this.outdated = true
      return
    }
    this.looked = true
    const on = this.exchange
    this.env.clock.setTimer(LOOK_AGAIN_MS, () => {
      if (on !== this.exchange) return
      this.looked = false
      if (!this.outdated) return
      this.outdated = false
      this.roomsChanged()
    })
    this.ask()
  }

  seen(event: ImEvent): void {
    const shows = event.type === 'room' && event.settings?.presence !== undefined
    if (shows || ('user' in event && this.watched.includes(event.user))) this.roomsChanged()
  }

  private ask(): void {
    const on = this.exchange
    const users = this.watched
    on?.call(
      'presence',
      { users, watch: true, ...(this.away && { away: true }) },
      ({ presence }) => {
        this.failures = 0
        presence.forEach((each) => this.watched.includes(each.user) && this.heard(each))
      },
      (error) => {
        if (on !== this.exchange || users !== this.watched || !error.mayRetry) return
        const pause = backoff(() => this.env.random(), ++this.failures, error.retryAfterMs)
        this.env.clock.setTimer(pause, () => on === this.exchange && users === this.watched && this.ask())
      },
    )
  }
}

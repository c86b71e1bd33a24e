import type { Clock, Timer } from '../environment'
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

/** Presence of the users that are watched, and one's own being away. Asked for again with every connection. */
export class PresenceWatch {
  private readonly known = new Map<string, Presence>()
  private watched: string[] = []
  private away = false
  private exchange: Exchange | undefined

  constructor(private readonly changed: (presence: Presence) => void) {}

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
    this.known.clear()
  }

  heard(presence: Presence): void {
    this.known.set(presence.user, presence)
    this.changed(presence)
  }

  private ask(): void {
    this.exchange?.call(
      'presence',
      { users: this.watched, watch: true, ...(this.away && { away: true }) },
      ({ presence }) => presence.forEach((each) => this.heard(each)),
      () => undefined,
    )
  }
}

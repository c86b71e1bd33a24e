import type { Environment, Timer } from '../environment'
import type { Push } from '../protocol/frames'
import type { Attempt, AttemptListener, Opened } from './attempt'
import type { Course } from './course'
import type { Exchange } from './exchange'
import { Upgrade } from './upgrade'
import type { WireName } from './wire'

/** Between two looks: at first, and at most; each costs a connection that perhaps fails. */
export const LOOK_MS = 30_000
const MOST_LOOK_MS = 15 * 60_000
/** However often the page comes back. */
const NO_SOONER_MS = 60_000

export interface LookoutListener {
  begin(wire: WireName, prepare: (go: () => void) => void, listener: AttemptListener): Promise<Attempt>
  moved(from: Exchange, opened: Opened): void
  /** Came on the wire that stays. */
  pushed(from: Exchange, frame: Push): void
}

/**
 * While a session works over a wire that is not the best, looks for the best one beside it, so that a server that was
 * started anew does not leave its clients with what they fell back to.
 */
export class Lookout {
  private from: { exchange: Exchange; wire: WireName } | undefined
  private upgrade: Upgrade | undefined
  private timer: Timer
  private looks = 0
  private lookedAt = 0

  constructor(
    private readonly env: Pick<Environment, 'clock' | 'random'>,
    private readonly course: Course,
    private readonly listener: LookoutListener,
  ) {}

  /** There is a connection. */
  begin(exchange: Exchange, wire: WireName): void {
    this.from = { exchange, wire }
    this.later()
  }

  /** There is none any more. */
  end(): void {
    this.from = undefined
    this.clearTimer()
    this.upgrade?.cancel()
  }

  /** Perhaps this is another network by now. */
  again(): void {
    if (this.timer === undefined || this.env.clock.now() - this.lookedAt < NO_SOONER_MS) return
    this.looks = 0
    this.lookIn(0)
  }

  /** Whether it is kept, because the other wire will bring it again. */
  keeps(frame: Push): boolean {
    return this.upgrade?.keeps(frame) ?? false
  }

  /** Moves to that wire, if it works. */
  look(wire: WireName): void {
    const { from } = this
    if (!from || this.upgrade || wire === from.wire || !this.course.mayTry(wire)) return this.later()
    this.clearTimer()
    this.lookedAt = this.env.clock.now()
    const upgrade = new Upgrade(from.exchange, {
      moved: (opened) => {
        this.upgrade = undefined
        this.listener.moved(from.exchange, opened)
      },
      stays: (pushes) => {
        this.upgrade = undefined
        this.course.missed(wire, from.wire)
        pushes.forEach((frame) => this.listener.pushed(from.exchange, frame))
        this.later()
      },
    })
    this.upgrade = upgrade
    upgrade.start((prepare, listener) => this.listener.begin(wire, prepare, listener))
  }

  private later(): void {
    if (!this.from || this.upgrade || this.timer !== undefined || this.from.wire === this.course.ladder.first) return
    const ms = Math.min(MOST_LOOK_MS, LOOK_MS * 2 ** Math.min(this.looks, 20))
    this.lookIn(ms / 2 + this.env.random() * (ms / 2))
  }

  private lookIn(ms: number): void {
    this.clearTimer()
    this.timer = this.env.clock.setTimer(ms, () => {
      this.timer = undefined
      this.looks++
      this.look(this.course.ladder.first)
    })
  }

  private clearTimer(): void {
    this.env.clock.clearTimer(this.timer)
    this.timer = undefined
  }
}

import type { Off } from '../emitter'
import type { Environment, Timer } from '../environment'

/**
 * How many tabs of a browser may keep a request open. Over HTTP/1.1 a browser makes six connections to an origin, for all
 * its tabs together: with one kept open by each, the seventh tab, and every picture of the site, would wait for ever.
 */
export const SLOTS = 2
const ASK_MS = 150

/** The right of this tab to keep a request open, by the browser's locks: it is free again as soon as the tab is gone. */
export class Slots {
  private requests: Off[] = []
  private mine: number | undefined
  private timer: Timer
  private granted: (() => void) | undefined

  constructor(private readonly env: Pick<Environment, 'clock' | 'lock' | 'hasLocks'>) {}

  get has(): boolean {
    return this.mine !== undefined
  }

  /** Asks for one. Tells at once, or nearly, whether there is one; if not, tells `later` when there is. */
  take(told: (got: boolean) => void, later: () => void): void {
    this.release()
    if (!this.env.hasLocks) return told(false) // nobody knows how many tabs there are
    this.granted = () => {
      this.env.clock.clearTimer(this.timer)
      this.granted = undefined
      told(true)
    }
    this.timer = this.env.clock.setTimer(ASK_MS, () => {
      this.granted = later
      told(false)
    })
    this.requests = Array.from({ length: SLOTS }, (_, i) => this.env.lock(`im-held-${i}`, () => this.got(i)))
  }

  release(): void {
    this.env.clock.clearTimer(this.timer)
    this.granted = undefined
    this.mine = undefined
    this.requests.splice(0).forEach((off) => off())
  }

  private got(which: number): void {
    if (this.mine !== undefined) return this.requests[which]?.() // one is enough
    this.mine = which
    this.requests.forEach((off, i) => i === which || off())
    this.granted?.()
  }
}

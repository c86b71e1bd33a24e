import type { Memory } from '../environment'
import type { WireName } from './wire'

/** How an attempt failed. */
export interface Failure {
  /** The hello was answered: the wire exists, and yet it does not serve. */
  answered: boolean
  /** The server has said no, which it would say over every wire. */
  refused: boolean
}

/** How long a wire may take that could be one of those through which nothing comes. */
export const PATIENCE_MS = 2_500
const MOST_PATIENCE_MS = 10_000
/** Attempts for a wire that has worked here, before others are tried: what lost it is an outage, more likely than a proxy. */
const RETRIES = 3
/**
 * What works is remembered for so long, by the tab: long enough for whoever reloads, or looks through a site each page of
 * which begins anew, not to wait for a WebSocket each time; short enough that a change of network, or a proxy that was
 * mended, is noticed soon. Another tab finds out by itself.
 */
export const REMEMBER_MS = 10 * 60_000
const KEY = 'imbed.wire'

/**
 * Which wire comes next. Goes down only from a wire that never opened while nobody said no; after the last one it begins
 * again at the top, so that an outage is not taken for a wall.
 */
export class Ladder {
  private wire: WireName
  private readonly tried = new Set<WireName>() // in this sweep
  private retries = 0 // left
  private pauses = 0 // since it last worked

  constructor(
    private readonly order: readonly WireName[],
    private readonly memory: Memory,
    private readonly now: () => number,
  ) {
    this.wire = this.remembered() ?? this.first
  }

  get current(): WireName {
    return this.wire
  }

  /** The best there is, and where others are worth nothing while it works. */
  get first(): WireName {
    const first = this.order[0]
    if (!first) throw new Error('wires: at least one')
    return first
  }

  /** How long an attempt may take. Each time round it is more, because a slow network is no wall either. */
  get patienceMs(): number {
    if (this.order.length === 1) return MOST_PATIENCE_MS
    return Math.min(MOST_PATIENCE_MS, PATIENCE_MS * 2 ** Math.min(this.pauses, 10))
  }

  has(wire: WireName): boolean {
    return this.order.includes(wire)
  }

  /** This one works. */
  opened(wire: WireName): void {
    this.tried.clear()
    this.pauses = 0
    if (wire !== this.wire && wire !== this.first) return // it stands in for the current one, for a while
    this.wire = wire
    this.retries = RETRIES
    this.remember()
  }

  /** What ended this one may keep it out for good, and another may hear why. */
  doubt(): void {
    this.retries = 0
  }

  /** Whether to go on at once, with what is current now; else after a pause. */
  failed({ answered, refused }: Failure): boolean {
    if (!refused && --this.retries < 0 && this.descend(answered)) return true
    this.pauses++
    return false
  }

  /** Whether there is one that was not tried yet. */
  private descend(answered: boolean): boolean {
    this.tried.add(this.wire)
    // All that need HTTP begin with the same request: where it fails for one it fails for each.
    if (!answered && this.wire !== 'websocket') this.order.filter((wire) => wire !== 'websocket').forEach((wire) => this.tried.add(wire))
    const next = this.order.find((wire) => !this.tried.has(wire))
    this.wire = next ?? this.first
    if (!next) this.tried.clear()
    return next !== undefined
  }

  private remember(): void {
    const value = this.wire === this.first ? undefined : `${this.wire} ${this.now() + REMEMBER_MS}`
    this.memory.set(KEY, value)
  }

  private remembered(): WireName | undefined {
    const [wire, until] = this.memory.get(KEY)?.split(' ') ?? []
    return this.now() < Number(until) ? this.order.find((each) => each === wire) : undefined
  }
}

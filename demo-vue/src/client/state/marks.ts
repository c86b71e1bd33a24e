import { backoff } from '../backoff'
import type { Environment } from '../environment'
import type { Exchange } from '../wire/exchange'

export const MARK_EVERY_MS = 1000
export const TYPING_EVERY_MS = 3000

interface Marked {
  read: number
  delivered: number
}

interface Mark {
  wanted: Marked
  confirmed: Marked
  busy: boolean // on its way, or sent less than a second ago
  failures: number
}

const NOTHING: Marked = { read: 0, delivered: 0 }

function furthest(a: Marked, b: Marked): Marked {
  const read = Math.max(a.read, b.read)
  return { read, delivered: Math.max(read, a.delivered, b.delivered) }
}

/**
 * Read and delivered marks, and typing, which may be said far more often than they are worth sending. The latest mark is never lost,
 * also over a reconnect; typing is forgotten where it cannot be said at once.
 */
export class Marks {
  private readonly marks = new Map<string, Mark>()
  private readonly typed = new Map<string, number>() // when "on" was last sent
  private exchange: Exchange | undefined

  constructor(private readonly env: Environment) {}

  connected(to: Exchange): void {
    this.exchange = to
    for (const [room, mark] of this.marks) {
      mark.busy = false
      this.send(room, mark)
    }
  }

  disconnected(): void {
    this.exchange = undefined
    this.typed.clear()
  }

  /** The user is not in this room any more, or its seqs count anew. */
  forget(room: string): void {
    this.marks.delete(room)
    this.typed.delete(room)
  }

  /** Up to there; what is read is delivered. */
  move(room: string, which: keyof Marked, seq: number): void {
    const mark = this.marks.get(room) ?? { wanted: { ...NOTHING }, confirmed: { ...NOTHING }, busy: false, failures: 0 }
    this.marks.set(room, mark)
    mark.wanted = furthest(mark.wanted, { ...NOTHING, [which]: seq })
    this.send(room, mark)
  }

  typing(room: string, on: boolean): void {
    const last = this.typed.get(room)
    const now = this.env.clock.now()
    if (!this.exchange || (on ? last !== undefined && now - last < TYPING_EVERY_MS : last === undefined)) return
    if (on) this.typed.set(room, now)
    else this.typed.delete(room)
    this.exchange.ask('typing', { room, on }).catch(() => undefined)
  }

  private send(room: string, mark: Mark): void {
    const on = this.exchange
    const { wanted, confirmed } = mark
    const read = wanted.read > confirmed.read ? wanted.read : undefined
    const delivered = wanted.delivered > Math.max(confirmed.delivered, wanted.read) ? wanted.delivered : undefined
    if (!on || mark.busy || (read ?? delivered) === undefined) return
    mark.busy = true
    const again = (ms: number) =>
      this.env.clock.setTimer(ms, () => {
        if (on !== this.exchange || this.marks.get(room) !== mark) return
        mark.busy = false
        this.send(room, mark)
      })
    on.call(
      'mark',
      { room, ...(read !== undefined && { read }), ...(delivered !== undefined && { delivered }) },
      () => {
        mark.confirmed = furthest(mark.confirmed, wanted)
        mark.failures = 0
        again(MARK_EVERY_MS)
      },
      (error) => {
        if (!error.mayRetry) mark.confirmed = furthest(mark.confirmed, wanted) // and not to be said again
        again(error.mayRetry ? backoff(() => this.env.random(), ++mark.failures, Math.max(MARK_EVERY_MS, error.retryAfterMs)) : MARK_EVERY_MS)
      },
    )
  }
}

import { backoff } from '../backoff'
import type { Environment } from '../environment'
import type { Exchange } from '../wire/exchange'

export const READ_EVERY_MS = 1000
export const TYPING_EVERY_MS = 3000

interface Mark {
  wanted: number
  confirmed: number
  busy: boolean // on its way, or sent less than a second ago
  failures: number
}

/**
 * Read marks and typing, which may be said far more often than they are worth sending. The latest mark is never lost,
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

  read(room: string, seq: number): void {
    const mark = this.marks.get(room) ?? { wanted: 0, confirmed: 0, busy: false, failures: 0 }
    this.marks.set(room, mark)
    mark.wanted = Math.max(mark.wanted, seq)
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
    if (!on || mark.busy || mark.wanted <= mark.confirmed) return
    mark.busy = true
    const read = mark.wanted
    const again = (ms: number) =>
      this.env.clock.setTimer(ms, () => {
        if (on !== this.exchange || this.marks.get(room) !== mark) return
        mark.busy = false
        this.send(room, mark)
      })
    on.call(
      'mark',
      { room, read },
      () => {
        mark.confirmed = read
        mark.failures = 0
        again(READ_EVERY_MS)
      },
      (error) => {
        if (!error.mayRetry) mark.confirmed = read // and not to be said again
        again(error.mayRetry ? backoff(() => this.env.random(), ++mark.failures, Math.max(READ_EVERY_MS, error.retryAfterMs)) : READ_EVERY_MS)
      },
    )
  }
}

import { backoff } from '../../backoff'
import type { Timer } from '../../environment'
import type { Down, DownLine } from './down'
import type { Answer } from './requests'
import { isRepeatable, isSuccess, retryAfterOf } from './requests'

/** How long the server may keep a long poll: less than proxies wait for an answer. */
const WAIT_MS = 25_000
const SHORTEST_WAIT_MS = 1_000
/** A proxy's own time-out is behind a poll that failed after so long, so the next one waits less. */
const HELD_MS = 2_000
const ANSWER_MS = 10_000
const FAILURES = 4

/** Between two polls that do not wait: at first, while something happens, and at most. */
export const PACE_MS = 1_000
export const SLOWEST_MS = 5_000
const SLOWER = 1.5
/** After a request was sent, so that its answer is there. */
const SOON_MS = 100

/**
 * Polls, one at a time. Each says which batch came last, and the server repeats what comes after it: what a lost answer
 * held is in the next one. With a wait the server answers when there is something to say; without one the client comes
 * again after a while, sooner as long as something happens.
 */
export class Poller implements Down {
  last: number
  private wait: number
  private pace = PACE_MS
  private polling = false
  private again = false // as soon as the poll under way is answered
  private failures = 0
  private timer: Timer
  private over = false

  constructor(
    private readonly line: DownLine,
    private readonly waits: boolean,
  ) {
    this.last = line.from
    this.wait = waits ? WAIT_MS : 0
  }

  start(): void {
    this.poll()
  }

  expect(): void {
    if (this.waits || this.over || this.failures > 0) return
    this.pace = PACE_MS
    if (this.polling) this.again = true
    else this.pollIn(SOON_MS)
  }

  stop(): void {
    this.over = true
    this.line.env.clock.clearTimer(this.timer)
  }

  private pollIn(ms: number): void {
    this.line.env.clock.clearTimer(this.timer)
    this.timer = this.line.env.clock.setTimer(ms, () => this.poll())
  }

  private poll(): void {
    if (this.over) return
    this.polling = true
    this.again = false
    const { requests, connection, env } = this.line
    const began = env.clock.now()
    const ask = { headers: { 'Im-Connection': connection }, timeoutMs: this.wait + ANSWER_MS }
    requests.get(`poll?ack=${this.last}&wait=${this.wait}`, ask).then(
      (answer) => this.answered(answer, began),
      () => this.failed(began, 0),
    )
  }

  private answered(answer: Answer, began: number): void {
    if (this.over) return
    if (isRepeatable(answer)) return this.failed(began, retryAfterOf(answer))
    if (!isSuccess(answer)) return this.line.refused(answer)
    this.polling = false
    this.failures = 0
    const batch = Number(answer.header('Im-Batch') ?? Number.NaN)
    const isNew = batch > this.last
    if (isNew) this.last = batch
    this.pace = isNew ? PACE_MS : Math.min(SLOWEST_MS, this.pace * SLOWER)
    this.line.received(isNew ? answer.body : '')
    if (this.over) return
    if (this.waits) this.poll()
    else this.pollIn(this.again ? SOON_MS : this.pace)
  }

  private failed(began: number, atLeast: number): void {
    if (this.over) return
    this.polling = false
    if (++this.failures >= FAILURES) return this.line.lost('polls are not answered')
    const held = this.line.env.clock.now() - began
    if (this.waits && held >= HELD_MS) this.wait = Math.max(SHORTEST_WAIT_MS, this.wait / 2)
    this.pollIn(backoff(() => this.line.env.random(), this.failures, atLeast))
  }
}

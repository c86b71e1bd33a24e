import { backoff } from '../../backoff'
import type { Environment, Timer } from '../../environment'
import type { Answer, Requests } from './requests'
import { isRepeatable, isSuccess, retryAfterOf } from './requests'

const SEND_MS = 8_000
/** Of one body: well below what the server takes of one, and a line alone may be larger. */
const BODY_CHARS = 16 * 1024

export interface UplinkListener {
  /** The server has taken something, so there will be an answer. */
  sent(): void
  refused(answer: Answer): void
}

/**
 * What goes up: one request under way, and what gathers meanwhile is in the next one. Each has a number, by which the
 * server knows one that it has taken already: so one whose answer was lost is simply said again, and nothing is done twice
 * or out of order. How long that is worth it is up to whoever waits for the replies.
 */
export class Uplink {
  private readonly waiting: string[] = []
  private underWay: string | undefined
  private seq = 0
  private failures = 0
  private timer: Timer
  private over = false

  constructor(
    private readonly env: Pick<Environment, 'clock' | 'random'>,
    private readonly requests: Requests,
    private readonly headers: () => Record<string, string>,
    private readonly listener: UplinkListener,
  ) {}

  /** Lines that have not left. */
  get pending(): number {
    return this.waiting.length
  }

  send(line: string): void {
    this.waiting.push(line)
    // Whatever else is said in this turn goes along.
    if (this.waiting.length === 1 && this.underWay === undefined) queueMicrotask(() => this.next())
  }

  close(): void {
    this.over = true
    this.env.clock.clearTimer(this.timer)
  }

  private next(): void {
    if (this.over || this.underWay !== undefined) return
    const first = this.waiting.shift()
    if (first === undefined) return
    let body = first
    for (let line = this.waiting[0]; line !== undefined && body.length + line.length < BODY_CHARS; line = this.waiting[0]) {
      body += `\n${line}`
      this.waiting.shift()
    }
    this.underWay = body
    this.seq++
    this.post()
  }

  private post(): void {
    const ask = { headers: { ...this.headers(), 'Im-Seq': `${this.seq}` }, body: this.underWay ?? '', timeoutMs: SEND_MS }
    this.requests.post('send', ask).then(
      (answer) => this.answered(answer),
      () => this.again(0),
    )
  }

  private answered(answer: Answer): void {
    if (this.over) return
    if (isRepeatable(answer)) return this.again(retryAfterOf(answer))
    if (!isSuccess(answer)) return this.listener.refused(answer)
    this.failures = 0
    this.underWay = undefined
    this.listener.sent()
    this.next()
  }

  private again(atLeast: number): void {
    if (this.over) return
    const delay = backoff(() => this.env.random(), ++this.failures, atLeast)
    this.timer = this.env.clock.setTimer(delay, () => this.post())
  }
}

import type { Clock, Timer } from '../environment'
import { CLOSE, isAnswer, isTerminal } from '../errors'
import type { ImError } from '../errors'
import type { Args, Push, Result } from '../protocol/frames'
import type { Cursor } from '../protocol/values'
import { Exchange } from './exchange'
import type { Owner } from './exchange'
import type { Failure } from './ladder'
import type { OpenWire, WireName } from './wire'

/** How long to wait for the close code that follows a refused hello, which says it best. */
const REFUSAL_MS = 2_000
/** How long a reply may take to come down a wire on which the hello was answered. */
export const PROOF_MS = 3_000

/** A connection that works, with what was said on it so far. */
export interface Opened {
  readonly wire: WireName
  readonly exchange: Exchange
  readonly welcome: Result<'hello'>
  readonly named: Record<string, Cursor>
  readonly pushes: readonly Push[]
}

export interface Ended extends Failure {
  readonly code: number
  readonly text: string
  readonly retryAfterMs: number
}

export interface Hello {
  readonly args: Args<'hello'>
  readonly named: Record<string, Cursor>
}

export interface AttemptListener {
  opened(opened: Opened): void
  failed(ended: Ended): void
}

export interface Plan {
  readonly wire: WireName
  readonly open: OpenWire
  readonly patienceMs: number
  /** Says `go` when the hello may be said; it is asked for then. */
  prepare(go: () => void): void
  hello(): Hello
}

/**
 * One attempt to get a connection over one wire. It is one when the hello is answered: some proxies accept a WebSocket and
 * let nothing through. Where what goes up and what comes down are apart, that answer says nothing of the way down, so
 * something is asked whose reply has to come there; until then what comes is kept.
 */
export class Attempt implements Owner {
  private readonly exchange: Exchange
  private readonly pushes: Push[] = []
  private refusal: { code: number; text: string } | undefined // of the hello
  private retryAfterMs = 0
  private answered = false
  private timer: Timer
  private over = false

  /** @throws what opening the wire throws */
  constructor(
    private readonly clock: Clock,
    private readonly plan: Plan,
    private readonly listener: AttemptListener,
  ) {
    this.exchange = new Exchange(clock, this, plan.open, () => plan.prepare(() => this.over || this.hello()))
    this.timer = clock.setTimer(plan.patienceMs, () => this.exchange.close(CLOSE.LOST, 'not connected in time'))
  }

  /** Gives up, and tells nobody. */
  cancel(): void {
    if (this.over) return
    this.over = true
    this.clock.clearTimer(this.timer)
    this.exchange.close()
  }

  private hello(): void {
    const { args, named } = this.plan.hello()
    this.exchange.call(
      'hello',
      args,
      (welcome) => this.welcomed({ wire: this.plan.wire, exchange: this.exchange, welcome, named, pushes: this.pushes }),
      (error) => this.refused(error),
    )
  }

  private welcomed(opened: Opened): void {
    if (this.over) return
    this.answered = true
    if (this.plan.wire === 'websocket') return this.done(opened)
    this.setTimer(PROOF_MS, () => this.exchange.close(CLOSE.LOST, 'nothing comes down'))
    const proven = () => this.done(opened)
    this.exchange.call('ping', {}, proven, (error) => error.unknown || proven())
  }

  private done(opened: Opened): void {
    if (this.over) return
    this.over = true
    this.clock.clearTimer(this.timer)
    this.listener.opened(opened)
  }

  private refused(error: ImError): void {
    if (this.over) return
    this.retryAfterMs = Math.max(this.retryAfterMs, error.retryAfterMs)
    const { code, text } = (this.refusal = { code: closeCodeOf(error), text: error.message })
    this.setTimer(REFUSAL_MS, () => this.exchange.close(code, text))
  }

  pushed(_: Exchange, frame: Push): void {
    if (frame.ev !== 'closing') return void this.pushes.push(frame)
    this.retryAfterMs = Math.max(this.retryAfterMs, frame.retryAfterMs ?? 0)
    if (isEnd(frame, this.plan.wire)) this.exchange.close(frame.code, frame.reason)
  }

  ended(_: Exchange, code: number, text: string, retryAfterMs: number): void {
    if (this.over) return
    this.over = true
    this.clock.clearTimer(this.timer)
    const better = this.refusal !== undefined && code < 4000 && !isTerminal(code)
    this.listener.failed({
      ...(better && this.refusal ? this.refusal : { code, text }),
      retryAfterMs: Math.max(this.retryAfterMs, retryAfterMs),
      answered: this.answered,
      refused: this.refusal !== undefined || isAnswer(code),
    })
  }

  private setTimer(ms: number, run: () => void): void {
    this.clock.clearTimer(this.timer)
    this.timer = this.clock.setTimer(ms, run)
  }
}

/** On the HTTP wires the last line says what a WebSocket says by its close code; with a time to come back it is a warning. */
export function isEnd(closing: { retryAfterMs?: number | undefined }, wire: WireName): boolean {
  return wire !== 'websocket' && !closing.retryAfterMs
}

function closeCodeOf(error: ImError): number {
  if (error.code === 'UNAUTHENTICATED') return CLOSE.UNAUTHENTICATED
  return error.mayRetry || error.code === 'INTERNAL' ? CLOSE.OVERLOADED : CLOSE.MALFORMED
}

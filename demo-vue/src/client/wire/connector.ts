import { backoff } from '../backoff'
import type { Environment, Timer } from '../environment'
import { CLOSE, ImError, isTerminal } from '../errors'
import type { Push, Result } from '../protocol/frames'
import type { Cursor } from '../protocol/values'
import { Exchange } from './exchange'
import type { Owner } from './exchange'
import { Tokens, Unauthorized } from './tokens'
import type { GetToken } from './tokens'

export interface ConnStatus {
  readonly state: 'disconnected' | 'connecting' | 'connected'
  /** Attempts since the last good connection. */
  readonly attempt: number
  /** When the next attempt is due, by the clock of this device. */
  readonly retryAt?: number
  /** Why the last connection ended; `terminal`: the client does not come back by itself. */
  readonly reason?: { readonly code: number; readonly text: string; readonly terminal: boolean }
}

export interface Session {
  cursorsForHello(): Record<string, Cursor>
  connected(exchange: Exchange, welcome: Result<'hello'>, named: Record<string, Cursor>): void
  pushed(frame: Push): void
  disconnected(): void
  status(status: ConnStatus): void
}

export interface Target {
  url: string
  getToken: GetToken
  device?: string
  client?: string
}

export const STABLE_MS = 60_000
const CONNECT_MS = 10_000
const TOKEN_MS = 30_000
const FLOODED_MS = 10_000
/** How long to wait for the close code that follows a refused hello, which says it best. */
const REFUSAL_MS = 2_000
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Keeps the client connected; all changes of {@link ConnStatus} are made here.
 *
 *     disconnected ── connect ──▶ connecting: token → open → hello ──▶ connected
 *          ▲                       │  ▲                                  │
 *          │ disconnect,           │  └──── wait, with jitter ◀──────────┤ connection lost
 *          └ a terminal reason ◀───┴─────────────────────────────────────┘
 */
export class Connector implements Owner {
  private current: ConnStatus = { state: 'disconnected', attempt: 0 }
  private readonly tokens: Tokens
  private exchange: Exchange | undefined
  private welcomed = false
  private refusal: { code: number; text: string } | undefined // of the hello
  private timer: Timer // the retry, the time-out of an attempt, or the renewal of the token
  private attempt = 0
  private connectedAt = 0
  private notBefore = 0 // the server's wish
  private life = 0 // rises with every change of what is waited for, so that a late answer is known as such

  constructor(
    private readonly env: Environment,
    private readonly target: Target,
    private readonly session: Session,
  ) {
    this.tokens = new Tokens(target.getToken, () => env.clock.now())
  }

  get status(): ConnStatus {
    return this.current
  }

  connect(): void {
    if (this.current.state !== 'disconnected') return
    this.tokens.reset()
    this.attempt = 0
    this.notBefore = 0
    this.begin()
  }

  disconnect(): void {
    if (this.current.state !== 'disconnected') this.stop(CLOSE.NORMAL, 'disconnected', false)
  }

  /** Tries now instead of waiting; or, when connected, makes sure that this is still true. */
  reconnectNow(): void {
    if (this.welcomed) this.exchange?.probe()
    else if (this.current.retryAt !== undefined) this.begin()
  }

  opened(opened: Exchange): void {
    const named = this.session.cursorsForHello()
    const { device, client } = this.target
    this.hello(opened, { v: 1, token: this.token, device, client, rooms: named }, named)
  }

  private token: string | undefined

  private hello(on: Exchange, args: Parameters<typeof on.ask<'hello'>>[1], named: Record<string, Cursor>): void {
    on.call(
      'hello',
      args,
      (welcome) => {
        if (on === this.exchange) this.welcome(on, welcome, named)
      },
      (error: ImError) => {
        if (on !== this.exchange) return
        if (error.retryAfterMs) this.notBefore = this.env.clock.now() + error.retryAfterMs
        this.refusal = { code: closeCodeOf(error), text: error.message }
        const { code, text } = this.refusal
        this.setTimer(REFUSAL_MS, () => on.close(code, text))
      },
    )
  }

  pushed(from: Exchange, frame: Push): void {
    if (from !== this.exchange) return
    if (frame.ev === 'closing') this.notBefore = this.env.clock.now() + (frame.retryAfterMs ?? 0)
    else this.session.pushed(frame)
  }

  ended(which: Exchange, code: number, text: string): void {
    if (which !== this.exchange) return // we left it
    const better = this.refusal !== undefined && code < 4000 && !isTerminal(code)
    const reason = better && this.refusal ? this.refusal : { code, text }
    this.leave()
    if (reason.code === CLOSE.FLOODING) this.notBefore = Math.max(this.notBefore, this.env.clock.now() + FLOODED_MS)
    if (reason.code === CLOSE.EXPIRED) this.tokens.expired()
    const again = reason.code === CLOSE.UNAUTHENTICATED ? this.tokens.refused(reason.text) : !isTerminal(reason.code)
    if (again) this.retry(reason.code, reason.text)
    else this.stop(reason.code, reason.text, true)
  }

  private begin(): void {
    this.clearTimer()
    this.attempt++
    const life = ++this.life
    this.change({ state: 'connecting', attempt: this.attempt, ...(this.current.reason && { reason: this.current.reason }) })
    const settle = (act: () => void) => {
      if (life !== this.life) return
      this.life++
      this.clearTimer()
      act()
    }
    this.setTimer(TOKEN_MS, () => settle(() => this.retry(CLOSE.LOST, 'no token in time')))
    this.tokens.get().then(
      (token) => settle(() => this.open(token)),
      (error: unknown) => settle(() => this.noToken(error)),
    )
  }

  private noToken(error: unknown): void {
    if (error instanceof Unauthorized) this.stop(CLOSE.UNAUTHENTICATED, error.message, true)
    else this.retry(CLOSE.LOST, 'the token source failed')
  }

  private open(token: string | undefined): void {
    this.token = token
    try {
      const next = new Exchange(this.env.clock, this, () => this.env.openSocket(this.target.url))
      this.exchange = next
      this.setTimer(CONNECT_MS, () => next.close(CLOSE.LOST, 'not connected in time'))
    } catch (e) {
      this.retry(CLOSE.LOST, e instanceof Error ? e.message : 'cannot connect')
    }
  }

  private welcome(to: Exchange, welcome: Result<'hello'>, named: Record<string, Cursor>): void {
    this.clearTimer()
    this.welcomed = true
    this.connectedAt = this.env.clock.now()
    this.notBefore = 0
    this.tokens.accepted(welcome.expiresInMs)
    to.welcomed(welcome.pingMs, welcome.limits.maxFrameBytes)
    this.session.connected(to, welcome, named)
    this.change({ state: 'connected', attempt: this.attempt })
    this.renewBefore(welcome.expiresInMs)
  }

  /** A new token well before the old one ends, so that nothing is interrupted. */
  private renewBefore(expiresInMs: number | undefined): void {
    if (expiresInMs === undefined) return
    this.renewIn(Math.max(1000, expiresInMs - Math.min(expiresInMs / 5, STABLE_MS)))
  }

  private renewIn(ms: number): void {
    const life = ++this.life
    const still = () => life === this.life && this.exchange !== undefined
    // Browsers fire a timer of more than 24.8 days at once.
    this.setTimer(Math.min(ms, MAX_TIMER_MS), () => {
      this.tokens
        .renew()
        .then(async (token) => {
          if (!still() || token === undefined || !this.exchange) return
          const { expiresInMs } = await this.exchange.ask('auth', { token })
          if (!still()) return
          this.tokens.accepted(expiresInMs)
          this.renewBefore(expiresInMs)
        })
        .catch((error: unknown) => {
          if (!still()) return
          if (error instanceof Unauthorized) this.stop(CLOSE.UNAUTHENTICATED, error.message, true)
          // Until the server ends the connection: then hello shows what holds.
          else if (!(error instanceof ImError) || error.mayRetry) this.renewIn(backoff(() => this.env.random(), 3, 1000))
        })
    })
  }

  private retry(code: number, text: string): void {
    const wish = this.notBefore - this.env.clock.now()
    const delay = backoff(() => this.env.random(), Math.max(1, this.attempt), wish)
    this.setTimer(delay, () => this.begin())
    const retryAt = this.env.clock.now() + delay
    this.change({ state: 'connecting', attempt: this.attempt, retryAt, reason: { code, text, terminal: false } })
  }

  private stop(code: number, text: string, terminal: boolean): void {
    const last = this.exchange
    this.leave()
    last?.close()
    this.change({ state: 'disconnected', attempt: this.attempt, reason: { code, text, terminal } })
  }

  /** The connection is no longer ours. */
  private leave(): void {
    this.clearTimer()
    this.life++
    this.exchange = undefined
    this.refusal = undefined
    this.token = undefined
    if (!this.welcomed) return
    this.welcomed = false
    if (this.env.clock.now() - this.connectedAt >= STABLE_MS) this.attempt = 0
    this.session.disconnected()
  }

  private change(status: ConnStatus): void {
    this.current = status
    this.session.status(status)
  }

  private setTimer(ms: number, run: () => void): void {
    this.clearTimer()
    this.timer = this.env.clock.setTimer(ms, run)
  }

  private clearTimer(): void {
    this.env.clock.clearTimer(this.timer)
  }
}

function closeCodeOf(error: ImError): number {
  if (error.code === 'UNAUTHENTICATED') return CLOSE.UNAUTHENTICATED
  return error.mayRetry || error.code === 'INTERNAL' ? CLOSE.OVERLOADED : CLOSE.MALFORMED
}

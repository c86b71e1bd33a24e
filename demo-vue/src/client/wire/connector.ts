import { backoff } from '../backoff'
import type { Environment, Timer } from '../environment'
import { CLOSE, ImError, isTerminal } from '../errors'
import type { Push, Result } from '../protocol/frames'
import type { Cursor } from '../protocol/values'
import { Attempt, isEnd } from './attempt'
import type { AttemptListener, Ended, Hello, Opened } from './attempt'
import { Course } from './course'
import type { Address } from './course'
import type { Exchange, Owner } from './exchange'
import { Lookout } from './lookout'
import { Tokens, Unauthorized } from './tokens'
import type { GetToken } from './tokens'
import type { WireName } from './wire'

export interface ConnStatus {
  readonly state: 'disconnected' | 'connecting' | 'connected'
  /** Attempts since the last good connection. */
  readonly attempt: number
  /** What carries the connection that there is. */
  readonly wire?: WireName
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

export interface Target extends Address {
  getToken: GetToken
  device?: string
  client?: string
}

export const STABLE_MS = 60_000
const TOKEN_MS = 30_000
const FLOODED_MS = 10_000
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Keeps the client connected; all changes of {@link ConnStatus} are made here.
 *
 *     disconnected ── connect ──▶ connecting: token → wire → hello ──▶ connected
 *          ▲                       │  ▲  └─ next wire ─┘                 │  └─ a better wire
 *          │ disconnect,           │  └──── wait, with jitter ◀──────────┤ connection lost
 *          └ a terminal reason ◀───┴─────────────────────────────────────┘
 *
 * Which wire is next the {@link Course} says; a better one than the one that works the {@link Lookout} looks for.
 */
export class Connector implements Owner {
  private current: ConnStatus = { state: 'disconnected', attempt: 0 }
  private readonly tokens: Tokens
  private readonly course: Course
  private opening: Attempt | undefined
  private exchange: Exchange | undefined // of the connection that there is
  private wire: WireName = 'websocket' // its wire
  private farewell: { code: number; text: string } | undefined // of a server that is about to close
  private readonly lookout: Lookout
  private token: string | undefined
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
    this.course = new Course(env, target)
    this.lookout = new Lookout(env, this.course, {
      begin: async (wire, prepare, listener) => {
        this.token = await this.tokens.get()
        return this.attemptAt(wire, prepare, listener)
      },
      moved: (from, opened) => this.move(from, opened),
      pushed: (from, frame) => this.pushed(from, frame),
    })
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
    if (this.exchange) {
      this.exchange.probe()
      this.lookout.again()
    } else if (this.current.retryAt !== undefined) {
      this.begin()
    }
  }

  /** The page goes: what the server keeps for a client that would come back is let go. A WebSocket the browser closes. */
  leave(): void {
    if (this.wire !== 'websocket') this.exchange?.close(CLOSE.LOST, 'the page was left')
  }

  // ---- the connection that there is

  pushed(from: Exchange, frame: Push): void {
    if (from !== this.exchange) return
    if (frame.ev !== 'closing') {
      if (!this.lookout.keeps(frame)) this.session.pushed(frame)
      return
    }
    this.notBefore = this.env.clock.now() + (frame.retryAfterMs ?? 0)
    this.farewell = { code: frame.code, text: frame.reason }
    if (isEnd(frame, this.wire)) from.close(frame.code, frame.reason)
  }

  ended(which: Exchange, code: number, text: string, retryAfterMs: number): void {
    if (which !== this.exchange) return // we left it
    const said = code === CLOSE.LOST && this.wire !== 'websocket' ? this.farewell : undefined
    this.letGo()
    // A container ends the WebSockets of a login with it (Jakarta WebSocket, 7.2). A browser does not tell why it gets no other.
    if (code === CLOSE.POLICY) this.course.ladder.doubt()
    this.over({ ...(said ?? { code, text }), retryAfterMs })
  }

  /** What an end means for whether to come back. */
  private over({ code, text, retryAfterMs }: Pick<Ended, 'code' | 'text' | 'retryAfterMs'>, now = false): void {
    this.token = undefined
    const wish = Math.max(retryAfterMs, code === CLOSE.FLOODING ? FLOODED_MS : 0)
    if (wish > 0) this.notBefore = Math.max(this.notBefore, this.env.clock.now() + wish)
    if (code === CLOSE.EXPIRED) this.tokens.expired()
    const again = code === CLOSE.UNAUTHENTICATED ? this.tokens.refused(text) : !isTerminal(code)
    if (!again) this.stop(code, text, true)
    else if (now) this.begin(false)
    else this.retry(code, text)
  }

  // ---- on the way to one

  private begin(counts = true): void {
    this.clearTimer()
    if (counts) this.attempt++
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
    const life = ++this.life
    this.course.choose(
      (wire) => {
        if (life === this.life) this.tryWire(wire)
      },
      (wire) => this.lookout.look(wire),
    )
  }

  private tryWire(wire: WireName): void {
    try {
      this.opening = this.attemptAt(wire, (go) => go(), {
        opened: (opened) => {
          this.opening = undefined
          this.connected(opened)
        },
        failed: (ended) => {
          this.opening = undefined
          this.over(ended, this.course.ladder.failed(ended))
        },
      })
    } catch (e) {
      const now = this.course.ladder.failed({ answered: false, refused: false })
      this.over({ code: CLOSE.LOST, text: e instanceof Error ? e.message : 'cannot connect', retryAfterMs: 0 }, now)
    }
  }

  private attemptAt(wire: WireName, prepare: (go: () => void) => void, listener: AttemptListener): Attempt {
    const { patienceMs } = this.course.ladder
    const plan = { wire, open: this.course.opener(wire), patienceMs, prepare, hello: () => this.hello() }
    return new Attempt(this.env.clock, plan, listener)
  }

  private hello(): Hello {
    const named = this.session.cursorsForHello()
    const { device, client } = this.target
    return { args: { v: 1, token: this.token, device, client, rooms: named }, named }
  }

  private connected({ wire, exchange, welcome, named, pushes }: Opened): void {
    this.clearTimer()
    this.exchange = exchange
    this.wire = wire
    this.farewell = undefined
    this.connectedAt = this.env.clock.now()
    this.notBefore = 0
    this.tokens.accepted(welcome.expiresInMs)
    exchange.handTo(this)
    exchange.welcomed(welcome.pingMs, welcome.limits.maxFrameBytes)
    this.course.settled(wire)
    this.session.connected(exchange, welcome, named)
    pushes.forEach((frame) => this.pushed(exchange, frame))
    this.change({ state: 'connected', attempt: this.attempt, wire })
    if (exchange !== this.exchange) return // a listener has ended it
    this.renewBefore(welcome.expiresInMs)
    this.lookout.begin(exchange, wire)
  }

  /** In one turn, so that nobody sees the session without a connection. */
  private move(from: Exchange, opened: Opened): void {
    this.life++
    this.clearTimer()
    this.session.disconnected()
    this.exchange = opened.exchange
    from.moveTo(opened.exchange)
    this.connected(opened)
  }

  // ---- the token

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
    this.letGo()
    last?.close()
    this.change({ state: 'disconnected', attempt: this.attempt, reason: { code, text, terminal } })
  }

  /** There is no connection, and none on its way. */
  private letGo(): void {
    this.clearTimer()
    this.life++
    this.opening?.cancel()
    this.opening = undefined
    const was = this.exchange
    this.exchange = undefined
    this.lookout.end()
    this.course.left()
    if (!was) return
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

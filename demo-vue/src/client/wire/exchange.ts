import type { Clock, Timer } from '../environment'
import { CLOSE, ImError, offline } from '../errors'
import { decodeFrame, encodeRequest, linesOf } from '../protocol/codec'
import type { Args, Op, Push, Result, ServerFrame } from '../protocol/frames'
import { MalformedFrame } from '../protocol/schema'
import type { OpenWire, Wire } from './wire'

export interface Owner {
  pushed(exchange: Exchange, frame: Push): void
  ended(exchange: Exchange, code: number, reason: string, retryAfterMs: number): void
}

interface Asked {
  op: Op
  args: object
  sentAt: number
  resolve: (result: never) => void
  reject: (error: ImError) => void
}

/** The server bounds what waits of one connection, and ends one that exceeds it. */
const MAX_IN_FLIGHT = 32
export const REPLY_MS = 20_000
const SILENCE_MS = 10_000

/**
 * One connection, from the attempt to open it to its end: requests and replies, and whether the other side lives. It is
 * thrown away with its connection, so nothing of an old one can be mistaken for the new one's. It ends once; then the
 * owner is told first and those who wait for replies after it, so that none of them asks again on what is dead.
 */
export class Exchange {
  private readonly inFlight = new Map<number, Asked>()
  private readonly queued: Asked[] = []
  private readonly wire: Wire
  private timer: Timer
  private lastId = 0
  private lastHeard: number
  private silentMs = Number.POSITIVE_INFINITY
  private probed = false
  private maxFrameBytes = Number.POSITIVE_INFINITY
  private open = false
  private over = false
  private held = false // nothing more is sent
  private idle: (() => void) | undefined // is told when nothing is on its way

  constructor(
    private readonly clock: Clock,
    private owner: Owner,
    openWire: OpenWire,
    opened: () => void,
  ) {
    this.lastHeard = clock.now()
    this.wire = openWire({
      ready: () => {
        if (this.over) return
        this.open = true
        this.lastHeard = clock.now()
        opened()
        this.sendQueued()
      },
      received: (lines) => this.received(lines),
      closed: (code, reason, retryAfterMs) => this.end(code, reason, retryAfterMs),
    })
  }

  /** From now on somebody else is told of it. */
  handTo(owner: Owner): void {
    this.owner = owner
  }

  ask<O extends Op>(op: O, args: Args<O>): Promise<Result<O>> {
    return new Promise<Result<O>>((resolve, reject) => this.call(op, args, resolve, reject))
  }

  /**
   * As {@link ask}, but the answer is told within the turn in which it arrived, before the next line is read: whoever
   * must not see what follows an answer before the answer itself asks this way.
   */
  call<O extends Op>(op: O, args: Args<O>, resolve: (result: Result<O>) => void, reject: (error: ImError) => void): void {
    if (this.over) return reject(offline())
    this.queued.push({ op, args, sentAt: 0, resolve, reject })
    this.sendQueued()
  }

  /** What the server said about itself: from now on its silence is watched. */
  welcomed(pingMs: number, maxFrameBytes: number): void {
    this.silentMs = 2 * pingMs
    this.maxFrameBytes = maxFrameBytes
    this.watch()
  }

  /** Asks for a sign of life now. */
  probe(): void {
    this.probed = true
    this.ask('ping', {}).catch(() => undefined)
    this.watch()
  }

  /** Sends nothing more until it is released; tells once when all that was sent is answered. */
  hold(idle: () => void): void {
    this.held = true
    this.idle = idle
    this.tellIfIdle()
  }

  release(): void {
    this.idle = undefined
    this.held = false
    this.sendQueued()
  }

  /** What was asked while it was held is asked there, and this one ends. */
  moveTo(next: Exchange): void {
    next.queued.push(...this.queued.splice(0))
    next.sendQueued()
    this.close()
  }

  close(code: number = CLOSE.NORMAL, reason = ''): void {
    this.end(code, reason)
  }

  private received(lines: string): void {
    if (this.over) return
    this.lastHeard = this.clock.now()
    this.probed = false
    if (lines !== '') for (const line of linesOf(lines)) if (!this.over) this.frame(this.decode(line))
    if (!this.over) this.watch()
  }

  // A line that cannot be read is left out, so that one poisoned event does not cut off every room for ever: the gap it
  // leaves is found, and if the page that should fill it cannot be read either, the room goes on past it.
  private decode(line: string): ServerFrame {
    try {
      return decodeFrame(line, (re) => this.inFlight.get(re)?.op)
    } catch (e) {
      if (!(e instanceof MalformedFrame) || e.id === 0) return null
      return { re: e.id, error: { code: 'BAD_REQUEST', message: 'unreadable reply', retryable: false, unknown: true } }
    }
  }

  private frame(frame: ServerFrame): void {
    if (frame === null) return
    if (!('re' in frame)) {
      if (frame.ev === 'ping') this.probe()
      else this.owner.pushed(this, frame)
      return
    }
    const asked = this.inFlight.get(frame.re)
    if (!asked) return // a repeated reply
    this.inFlight.delete(frame.re)
    if ('error' in frame) asked.reject(ImError.of(frame.error))
    else asked.resolve(frame.result as never)
    this.sendQueued()
    this.tellIfIdle()
  }

  private tellIfIdle(): void {
    if (!this.idle || this.over || this.inFlight.size > 0) return
    const tell = this.idle
    this.idle = undefined
    tell()
  }

  private sendQueued(): void {
    while (this.open && !this.over && !this.held && this.inFlight.size < MAX_IN_FLIGHT) {
      const asked = this.queued.shift()
      if (!asked) return
      const id = ++this.lastId
      let line: string
      try {
        line = encodeRequest(asked.op, id, asked.args as Args<Op>)
      } catch (e) {
        asked.reject(new ImError('BAD_REQUEST', (e as Error).message))
        continue
      }
      const bytes = new TextEncoder().encode(line).length
      if (bytes > this.maxFrameBytes) {
        asked.reject(new ImError('TOO_LARGE', `request is ${bytes} bytes, limit ${this.maxFrameBytes}`))
        continue
      }
      asked.sentAt = this.clock.now()
      this.inFlight.set(id, asked)
      this.wire.send(line)
      this.watch()
    }
  }

  // One timer for both the oldest reply and silence, set anew on every receipt: chained intervals are throttled in
  // background tabs until they miss what they wait for.
  private watch(): void {
    this.clock.clearTimer(this.timer)
    if (this.over) return
    const oldest = this.inFlight.values().next().value
    const replyBy = oldest ? oldest.sentAt + REPLY_MS : Number.POSITIVE_INFINITY
    const silentBy = this.lastHeard + this.silentMs + (this.probed ? SILENCE_MS : 0)
    const by = Math.min(replyBy, silentBy)
    if (by === Number.POSITIVE_INFINITY) return
    this.timer = this.clock.setTimer(Math.max(0, by - this.clock.now()), () => this.due(replyBy <= silentBy))
  }

  private due(replyLate: boolean): void {
    if (replyLate) this.end(CLOSE.SILENT, 'no reply in time')
    else if (this.probed) this.end(CLOSE.SILENT, 'no sign of life from the server')
    else this.probe() // browsers hide the server's pings, so a quiet room is not yet a dead one
  }

  private end(code: number, reason: string, retryAfterMs = 0): void {
    if (this.over) return
    this.over = true
    this.clock.clearTimer(this.timer)
    const sent = [...this.inFlight.values()]
    const unsent = [...sent.splice(sent.length - Math.min(this.wire.pending, sent.length)), ...this.queued.splice(0)]
    this.wire.close(code)
    this.inFlight.clear()
    this.owner.ended(this, code, reason, retryAfterMs)
    for (const asked of sent) asked.reject(offline(true))
    for (const asked of unsent) asked.reject(offline())
  }
}

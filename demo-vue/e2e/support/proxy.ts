import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { within } from './deadline'

/** What waits in one direction of one connection; beyond it the sender is not read. */
const MAX_WAITING_BYTES = 512 * 1024

/**
 * A TCP proxy on the loopback address between a browser and a server, that makes trouble on demand. It listens before it
 * knows its server, because the server has to be told the proxy's address when it starts.
 */
export class FaultProxy {
  private readonly links = new Set<Link>()
  private target = 0
  private latencyMs = 0
  private swallowing = false
  private refusing = false
  /** Connections taken so far. */
  accepted = 0
  /** Bytes that came and went nowhere. */
  swallowed = 0

  private constructor(private readonly listening: Server) {
    listening.on('connection', (client) => this.accept(client))
  }

  static async open(): Promise<FaultProxy> {
    const listening = createServer({ noDelay: true, allowHalfOpen: true }).listen(0, '127.0.0.1')
    await within('the proxy to listen', once(listening, 'listening'))
    return new FaultProxy(listening)
  }

  get port(): number {
    return (this.listening.address() as AddressInfo).port
  }

  /** The address that pages are told. */
  get ws(): string {
    return `ws://127.0.0.1:${this.port}/im`
  }

  /** Connections that are made from now on go there. */
  to(port: number): void {
    this.target = port
  }

  /** Resets all connections; new ones are let through. */
  cut(): void {
    for (const link of [...this.links]) link.cut()
  }

  /** Resets all connections and every new one, until `restore`. */
  down(): void {
    this.refusing = true
    this.cut()
  }

  /** From now on takes everything and passes nothing on, of old and new connections: nobody is told. */
  blackhole(): void {
    this.swallowing = true
  }

  /** Every piece arrives so much later, in order. */
  delay(ms: number): void {
    this.latencyMs = ms
  }

  /** Ends all trouble. What was swallowed is lost, so connections of that time are reset. */
  restore(): void {
    if (this.swallowing) this.cut()
    this.swallowing = false
    this.refusing = false
    this.latencyMs = 0
  }

  async close(): Promise<void> {
    const closed = once(this.listening, 'close')
    this.listening.close()
    this.cut()
    await within('the proxy to close', closed)
  }

  private swallow(bytes: number): boolean {
    if (this.swallowing) this.swallowed += bytes
    return this.swallowing
  }

  private accept(client: Socket): void {
    this.accepted++
    if (this.refusing || this.target === 0) {
      client.on('error', () => undefined).resetAndDestroy()
      return
    }
    const trouble: Trouble = { latencyMs: () => this.latencyMs, swallows: (bytes = 0) => this.swallow(bytes) }
    const server = connect({ port: this.target, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    const link = new Link(client, server, trouble, () =>
      this.links.delete(link),
    )
    this.links.add(link)
  }
}

interface Trouble {
  latencyMs(): number
  /** Whether what came, of so many bytes, goes nowhere. */
  swallows(bytes?: number): boolean
}

/** One connection, both ways. */
class Link {
  private readonly lines: readonly DelayLine[]
  private open = 2

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly trouble: Trouble,
    private readonly over: () => void,
  ) {
    this.lines = [this.pump(client, server), this.pump(server, client)]
    for (const end of [client, server]) {
      end.on('error', () => this.trouble.swallows() || this.cut())
      end.on('close', () => --this.open === 0 && this.over())
    }
  }

  cut(): void {
    for (const line of this.lines) line.clear()
    for (const end of [this.client, this.server]) if (!end.destroyed) end.resetAndDestroy()
  }

  private pump(from: Socket, to: Socket): DelayLine {
    const line = new DelayLine(() => this.trouble.latencyMs())
    let waiting = 0
    from.on('data', (piece) => {
      if (this.trouble.swallows(piece.length)) return
      waiting += piece.length
      if (waiting > MAX_WAITING_BYTES) from.pause()
      line.push(() => {
        to.write(piece, () => {
          waiting -= piece.length
          if (waiting <= MAX_WAITING_BYTES) from.resume()
        })
      })
    })
    from.on('end', () => this.trouble.swallows() || line.push(() => to.end()))
    return line
  }
}

/** Does each thing a while after it was pushed, and never one before another that was pushed earlier. */
class DelayLine {
  private readonly waiting: { dueAt: number; task: () => void }[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly latencyMs: () => number) {}

  push(task: () => void): void {
    this.waiting.push({ dueAt: performance.now() + this.latencyMs(), task })
    if (!this.timer) this.run()
  }

  clear(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.waiting.length = 0
  }

  private run(): void {
    this.timer = undefined
    for (let head = this.waiting[0]; head; head = this.waiting[0]) {
      const left = head.dueAt - performance.now()
      if (left > 0) {
        this.timer = setTimeout(() => this.run(), Math.ceil(left))
        return
      }
      this.waiting.shift()
      head.task()
    }
  }
}

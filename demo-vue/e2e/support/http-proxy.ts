import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { within } from './deadline'

/** What it does with a WebSocket: passes it on, resets it at the upgrade, or accepts it and lets nothing through. */
export type Upgrades = 'pass' | 'cut' | 'buffer'

/** A proxy on the loopback address that understands HTTP, and misunderstands what comes after it. */
export class HttpProxy {
  upgrades: Upgrades = 'pass'
  /** Keeps every answer back until it is whole, so that one without an end never comes. */
  buffers = false
  /** Of requests that were passed on, without their queries. */
  readonly seen: string[] = []
  private readonly sockets = new Set<Duplex>()

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('request', (asked, answer) => this.pass(asked, answer))
    server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => this.upgrade(asked, socket, head))
    server.on('connection', (socket) => this.keep(socket))
  }

  static async before(port: number): Promise<HttpProxy> {
    const server = createServer({ keepAliveTimeout: 60_000 }).listen(0, '127.0.0.1')
    await within('the proxy to listen', once(server, 'listening'))
    return new HttpProxy(server, port)
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`
  }

  count(path: string): number {
    return this.seen.filter((each) => each === path).length
  }

  /** Ends all WebSockets and requests that are under way. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    this.cut()
    await within('the proxy to close', closed)
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket))
  }

  // The page's own address goes along: the server compares it with where the page says it is from.
  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    this.seen.push(asked.url?.split('?')[0] ?? '')
    const { method, url, headers } = asked
    const onward = request({ host: '127.0.0.1', port: this.target, method, path: url, headers, agent: false }, (reply) => {
      if (this.buffers) return this.whole(reply, answer)
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      answer.flushHeaders()
      reply.on('error', () => answer.destroy()).pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    asked.pipe(onward)
  }

  private whole(reply: IncomingMessage, answer: ServerResponse): void {
    const pieces: Buffer[] = []
    reply.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => answer.destroy())
    reply.on('end', () => answer.writeHead(reply.statusCode ?? 502, reply.headers).end(Buffer.concat(pieces)))
  }

  private upgrade(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.keep(socket)
    if (this.upgrades === 'cut') {
      socket.destroy()
      return
    }
    const onward: Socket = connect(this.target, '127.0.0.1')
    this.keep(onward)
    const lines = Object.entries(asked.headers).map(([name, value]) => `${name}: ${String(value)}`)
    onward.write(`GET ${asked.url ?? '/'} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.write(head)
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
    if (this.upgrades === 'pass') {
      onward.pipe(socket).pipe(onward)
      return
    }
    onward.once('data', (accepted: Buffer) => {
      const end = accepted.indexOf('\r\n\r\n') + 4
      socket.write(accepted.subarray(0, end))
      onward.resume()
    })
    socket.resume()
  }
}

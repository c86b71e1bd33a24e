import type { ClientOptions } from '../src/client/client'
import type { Environment, Reply, Request, Stream } from '../src/client/environment'
import { MemoryOutboxStore } from '../src/client/outbox/store'
import { FakeClock, FakeSocket, World, settle, welcome } from './world'
import type { Frame } from './world'

export interface Asked extends Request {
  /** Below the base path, with the query. */
  path: string
}

/** What a test, or a proxy that it plays, makes of a request: an answer of its own, none ever, or a broken connection. */
export type Verdict = { status: number; text?: string; headers?: Record<string, string> } | 'never' | 'fail' | 'lose answer' | undefined

/** The server's end of a connection over HTTP, as of one over WebSocket. */
export class HttpPeer extends FakeSocket {
  readonly batches: string[] = [] // the first one is number 1
  taken = 0 // batches confirmed
  lastSeq = 0
  gone = false
  poll: ((text: string) => void) | undefined
  stream: FakeStream | undefined

  override open(): void {
    // It is, or nobody would be here.
  }

  override push(...frames: object[]): void {
    if (this.gone) return
    this.batches.push(frames.map((frame) => JSON.stringify(frame)).join('\n'))
    this.stream?.flush()
    this.poll?.('')
  }

  override end(code = 1006, reason = ''): void {
    if (this.gone) return
    if (code !== 1006) this.push({ ev: 'closing', code, reason })
    this.gone = true
    this.poll?.('gone')
    this.stream?.gone()
  }

  after(number: number): string {
    return this.batches.slice(number).map((batch) => `${batch}\n`).join('')
  }
}

export class FakeStream implements Stream {
  onopen: Stream['onopen'] = null
  onmessage: Stream['onmessage'] = null
  onerror: Stream['onerror'] = null
  readyState = 0
  private held = false

  constructor(
    readonly url: string,
    private readonly http: FakeHttp,
    private readonly peer: HttpPeer | undefined,
    private last: number,
  ) {}

  connect(): void {
    if (this.readyState === 2) return
    const { peer } = this
    if (!peer || peer.gone || peer.taken > this.last) return this.gone()
    this.readyState = 1
    peer.taken = this.last
    peer.stream = this
    if (this.http.buffers) return // the proxy has it, headers and all
    this.onopen?.()
    this.flush()
  }

  flush(): void {
    if (this.readyState !== 1 || this.http.buffers || this.held) return
    this.held = true // not one within the other
    while (this.peer && this.readyState === 1 && this.last < this.peer.batches.length) {
      const data = this.peer.batches[this.last++] ?? ''
      this.onmessage?.({ data, lastEventId: `${this.last}` })
    }
    this.held = false
  }

  /** The connection of it breaks; a browser comes back after three seconds. */
  cut(): void {
    if (this.readyState !== 1) return
    this.readyState = 0
    if (this.peer) this.peer.stream = undefined
    this.onerror?.()
    this.http.clock.setTimer(3_000, () => this.connect())
  }

  gone(): void {
    if (this.readyState === 2) return
    this.readyState = 2
    this.onerror?.()
  }

  close(): void {
    this.readyState = 2
    if (this.peer?.stream === this) this.peer.stream = undefined
  }
}

const REPLY = { status: 200, text: '', headers: {} as Record<string, string> }

/** The HTTP wires of PROTOCOL.md in a few lines, with what can go wrong between. */
export class FakeHttp {
  readonly asked: Asked[] = []
  readonly streams: FakeStream[] = []
  readonly peers: HttpPeer[] = []
  /** What stands between keeps the stream back. */
  buffers = false
  verdict: (asked: Asked) => Verdict = () => undefined
  latency = (): number => 0
  private ids = 0
  private readonly byId = new Map<string, HttpPeer>()

  constructor(
    readonly clock: FakeClock,
    private readonly accept: (peer: HttpPeer) => void,
  ) {}

  readonly fetch = (url: string, request: Request): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const asked = { ...request, path: url.slice(url.indexOf('/im/') + '/im/'.length) }
      this.asked.push(asked)
      const broken = () => reject(new TypeError('failed to fetch'))
      request.signal.addEventListener('abort', broken)
      const later = (run: () => void) => {
        const ms = this.latency()
        if (ms > 0) this.clock.setTimer(ms, run)
        else run()
      }
      const answer = ({ status, text = '', headers = {} }: typeof REPLY) =>
        later(() => resolve({ status, headers: new Headers(headers), text: () => Promise.resolve(text) }))
      later(() => {
        if (request.signal.aborted && !request.keepalive) return
        const verdict = this.verdict(asked)
        if (verdict === 'never') return
        if (verdict === 'fail') return broken()
        if (verdict === 'lose answer') return this.serve(asked, broken)
        if (verdict) return answer({ ...REPLY, ...verdict })
        this.serve(asked, answer)
      })
    })

  readonly openStream = (url: string): Stream => {
    const query = new URL(url, 'http://test').searchParams
    const stream = new FakeStream(url, this, this.byId.get(query.get('c') ?? ''), Number(query.get('ack')))
    this.streams.push(stream)
    this.clock.setTimer(this.latency(), () => stream.connect())
    return stream
  }

  count(path: string): number {
    return this.asked.filter((each) => each.path.startsWith(path)).length
  }

  private serve(asked: Asked, answer: (reply: typeof REPLY) => void): void {
    const [path, query] = asked.path.split('?')
    if (path === 'open') return this.open(asked, answer)
    const peer = this.byId.get(asked.headers['Im-Connection'] ?? '')
    if (!peer) return answer({ ...REPLY, status: 410 })
    if (path === 'close') {
      peer.closed = peer.gone = true
      return answer({ ...REPLY, status: 204 })
    }
    if (path === 'send') return this.send(peer, asked, answer)
    const { ack, wait } = Object.fromEntries(new URLSearchParams(query))
    this.poll(peer, Number(ack), Number(wait), answer)
  }

  private open(asked: Asked, answer: (reply: typeof REPLY) => void): void {
    const peer = new HttpPeer()
    const id = `secret-${++this.ids}`
    this.byId.set(id, peer)
    this.peers.push(peer)
    this.poll(peer, 0, 25_000, (reply) => answer({ ...reply, headers: { ...reply.headers, 'Im-Connection': id } }))
    this.accept(peer)
    peer.send(asked.body ?? '')
  }

  private send(peer: HttpPeer, asked: Asked, answer: (reply: typeof REPLY) => void): void {
    const seq = Number(asked.headers['Im-Seq'])
    if (peer.gone) return answer({ ...REPLY, status: 410 })
    if (seq !== peer.lastSeq && seq !== peer.lastSeq + 1) return answer({ ...REPLY, status: 409 })
    const isNew = seq > peer.lastSeq
    peer.lastSeq = seq
    answer({ ...REPLY, status: 202 })
    if (isNew) peer.send(asked.body ?? '')
  }

  private poll(peer: HttpPeer, ack: number, wait: number, answer: (reply: typeof REPLY) => void): void {
    if (ack < peer.taken || (peer.gone && ack >= peer.batches.length)) return answer({ ...REPLY, status: 410 })
    peer.taken = ack
    const done = () => {
      if (peer.poll === wake) peer.poll = undefined
      this.clock.clearTimer(timer)
      if (peer.gone && ack >= peer.batches.length) return answer({ ...REPLY, status: 410 })
      answer({ ...REPLY, text: peer.after(ack), headers: { 'Im-Batch': `${peer.batches.length}` } })
    }
    const timer = this.clock.setTimer(wait, done)
    const wake = () => done()
    if (wait === 0) return done()
    peer.poll = wake
    if (ack < peer.batches.length || peer.gone) done()
  }
}

/** A client that may use every wire, and a server that has them all. */
export class WiredWorld extends World {
  readonly http: FakeHttp
  /** Refuses every WebSocket, as a proxy does that knows none. */
  blocked = false

  constructor(options: Partial<ClientOptions> = {}, change: Partial<Environment> = {}, store = new MemoryOutboxStore(), prefix = 'cid') {
    const clock = change.clock instanceof FakeClock ? change.clock : new FakeClock()
    let taken: (peer: HttpPeer) => void = () => undefined
    const http = new FakeHttp(clock, (peer) => taken(peer))
    super({ url: undefined, base: '/im', ...options }, store, { clock, fetch: http.fetch, openStream: http.openStream, ...change }, prefix)
    this.http = http
    taken = (peer) => {
      this.sockets.push(peer)
      this.onSocket?.(peer)
    }
    this.onSocket = (socket) => {
      if (this.blocked && !(socket instanceof HttpPeer)) queueMicrotask(() => socket.end())
    }
  }

  get webSockets(): FakeSocket[] {
    return this.sockets.filter((socket) => !(socket instanceof HttpPeer))
  }

  get peer(): HttpPeer {
    const peer = this.http.peers.at(-1)
    if (!peer) throw new Error('nothing was opened over HTTP')
    return peer
  }

  /** Connects over HTTP, as far as a wire that is asked to prove itself. */
  async connectHttp(rooms?: Frame[]): Promise<HttpPeer> {
    this.blocked = true
    this.client.connect()
    await settle()
    await this.admit(rooms)
    return this.peer
  }

  /** Answers the hello that came over HTTP, and what is asked to see whether the answer comes. */
  async admit(rooms?: Frame[]): Promise<void> {
    const { peer } = this
    peer.reply('hello', welcome(rooms))
    await this.clock.advance(0)
    peer.reply('ping')
    await this.clock.advance(1_000)
  }
}

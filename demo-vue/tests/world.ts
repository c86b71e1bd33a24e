import { ImClient } from '../src/client/client'
import type { ClientOptions } from '../src/client/client'
import type { Environment, Socket, Timer } from '../src/client/environment'
import { MemoryOutboxStore } from '../src/client/outbox/store'
import type { OutboxStore } from '../src/client/outbox/store'

interface Task {
  at: number
  run: () => void
}

/** Time that stands still until a test moves it. Promises settle between any two timers. */
export class FakeClock {
  private time = 1_795_000_000_000
  private tasks: Task[] = []

  now(): number {
    return this.time
  }

  setTimer(ms: number, run: () => void): Timer {
    const task = { at: this.time + Math.ceil(ms), run }
    this.tasks.push(task)
    return task
  }

  clearTimer(timer: Timer): void {
    this.tasks = this.tasks.filter((task) => task !== timer)
  }

  async advance(ms: number): Promise<void> {
    const until = this.time + Math.ceil(ms)
    await settle()
    for (;;) {
      const due = this.tasks.filter((task) => task.at <= until)
      const next = due.reduce<Task | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined)
      if (!next) break
      this.clearTimer(next)
      this.time = Math.max(this.time, next.at)
      next.run()
      await settle()
    }
    this.time = until
  }
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 24; i++) await Promise.resolve()
}

/** mulberry32: a run is its seed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Frame = Record<string, unknown>

/** The server's end of one connection: a test reads what the client said and speaks itself. */
export class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  onerror: Socket['onerror'] = null
  readonly sent: Frame[] = []
  closed = false
  onSent: ((frame: Frame) => void) | undefined

  send(text: string): void {
    for (const line of text.split('\n')) {
      const frame = JSON.parse(line) as Frame
      this.sent.push(frame)
      this.onSent?.(frame)
    }
  }

  close(): void {
    this.closed = true
  }

  open(): void {
    this.onopen?.()
  }

  push(...frames: object[]): void {
    this.onmessage?.({ data: frames.map((frame) => JSON.stringify(frame)).join('\n') })
  }

  end(code = 1006, reason = ''): void {
    this.closed = true
    this.onclose?.({ code, reason })
  }

  last(op: string): Frame & { id: number } {
    const found = this.sent.findLast((frame) => frame['op'] === op)
    if (!found) throw new Error(`no ${op} among ${this.sent.map((frame) => String(frame['op'])).join()}`)
    return found as Frame & { id: number }
  }

  count(op: string): number {
    return this.sent.filter((frame) => frame['op'] === op).length
  }

  reply(op: string, result: object = {}): void {
    this.push({ re: this.last(op).id, ...result })
  }

  refuse(op: string, code: string, more: object = {}): void {
    this.push({ re: this.last(op).id, error: { code, message: 'no', retryable: false, ...more } })
  }
}

export const view = (more: Frame = {}): Frame => ({
  id: 'g.1', kind: 'GROUP', title: 'Lunch', epoch: 'e1', rev: 10, seq: 5, joinedSeq: 0, read: 5, unread: 0, mentions: 0,
  members: 2, role: 'member', durability: 'disk', ...more,
})

export const welcome = (rooms: Frame[] = [view()], more: Frame = {}): Frame => ({
  session: 's-1', user: { id: 'alice', name: 'Alice' }, time: 1, pingMs: 25_000,
  limits: { maxFrameBytes: 65_536, maxTextBytes: 8192, maxPage: 100, maxCatchUp: 1000 }, rooms, more: false, ...more,
})

export const message = (seq: number, rev: number, more: Frame = {}): Frame => ({
  room: 'g.1', seq, rev, cid: `c${seq}`, sender: 'bob', senderName: 'Bob', at: 1000 + seq, content: { type: 'text', text: `m${seq}` }, ...more,
})

export const event = (rev: number, type: string, more: Frame = {}): Frame => ({
  ev: 'event', room: 'g.1', epoch: 'e1', rev, type, at: 1000 + rev, by: 'bob', ...more,
})

export const posted = (seq: number, rev: number, more: Frame = {}): Frame => event(rev, 'message', { message: message(seq, rev, more) })

/** A client, and the world around it, without a server. */
export class World {
  readonly clock: FakeClock
  readonly sockets: FakeSocket[] = []
  /** For what makes a client of its own. */
  readonly env: Environment
  readonly client: ImClient
  random = (): number => 0.5
  onSocket: ((socket: FakeSocket) => void) | undefined
  wake: () => void = () => undefined
  leave: () => void = () => undefined
  /** What outlives the page, and not the tab. */
  readonly remembered = new Map<string, string>()
  private ids = 0

  constructor(
    options: Partial<ClientOptions> = {},
    readonly store: OutboxStore = new MemoryOutboxStore(),
    change: Partial<Environment> = {},
    prefix = 'cid',
  ) {
    this.clock = change.clock instanceof FakeClock ? change.clock : new FakeClock()
    this.env = {
      clock: this.clock,
      random: () => this.random(),
      newId: () => `${prefix}-${++this.ids}`,
      openSocket: () => {
        const socket = new FakeSocket()
        this.sockets.push(socket)
        this.onSocket?.(socket)
        return socket
      },
      fetch: () => Promise.reject(new Error('no HTTP here')),
      openStream: () => {
        throw new Error('no HTTP here')
      },
      memory: { get: (key) => this.remembered.get(key), set: (key, value) => void (value === undefined ? this.remembered.delete(key) : this.remembered.set(key, value)) },
      openStore: () => this.store,
      lock: (_, held) => {
        queueMicrotask(held)
        return () => undefined
      },
      hasLocks: true,
      onWake: (wake) => {
        this.wake = wake
        return () => (this.wake = () => undefined)
      },
      onLeave: (leave) => {
        this.leave = leave
        return () => (this.leave = () => undefined)
      },
      ...change,
    }
    this.client = new ImClient({ url: 'ws://test/im', ...options }, this.env)
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('no socket')
    return socket
  }

  async connect(rooms?: Frame[], more?: Frame): Promise<FakeSocket> {
    this.client.connect()
    await settle()
    return this.welcome(rooms, more)
  }

  async welcome(rooms?: Frame[], more?: Frame): Promise<FakeSocket> {
    this.socket.open()
    this.socket.reply('hello', welcome(rooms, more))
    await settle()
    return this.socket
  }
}

/** Texts of what is on screen, with the state of what is not sent. */
export const shown = (client: ImClient, room = 'g.1'): string[] =>
  client.room(room).timeline.items.map((item) => {
    if (item.kind === 'hole') return `hole ${item.after}-${item.before}`
    const text = item.message.recalled ? '(recalled)' : String(item.message.content?.['text'])
    return item.state === 'sent' ? text : `${text} ${item.state}`
  })

/** All that the client needs of the world around it, so that a test can be the world. */
import type { Off } from './emitter'
import type { OutboxStore } from './outbox/store'

export type Timer = unknown

export interface Clock {
  /** Milliseconds; only differences count, except for what the user's clock shows. */
  now(): number
  setTimer(ms: number, run: () => void): Timer
  clearTimer(timer: Timer): void
}

/** The part of the browser's WebSocket that is used. */
export interface Socket {
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  onerror: (() => void) | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** The part of the browser's EventSource that is used. */
export interface Stream {
  onopen: (() => void) | null
  onmessage: ((event: { data: string; lastEventId: string }) => void) | null
  onerror: (() => void) | null
  readonly readyState: number
  close(): void
}

export interface Request {
  method: string
  headers: Record<string, string>
  body?: string
  signal: AbortSignal
  keepalive?: boolean
}

/** The part of the answer to a fetch that is used. */
export interface Reply {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** Something small that outlives the page, and not the tab. */
export interface Memory {
  get(key: string): string | undefined
  set(key: string, value: string | undefined): void
}

export interface Environment {
  clock: Clock
  /** From 0 to below 1. */
  random(): number
  /** For cids: 96 random bits or more, in the alphabet of ids. */
  newId(): string
  /** Addresses may be relative to the page. */
  openSocket(url: string): Socket
  /** Cookies go along, also to other origins, as they do with a WebSocket. */
  fetch(url: string, request: Request): Promise<Reply>
  openStream(url: string): Stream
  /** Everything works without: a browser may forbid it. */
  memory: Memory
  /** One store per user on this device; what is in it outlives the page. */
  openStore(user: string): OutboxStore
  /** Calls `held` once no other tab holds the name, and holds it until released. */
  lock(name: string, held: () => void): Off
  /** Whether tabs know of each other, so that a lock keeps others out. */
  readonly hasLocks: boolean
  /** The network or the page came back: worth a look at once. */
  onWake(wake: () => void): Off
  /** The page is about to go, perhaps to come back later. */
  onLeave(leave: () => void): Off
}

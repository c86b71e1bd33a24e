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

export interface Environment {
  clock: Clock
  /** From 0 to below 1. */
  random(): number
  /** For cids: 96 random bits or more, in the alphabet of ids. */
  newId(): string
  openSocket(url: string): Socket
  /** One store per user on this device; what is in it outlives the page. */
  openStore(user: string): OutboxStore
  /** Calls `held` once no other tab holds the name, and holds it until released. */
  lock(name: string, held: () => void): Off
  /** The network or the page came back: worth a look at once. */
  onWake(wake: () => void): Off
}

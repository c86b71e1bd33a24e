/** What carries lines between the client and the server. Knows nothing of what they say. */
export const WIRES = ['websocket', 'sse', 'longPoll', 'poll'] as const

export type WireName = (typeof WIRES)[number]

export interface Wire {
  /** Takes one line, once it is ready. What is lost is not told: the wire ends, or it says it again. */
  send(line: string): void
  /** How many of the last lines have certainly not left this device. */
  readonly pending: number
  /** Ends it, and tells the other side where that is possible. Nothing is told to the listener after this. */
  close(code: number): void
}

/** Hears of a wire, never before whoever opened it has it. */
export interface WireListener {
  /** Lines may be sent; the first one is the hello. */
  ready(): void
  /** One or more lines; or an empty text, which is a sign of life. */
  received(lines: string): void
  /** The wire has ended, and so has what the server knew of it. */
  closed(code: number, reason: string, retryAfterMs?: number): void
}

/** Begins to open a wire. What throws has not begun. */
export type OpenWire = (listener: WireListener) => Wire

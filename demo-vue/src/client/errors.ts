import type { ErrorCode, WireError } from './protocol/frames'

/** A request that did not succeed. Programs go by `code` and `retryable`; `message` is for people. */
export class ImError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly retryable = false,
    readonly retryAfterMs = 0,
    /** It may have been done all the same. */
    readonly unknown = false,
  ) {
    super(message)
    this.name = 'ImError'
  }

  static of(error: WireError): ImError {
    return new ImError(error.code, error.message, error.retryable, error.retryAfterMs ?? 0, error.unknown ?? false)
  }

  /** Trying the same again makes sense, or is the only way to learn what became of it. */
  get mayRetry(): boolean {
    return this.retryable || this.unknown
  }
}

export const offline = (sent = false) => new ImError('UNAVAILABLE', 'not connected', true, 0, sent)

/** Close codes that the client acts on; PROTOCOL.md has them all. */
export const CLOSE = { NORMAL: 1000, LOST: 1006, POLICY: 1008, OVERLOADED: 1013, SILENT: 4002, EXPIRED: 4005, FLOODING: 4006, MALFORMED: 4500, UNAUTHENTICATED: 4501 } as const

const TERMINAL_STANDARD: ReadonlySet<number> = new Set([1003, 1007, 1009])

export function isTerminal(code: number): boolean {
  return (code >= 4500 && code <= 4999) || TERMINAL_STANDARD.has(code)
}

/** Codes that stand for a wire that does not work here, or that nobody is at the end of: no word of a server's. */
const NOBODYS: ReadonlySet<number> = new Set([1002, 1005, 1006, 1015])

/** Whether the server said this, so that another wire would only hear the same. */
export function isAnswer(code: number): boolean {
  return !NOBODYS.has(code)
}

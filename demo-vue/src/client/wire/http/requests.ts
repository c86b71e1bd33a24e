import type { Environment, Reply } from '../../environment'
import { CLOSE } from '../../errors'

export interface Ask {
  headers?: Record<string, string>
  body?: string
  timeoutMs?: number
  /** It is to arrive also if the page goes away meanwhile. */
  keepalive?: boolean
}

/** What the server said; a request that it did not answer, or not in time, rejects. */
export interface Answer {
  readonly status: number
  readonly body: string
  header(name: string): string | undefined
}

/** Requests below the base path. All that are under way end together. */
export class Requests {
  private readonly running = new Set<AbortController>()

  constructor(
    private readonly env: Pick<Environment, 'clock' | 'fetch'>,
    private readonly base: string,
  ) {}

  get(path: string, ask: Ask): Promise<Answer> {
    return this.request('GET', path, ask)
  }

  /** With lines in the body: a page of anybody's can not make a browser send this type without asking first. */
  post(path: string, ask: Ask): Promise<Answer> {
    return this.request('POST', path, { ...ask, headers: { 'Content-Type': 'application/x-ndjson', ...ask.headers } })
  }

  abort(): void {
    for (const each of this.running) each.abort()
  }

  private async request(method: string, path: string, { headers = {}, body, timeoutMs, keepalive }: Ask): Promise<Answer> {
    const abort = new AbortController()
    this.running.add(abort)
    const timer = timeoutMs === undefined ? undefined : this.env.clock.setTimer(timeoutMs, () => abort.abort())
    try {
      const reply: Reply = await this.env.fetch(`${this.base}/${path}`, {
        method,
        headers,
        signal: abort.signal,
        ...(body !== undefined && { body }),
        ...(keepalive && { keepalive }),
      })
      const text = await reply.text()
      return { status: reply.status, body: text, header: (name) => reply.headers.get(name) ?? undefined }
    } finally {
      this.env.clock.clearTimer(timer)
      this.running.delete(abort)
    }
  }
}

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300

const REPEATABLE: ReadonlySet<number> = new Set([408, 425, 429])
const NOT_IMPLEMENTED = 501

/** Neither taken nor refused, by the server or by what stands before it: the same again may succeed. */
export const isRepeatable = ({ status }: Answer): boolean => REPEATABLE.has(status) || (status >= 500 && status !== NOT_IMPLEMENTED)

/** What ends a connection, said as on a WebSocket. Whether somebody said no, or nobody was there who could. */
export function closeCodeOf({ status }: Answer): number {
  if (status === 401) return CLOSE.UNAUTHENTICATED
  if (status === 403) return CLOSE.POLICY
  if (status === 429 || status === 503) return CLOSE.OVERLOADED
  return CLOSE.LOST
}

const MAX_TEXT = 200

/** One sentence for people; a page of some proxy's is none. */
export function textOf(answer: Answer): string {
  const isSentence = answer.header('Content-Type')?.startsWith('text/plain') ?? false
  return isSentence && answer.body.length <= MAX_TEXT ? answer.body.trim() : `status ${answer.status}`
}

/** How long the server wishes to be left alone; of a date nothing is read. */
export function retryAfterOf(answer: Answer): number {
  const seconds = Number(answer.header('Retry-After') ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
}

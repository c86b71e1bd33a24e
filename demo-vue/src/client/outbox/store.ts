import type { Content } from '../protocol/values'
import type { ErrorCode } from '../protocol/frames'
import type { Off } from '../emitter'

/** What an application hands in to be sent. */
export interface Draft {
  content: Content
  replyTo?: number
  mentions?: string[]
  meta?: Record<string, unknown>
}

/** One message that the server has not acknowledged. */
export interface Stored {
  /** The client message id, the same for all its retries. */
  key: string
  room: string
  draft: Draft
  /** When it was written, by this device: to show, never to sort. */
  at: number
  /** The server said no; kept until it is discarded or sent again. */
  refused?: { code: ErrorCode; message: string }
}

/** Keeps what is unsent of one user over the end of the page. Tabs share it. */
export interface OutboxStore {
  /** Everything, in the order in which it was added. */
  load(): Promise<Stored[]>
  /** Kept behind all others once the promise is fulfilled; a key that is there already moves there. */
  add(item: Stored): Promise<void>
  /** Replaces what is kept with its key, in its place; nothing if there is none. */
  update(item: Stored): Promise<void>
  remove(key: string): Promise<void>
  /** Another tab changed something. */
  onChange(changed: () => void): Off
}

/** Keeps it as long as the page lives: where the browser lets nothing be stored, and in tests. */
export class MemoryOutboxStore implements OutboxStore {
  private readonly items = new Map<string, Stored>()

  load(): Promise<Stored[]> {
    return Promise.resolve([...this.items.values()].map((item) => structuredClone(item)))
  }

  add(item: Stored): Promise<void> {
    this.items.delete(item.key)
    this.items.set(item.key, structuredClone(item))
    return Promise.resolve()
  }

  update(item: Stored): Promise<void> {
    if (this.items.has(item.key)) this.items.set(item.key, structuredClone(item))
    return Promise.resolve()
  }

  remove(key: string): Promise<void> {
    this.items.delete(key)
    return Promise.resolve()
  }

  onChange(): Off {
    return () => undefined
  }
}

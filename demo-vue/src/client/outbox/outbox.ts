import type { Clock } from '../environment'
import type { Off } from '../emitter'
import { ImError } from '../errors'
import type { Message } from '../protocol/values'
import type { Draft, OutboxStore, Stored } from './store'

/** `failed` may be retried, and nothing was refused; `rejected`: the server said no. */
export type SendState = 'queued' | 'sending' | 'sent' | 'failed' | 'rejected'

export interface OutboxItem extends Stored {
  state: SendState
  error?: ImError
  kept: boolean // in the store, so it may be sent
  done: Promise<Message>
  settle: { resolve: (message: Message) => void; reject: (error: ImError) => void }
}

/** How long to wait for the event of what another tab has settled. */
const ELSEWHERE_MS = 10_000

/**
 * What the server has not acknowledged: one queue per room, in order, kept before anything of it is sent. What failed or
 * was refused stands in nobody's way. Knows nothing of connections.
 */
export class Outbox {
  private items: OutboxItem[] = [] // in order; those of one room are its queue
  private readonly queues = new Map<string, OutboxItem[]>()
  private store: OutboxStore | undefined
  private off: Off | undefined
  private loaded = false
  private reading = 0
  private readonly dropped = new Set<string>() // while what is kept is being read

  /** @param changed told of each room in which something did; `ready`: that something may have become sendable */
  constructor(
    private readonly clock: Clock,
    private readonly newId: () => string,
    private readonly changed: (room: string) => void,
    private readonly ready: () => void,
  ) {}

  /** Takes in what this user left behind, before what was written meanwhile. */
  async open(store: OutboxStore): Promise<void> {
    this.close()
    this.store = store
    this.off = store.onChange(() => void this.reload())
    await this.reload()
  }

  /** Forgets what is kept, not what it keeps. */
  close(): void {
    this.off?.()
    this.store = undefined
    this.loaded = false
    const rooms = this.rooms()
    this.replace(this.items.filter((item) => !item.kept))
    rooms.forEach((room) => this.changed(room))
  }

  add(room: string, draft: Draft): OutboxItem {
    const item = made({ key: this.newId(), room, draft: structuredClone(draft), at: this.clock.now() }, false)
    this.replace([...this.items, item])
    this.changed(room)
    if (this.loaded) void this.keep(item)
    return item
  }

  /** The head of a room's queue, if it may be sent now; it stays the head until it is settled. */
  head(room: string): OutboxItem | undefined {
    const head = this.of(room).find((item) => item.state === 'queued' || item.state === 'sending')
    return head?.state === 'queued' && head.kept ? head : undefined
  }

  find(key: string): OutboxItem | undefined {
    return this.items.find((item) => item.key === key)
  }

  has(item: OutboxItem): boolean {
    return this.items.includes(item)
  }

  rooms(): string[] {
    return [...this.queues.keys()]
  }

  all(): readonly OutboxItem[] {
    return this.items
  }

  of(room: string): readonly OutboxItem[] {
    return this.queues.get(room) ?? []
  }

  mark(item: OutboxItem, state: SendState, error?: ImError): void {
    item.state = state
    item.error = error
    if (state === 'rejected' && error) {
      item.refused = { code: error.code, message: error.message }
      this.store?.update(stored(item)).catch(() => undefined)
    }
    this.changed(item.room)
  }

  /** The server has it. */
  sent(item: OutboxItem, message: Message): void {
    if (this.drop(item)) item.settle.resolve(message)
  }

  /** Sends again what failed or was refused: behind everything that waits, with the same id. */
  retry(key: string): void {
    const item = this.find(key)
    if (!item || (item.state !== 'failed' && item.state !== 'rejected')) return
    this.replace([...this.items.filter((each) => each !== item), item])
    item.refused = undefined
    item.kept = false
    this.mark(item, 'queued')
    if (this.loaded) void this.keep(item)
  }

  /** Takes out what is not on its way. Whether there was such an item. */
  discard(key: string): boolean {
    const item = this.find(key)
    if (!item || item.state === 'sending') return false
    this.drop(item)
    item.settle.reject(new ImError('REJECTED', 'discarded'))
    return true
  }

  /** Looks again at what is kept: another tab may have added to it, or sent from it. */
  async reload(): Promise<void> {
    const store = this.store
    if (!store) return
    const before = this.items.filter((item) => item.kept) // those kept meanwhile are not in what is being read
    this.reading++
    const there = await store.load().catch(() => undefined) // what cannot be read now is not lost
    this.reading--
    if (store !== this.store) return
    const known = new Map(this.items.map((item) => [item.key, item]))
    // Of our own that are just being kept the place is known better here.
    const kept = (there ?? [])
      .filter((each) => !this.dropped.has(each.key))
      .map((each) => known.get(each.key) ?? made(each, true)).filter((item) => item.kept)
    const rest = this.items.filter((item) => !kept.includes(item))
    if (there) for (const item of rest) if (before.includes(item) && item.kept && item.state === 'queued') this.elsewhere(item)
    this.replace([...kept, ...rest])
    this.rooms().forEach((room) => this.changed(room))
    if (!this.loaded) for (const item of rest) if (!item.kept) void this.keep(item)
    this.loaded = true
    if (this.reading === 0) this.dropped.clear()
    this.ready()
  }

  /** Another tab has settled it, so its event is on its way to us as well; until then it is shown as being sent. */
  private elsewhere(item: OutboxItem): void {
    this.mark(item, 'sending')
    this.clock.setTimer(ELSEWHERE_MS, () => {
      if (this.drop(item)) item.settle.reject(new ImError('UNAVAILABLE', 'settled in another tab', false, 0, true))
      this.ready()
    })
  }

  private async keep(item: OutboxItem): Promise<void> {
    const store = this.store
    if (!store || item.state !== 'queued') return
    try {
      await store.add(stored(item))
    } catch (e) {
      // Sent nevertheless it would be lost by a reload without a trace.
      if (this.has(item)) this.mark(item, 'failed', new ImError('UNAVAILABLE', `cannot be kept: ${String(e)}`, true))
      return
    }
    if (!this.has(item)) return void store.remove(item.key).catch(() => undefined)
    if (store !== this.store) return
    item.kept = true
    this.ready()
  }

  private drop(item: OutboxItem): boolean {
    if (!this.has(item)) return false
    this.replace(this.items.filter((each) => each !== item))
    if (this.reading > 0) this.dropped.add(item.key)
    this.store?.remove(item.key).catch(() => undefined)
    this.changed(item.room)
    return true
  }

  private replace(items: OutboxItem[]): void {
    this.items = items
    this.queues.clear()
    for (const item of items) {
      const queue = this.queues.get(item.room)
      if (queue) queue.push(item)
      else this.queues.set(item.room, [item])
    }
  }
}

function made(from: Stored, kept: boolean): OutboxItem {
  let settle!: OutboxItem['settle']
  const done = new Promise<Message>((resolve, reject) => (settle = { resolve, reject }))
  done.catch(() => undefined) // nobody need wait for it
  const error = from.refused && new ImError(from.refused.code, from.refused.message)
  return { ...from, state: error ? 'rejected' : 'queued', ...(error && { error }), kept, done, settle }
}

function stored({ key, room, draft, at, refused }: OutboxItem): Stored {
  return { key, room, draft, at, ...(refused && { refused }) }
}

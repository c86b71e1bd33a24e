import type { Off } from '../emitter'
import type { OutboxStore, Stored } from './store'

const STORE = 'items'

type Row = Stored & { order?: number }

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}

/** One database per user; its own counter gives the order, so tabs need not agree on a clock. */
export class IndexedDbOutboxStore implements OutboxStore {
  private readonly db: Promise<IDBDatabase>
  private readonly channel: BroadcastChannel

  constructor(user: string) {
    const name = `im-outbox-${user}`
    const open = indexedDB.open(name, 1)
    open.onupgradeneeded = () => {
      open.result.createObjectStore(STORE, { keyPath: 'order', autoIncrement: true }).createIndex('key', 'key', { unique: true })
    }
    this.db = done(open)
    this.db.catch(() => undefined) // each call says so
    this.channel = new BroadcastChannel(name)
  }

  async load(): Promise<Stored[]> {
    return done((await this.items('readonly')).getAll() as IDBRequest<Row[]>)
  }

  add(item: Stored): Promise<void> {
    return this.change(item.key, (items, old) => {
      if (old !== undefined) items.delete(old)
      const { order: _, ...row } = item as Row
      items.add(row)
    })
  }

  update(item: Stored): Promise<void> {
    return this.change(item.key, (items, old) => old !== undefined && items.put({ ...item, order: old }))
  }

  remove(key: string): Promise<void> {
    return this.change(key, (items, old) => old !== undefined && items.delete(old))
  }

  onChange(changed: () => void): Off {
    this.channel.onmessage = changed
    return () => (this.channel.onmessage = null)
  }

  /** Fulfilled once the transaction is complete: before that nothing is kept. */
  private async change(key: string, act: (items: IDBObjectStore, old: IDBValidKey | undefined) => unknown): Promise<void> {
    const items = await this.items('readwrite')
    const complete = new Promise<void>((resolve, reject) => {
      items.transaction.oncomplete = () => resolve()
      items.transaction.onabort = () => reject(items.transaction.error ?? new Error('IndexedDB aborted'))
    })
    const find = items.index('key').getKey(key)
    find.onsuccess = () => act(items, find.result)
    await complete
    this.channel.postMessage(null)
  }

  private async items(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    return (await this.db).transaction(STORE, mode).objectStore(STORE)
  }
}

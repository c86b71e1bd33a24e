import { backoff } from '../backoff'
import type { Environment } from '../environment'
import type { Off } from '../emitter'
import type { ImError } from '../errors'
import type { OutboxItem } from '../outbox/outbox'
import type { Args, ImEvent, Result } from '../protocol/frames'
import type { Message } from '../protocol/values'
import { Rows } from './rows'
import type { Item, MessageItem, Range } from './rows'

export interface TimelineSource {
  readonly env: Environment
  /** Rejects at once without a connection. */
  history(args: Omit<Args<'history'>, 'room'>): Promise<Result<'history'>>
  me(): { id: string; name: string } | undefined
  pending(): readonly OutboxItem[]
  /** The read mark and last seq, if the room is known. */
  marks(): { read: number; unread: number; seq: number } | undefined
}

const PAGE = 50
const REREAD = 100

/**
 * What is on screen of one room: sent rows by seq, and what waits to be sent below them. Loads the latest page by itself
 * when there is a connection, and what it had again after a reset.
 */
export class Timeline {
  private readonly rows: Rows
  private readonly subscribers = new Set<() => void>()
  private snapshot: readonly Item[] | undefined
  private readonly pendingRows = new WeakMap<OutboxItem, MessageItem>()
  private meanwhile: ImEvent[] = [] // since the oldest page asked for
  private asking = 0
  private wanted = true // the latest page is
  private underway: number | undefined // the life whose latest page has been asked for
  private stale: Range[] = [] // to be read again
  private replaceAll = false // with the next latest page
  private oldest = false // nothing before the first range
  private failures = 0
  private life = 0 // rises with every reset, so that a late page is known as such
  private frozen: number | undefined

  constructor(private readonly source: TimelineSource) {
    this.rows = new Rows(() => source.me()?.id)
    this.freeze()
  }

  /** A new array after every change; rows that did not change are the same objects. */
  get items(): readonly Item[] {
    this.snapshot ??= [...this.rows.items(), ...this.pending()]
    return this.snapshot
  }

  get hasOlder(): boolean {
    const first = this.rows.first
    return first !== undefined && first[0] > 1 && !this.oldest
  }

  /** Whether the newest message of the room is among the items. */
  get atLatest(): boolean {
    const seq = this.source.marks()?.seq
    return !this.wanted && seq !== undefined && (seq === 0 || this.rows.covers(seq))
  }

  /** The seq of the first message that was unread when the room was opened; it stays where it was. */
  get firstUnread(): number | undefined {
    return this.frozen
  }

  /** The user looks at the room anew: the unread divider goes where it belongs now. */
  open(): void {
    this.freeze()
    this.resume()
    this.tell()
  }

  subscribe(changed: () => void): Off {
    this.subscribers.add(changed)
    return () => void this.subscribers.delete(changed)
  }

  /** Loads what comes before the first row. */
  async loadOlder(limit = PAGE): Promise<void> {
    const first = this.rows.first
    if (!first || !this.hasOlder) return
    const page = await this.load({ before: first[0], limit })
    if (page && !page.more && this.rows.first?.[0] === (page.range[0] || first[0])) this.oldest = true
    this.tell()
  }

  /** Loads a part of the history that lies elsewhere, and leaves a hole in between. */
  async loadAround(seq: number, limit = PAGE): Promise<void> {
    if (this.rows.covers(seq)) return
    const before = this.rows.first?.[0]
    const page = await this.load({ around: seq, limit })
    if (page && (before === undefined || page.range[0] < before)) this.oldest = !page.more
    this.tell()
  }

  /** Loads what is missing in a hole: its newest messages, which stand at its lower end, or its oldest. */
  async loadHole(hole: { after: number; before: number }, first: 'newer' | 'older' = 'newer', limit = PAGE): Promise<void> {
    await this.load(first === 'newer' ? { before: hole.before, limit } : { after: hole.after, limit })
    this.tell()
  }

  apply(event: ImEvent): void {
    if (this.asking > 0) this.meanwhile.push(event)
    this.rows.apply(event)
    this.tell()
  }

  acknowledged(message: Message): void {
    this.rows.acknowledged(message)
    this.tell()
  }

  /** Events between were missed: what is shown stays, and is read again. */
  reset(epochChanged: boolean): void {
    this.life++
    this.asking = 0
    this.meanwhile = []
    this.failures = 0
    // Seqs of another epoch name other messages: of those nothing can be read again.
    const was = this.rows.distrust()
    this.stale = epochChanged ? [] : [...this.stale, ...was]
    this.replaceAll ||= epochChanged
    this.oldest = false
    this.wanted = true
    this.tell()
    this.resume()
  }

  /** There is a connection: whatever is missing is asked for. */
  resume(): void {
    if (!this.wanted) void this.reread()
    else if (this.underway !== this.life) void this.loadLatest()
  }

  /** Something in the outbox or about the room changed. */
  tell(): void {
    if (this.frozen === undefined && this.wanted) this.freeze()
    this.snapshot = undefined
    for (const changed of [...this.subscribers]) changed()
  }

  private freeze(): void {
    const marks = this.source.marks()
    this.frozen = marks && marks.unread > 0 ? marks.seq - marks.unread + 1 : undefined
  }

  private async loadLatest(): Promise<void> {
    const life = this.life
    this.underway = life
    try {
      const page = await this.load({ limit: PAGE }, () => {
        if (this.replaceAll) this.rows.clear()
        this.replaceAll = false
      }).finally(() => {
        if (this.underway === life) this.underway = undefined
      })
      if (!page) return
      this.wanted = false
      this.failures = 0
      if (!page.more && this.rows.first && page.range[0] <= this.rows.first[0]) this.oldest = true
      this.tell()
      await this.reread()
    } catch (e) {
      this.again(life, e as ImError)
    }
  }

  /** What was on screen before a reset, so that edits and recalls that were missed show. */
  private async reread(): Promise<void> {
    if (this.stale.length === 0) return
    const life = this.life
    try {
      for (let range = this.stale.at(-1); range; range = this.stale.at(-1)) {
        const page = await this.load({ after: range[0] - 1, limit: REREAD })
        if (!page) return
        this.stale.pop()
        if (page.more && page.range[1] < range[1]) this.stale.push([page.range[1] + 1, range[1]])
      }
      this.rows.dropUncovered()
      this.tell()
    } catch (e) {
      this.again(life, e as ImError)
    }
  }

  private again(life: number, error: ImError): void {
    if (life !== this.life || !error.retryable || error.unknown) return // a new connection resumes
    this.failures++
    const { env } = this.source
    env.clock.setTimer(backoff(() => env.random(), this.failures, error.retryAfterMs), () => life === this.life && this.resume())
  }

  /** Undefined if what it says was made worthless by a reset. */
  private async load(args: Omit<Args<'history'>, 'room'>, first?: () => void): Promise<Result<'history'> | undefined> {
    const life = this.life
    this.asking++
    try {
      const page = await this.source.history(args)
      if (life !== this.life) return undefined
      first?.()
      this.rows.page(page.messages, page.range, page.rev, this.meanwhile)
      return page
    } finally {
      if (life === this.life && --this.asking === 0) this.meanwhile = []
    }
  }

  private pending(): MessageItem[] {
    return this.source.pending().filter((item) => !this.rows.hasOwn(item.key)).map((item) => this.pendingRow(item))
  }

  private pendingRow(item: OutboxItem): MessageItem {
    const old = this.pendingRows.get(item)
    if (old?.state === item.state && old.error === item.error) return old
    const me = this.source.me()
    const { key, state, error, room, at, draft } = item
    const message = { room, cid: key, sender: me?.id ?? '', senderName: me?.name ?? '', at, ...draft }
    const row: MessageItem = { kind: 'message', key, state, message, ...(error && { error }) }
    this.pendingRows.set(item, row)
    return row
  }
}

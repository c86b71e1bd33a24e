import { backoff } from '../backoff'
import type { Environment } from '../environment'
import type { Off } from '../emitter'
import { CLOSE } from '../errors'
import type { ImError } from '../errors'
import type { ImEvent, Result } from '../protocol/frames'
import type { Message, User } from '../protocol/values'
import type { Exchange } from '../wire/exchange'
import { Outbox } from './outbox'
import type { OutboxItem } from './outbox'
import type { Draft } from './store'

/**
 * Sends what is in the {@link Outbox}, again and again with the same cid, until the server has it or refuses it. Ack and
 * own event come in either order, and either settles a send: after a lost ack the event is sometimes all that comes.
 */
export class Sender {
  readonly outbox: Outbox
  private exchange: Exchange | undefined
  private user: User | undefined
  private userId: string | undefined
  private holds = false // the lock: one tab flushes
  private unlock: Off | undefined
  private limitedUntil = 0 // by the server's rates, which count over all rooms
  private readonly failures = new Map<string, number>() // of a room's head, in a row
  private readonly paused = new Set<string>() // rooms whose head waits before it is tried again

  /**
   * @param acknowledged told before the item leaves the outbox, so that no row is missing in between
   * @param slow whether a room makes the user wait between two messages
   */
  constructor(
    private readonly env: Environment,
    private readonly acknowledged: (message: Message) => void,
    private readonly slow: (room: string) => boolean,
    changed: (room: string) => void,
  ) {
    this.outbox = new Outbox(env.clock, () => env.newId(), changed, () => this.pumpAll())
  }

  /** Whose outbox this is; known before the first connection if the application says so. */
  open(userId: string): void {
    if (this.userId === userId) return
    this.close()
    this.userId = userId
    void this.outbox.open(this.env.openStore(userId))
    this.unlock = this.env.lock(`im-outbox-${userId}`, () => {
      this.holds = true
      void this.outbox.reload() // what a tab left that is closed now
    })
  }

  close(): void {
    this.unlock?.()
    this.unlock = undefined
    this.holds = false
    this.userId = undefined
    this.outbox.close()
  }

  connected(to: Exchange, user: User): void {
    this.exchange = to
    this.user = user
    this.open(user.id)
    this.pumpAll()
  }

  disconnected(): void {
    this.exchange = undefined
    this.paused.clear()
    this.failures.clear()
  }

  send(room: string, draft: Draft): OutboxItem {
    const item = this.outbox.add(room, draft)
    this.pump(room)
    return item
  }

  retry(key: string): void {
    this.outbox.retry(key)
    this.pumpAll()
  }

  /** The log has this event, so it has the message in it. */
  seen(event: ImEvent): void {
    if (event.type !== 'message' || event.message.sender !== this.user?.id) return // anybody may use any cid
    const item = this.outbox.find(event.message.cid)
    if (item?.room === event.room) this.settled(item, event.message)
  }

  private pumpAll(): void {
    for (const room of this.outbox.rooms()) this.pump(room)
  }

  private pump(room: string): void {
    const on = this.exchange
    if (!on || !this.holds || this.paused.has(room) || this.env.clock.now() < this.limitedUntil) return
    const item = this.outbox.head(room)
    if (!item) return
    this.outbox.mark(item, 'sending')
    on.call(
      'send',
      { room, cid: item.key, ...item.draft },
      (result) => this.acked(item, result),
      (error) => this.failed(item, error),
    )
  }

  private acked(item: OutboxItem, result: Result<'send'>): void {
    if (!this.outbox.has(item) || !this.user) return // its event came first
    const { seq, rev, at, content } = result
    const sender = { cid: item.key, sender: this.user.id, senderName: this.user.name }
    const message = { room: item.room, seq, rev, ...sender, at, ...item.draft, ...(content && { content }) }
    this.acknowledged(message)
    this.settled(item, message)
  }

  private settled(item: OutboxItem, message: Message): void {
    this.failures.delete(item.room)
    this.outbox.sent(item, message)
    this.pump(item.room)
  }

  private failed(item: OutboxItem, error: ImError): void {
    if (!this.outbox.has(item)) return // its event came first
    const on = this.exchange // perhaps not the one on which it was asked: what waited there has moved
    if (!on || error.mayRetry) {
      this.outbox.mark(item, 'queued')
      if (on) this.later(on, item.room, error)
    } else if (error.code === 'UNAUTHENTICATED') {
      // Not this message was refused but the session: it may go on with another token.
      this.outbox.mark(item, 'queued')
      on.close(CLOSE.UNAUTHENTICATED, error.message)
    } else {
      this.failures.delete(item.room)
      this.outbox.mark(item, 'rejected', error)
      item.settle.reject(error)
      this.pump(item.room)
    }
  }

  private later(on: Exchange, room: string, error: ImError): void {
    const failures = (this.failures.get(room) ?? 0) + 1
    this.failures.set(room, failures)
    const delay = backoff(() => this.env.random(), failures, error.retryAfterMs)
    if (error.code === 'RATE_LIMITED' && !this.slow(room)) this.limitedUntil = Math.max(this.limitedUntil, this.env.clock.now() + delay)
    else this.paused.add(room)
    this.env.clock.setTimer(delay, () => {
      if (on === this.exchange) this.paused.delete(room)
      this.pumpAll() // on another connection, too: the rate is the user's, and nothing else would go on after it
    })
  }
}

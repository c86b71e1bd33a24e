import type { ImEvent } from '../protocol/frames'
import type { Cursor } from '../protocol/values'

/** A page and a half of sync. What does not fit is dropped, and fetched later. */
export const MAX_WAITING = 150

/** `deliver`: the cursor has moved to it; `wait`: one before it is missing; `drop`: seen; `foreign`: of another epoch. */
export type Verdict = 'deliver' | 'wait' | 'drop' | 'foreign'

/**
 * Lets the events of one room through in rev order, each once, whatever order they arrive in. The cursor is the last
 * one let through, so it is always the end of a contiguous run.
 */
export class EventGate {
  private readonly waiting = new Map<number, ImEvent>()
  private head: number // the highest rev that is known to exist in the cursor's epoch

  constructor(private current: Cursor) {
    this.head = current.rev
  }

  get cursor(): Cursor {
    return this.current
  }

  get behind(): boolean {
    return this.head > this.current.rev
  }

  offer(event: ImEvent): Verdict {
    if (event.epoch !== this.current.epoch) return 'foreign'
    if (event.rev <= this.current.rev) return 'drop'
    this.expect(event.rev)
    if (event.rev === this.current.rev + 1) {
      this.waiting.delete(event.rev)
      this.moveTo(event.rev)
      return 'deliver'
    }
    this.waiting.set(event.rev, event)
    // The lowest are merged first, so the highest goes.
    if (this.waiting.size > MAX_WAITING) this.waiting.delete(Math.max(...this.waiting.keys()))
    return 'wait'
  }

  /** The next event, if it has been waiting; the cursor has moved to it. */
  next(): ImEvent | undefined {
    const event = this.waiting.get(this.current.rev + 1)
    if (!event) return undefined
    this.waiting.delete(event.rev)
    this.moveTo(event.rev)
    return event
  }

  /** The server has shown that the room has reached this rev. */
  expect(rev: number): void {
    this.head = Math.max(this.head, rev)
  }

  /** Goes on from another place; when that lies further on in the same epoch, what waits beyond it stays. */
  reset(to: Cursor): void {
    if (to.epoch === this.current.epoch && to.rev > this.current.rev) {
      for (const rev of [...this.waiting.keys()]) if (rev <= to.rev) this.waiting.delete(rev)
      this.expect(to.rev)
    } else {
      this.waiting.clear()
      this.head = to.rev
    }
    this.current = to
  }

  private moveTo(rev: number): void {
    this.current = { epoch: this.current.epoch, rev }
  }
}

import type { Stream, Timer } from '../../environment'
import type { Down, DownLine } from './down'

/** A browser comes back after three seconds, and then the server should answer soon. */
const BACK_MS = 10_000
const CLOSED = 2

/**
 * Server-sent events. The browser comes back by itself after a loss, and says which batch it had last. It can send no
 * headers, so the connection is named in the address; it does not tell what status ended it.
 */
export class EventStream implements Down {
  last: number
  private stream: Stream | undefined
  private timer: Timer

  constructor(private readonly line: DownLine) {
    this.last = line.from
  }

  start(): void {
    const { env, base, connection } = this.line
    const stream = env.openStream(`${base}/events?c=${encodeURIComponent(connection)}&ack=${this.last}`)
    this.stream = stream
    stream.onopen = () => this.settle()
    stream.onmessage = ({ data, lastEventId }) => {
      const batch = Number(lastEventId)
      const isNew = batch > this.last
      if (isNew) this.last = batch
      this.line.received(isNew ? data : '')
    }
    stream.onerror = () => {
      if (stream.readyState === CLOSED) this.line.lost('the event stream ended')
      else this.timer ??= env.clock.setTimer(BACK_MS, () => this.line.lost('the event stream did not come back'))
    }
  }

  expect(): void {
    // It comes by itself.
  }

  private settle(): void {
    this.line.env.clock.clearTimer(this.timer)
    this.timer = undefined
  }

  stop(): void {
    this.settle()
    const stream = this.stream
    if (!stream) return
    stream.onopen = stream.onmessage = stream.onerror = null
    stream.close()
  }
}

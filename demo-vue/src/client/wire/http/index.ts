/** The wires that need nothing but HTTP; PROTOCOL.md, "HTTP wires". */
import type { Environment } from '../../environment'
import { CLOSE } from '../../errors'
import type { OpenWire, Wire, WireListener, WireName } from '../wire'
import type { Down, DownLine } from './down'
import { EventStream } from './event-stream'
import { Poller } from './poller'
import type { Answer } from './requests'
import { Requests, closeCodeOf, isSuccess, retryAfterOf, textOf } from './requests'
import { Uplink } from './uplink'

export type HttpWireName = Exclude<WireName, 'websocket'>

/** @param base where the server's HTTP wires are, without a slash at its end */
export function http(name: HttpWireName, env: Environment, base: string): OpenWire {
  return (listener) => new HttpWire(name, env, base, listener)
}

/** The first line opens a connection; from then on what is sent and what comes are apart. */
class HttpWire implements Wire {
  private readonly requests: Requests
  private connection: string | undefined
  private uplink: Uplink | undefined
  private down: Down | undefined
  private readonly early: string[] = [] // while it opens
  private opening = false
  private over = false

  constructor(
    private readonly name: HttpWireName,
    private readonly env: Environment,
    private readonly base: string,
    private readonly listener: WireListener,
  ) {
    this.requests = new Requests(env, base)
    // There is nothing to wait for, but whoever opens it must have it first.
    queueMicrotask(() => this.over || listener.ready())
  }

  get pending(): number {
    return this.early.length + (this.uplink?.pending ?? 0)
  }

  send(line: string): void {
    if (this.over) return
    if (this.uplink) return this.uplink.send(line)
    if (this.opening) return void this.early.push(line)
    this.opening = true
    this.requests.post('open', { body: line }).then(
      (answer) => this.opened(answer),
      () => this.end(CLOSE.LOST, 'no answer'),
    )
  }

  close(): void {
    if (this.over) return
    this.stop()
    if (this.connection === undefined) return
    // So that nobody is taken for present who is not.
    this.requests.post('close', { headers: this.headers(), keepalive: true }).catch(() => undefined)
  }

  private opened(answer: Answer): void {
    if (this.over) return
    const connection = answer.header('Im-Connection')
    if (!isSuccess(answer)) return this.refused(answer)
    // Somebody else has answered, a proxy that wants a login perhaps.
    if (connection === undefined) return this.end(CLOSE.LOST, 'not the answer of a chat server')
    this.connection = connection
    const uplink = new Uplink(this.env, this.requests, () => this.headers(), {
      sent: () => this.down?.expect(),
      refused: (no) => this.refused(no),
    })
    this.uplink = uplink
    const down = this.downOf(connection, Number(answer.header('Im-Batch') ?? 0))
    this.down = down
    this.early.splice(0).forEach((line) => uplink.send(line))
    this.listener.received(answer.body)
    if (!this.over) down.start()
  }

  private downOf(connection: string, from: number): Down {
    const { env, requests, base } = this
    const line: DownLine = {
      env, requests, base, connection, from,
      received: (lines) => this.over || this.listener.received(lines),
      refused: (answer) => this.refused(answer),
      lost: (why) => this.end(CLOSE.LOST, why),
    }
    return this.name === 'sse' ? new EventStream(line) : new Poller(line, this.name === 'longPoll')
  }

  private headers(): Record<string, string> {
    return { 'Im-Connection': this.connection ?? '', 'Im-Ack': `${this.down?.last ?? 0}` }
  }

  private refused(answer: Answer): void {
    this.end(closeCodeOf(answer), textOf(answer), retryAfterOf(answer))
  }

  private end(code: number, reason: string, retryAfterMs = 0): void {
    if (this.over) return
    this.stop()
    this.listener.closed(code, reason, retryAfterMs)
  }

  private stop(): void {
    this.over = true
    this.uplink?.close()
    this.down?.stop()
    this.requests.abort()
  }
}

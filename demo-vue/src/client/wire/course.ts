import type { Environment } from '../environment'
import { Ladder } from './ladder'
import { http } from './http'
import { Slots } from './slots'
import { webSocket } from './websocket'
import { WIRES } from './wire'
import type { OpenWire, WireName } from './wire'

export interface Address {
  /** Of the WebSocket, where it is elsewhere than at `base`. */
  url?: string | undefined
  /** The path below which all wires are; it may be relative to the page. */
  base?: string | undefined
  wires?: readonly WireName[] | undefined
}

const keepsRequestOpen = (wire: WireName) => wire === 'sse' || wire === 'longPoll'

/** Which wire to take, and how to open it. */
export class Course {
  readonly ladder: Ladder
  private readonly slots: Slots
  private readonly url: string
  private readonly base: string | undefined

  constructor(
    private readonly env: Environment,
    { url, base, wires }: Address,
  ) {
    this.base = base?.replace(/\/$/, '')
    const socket = url ?? this.base
    if (socket === undefined) throw new Error('url or base: one of them says where the server is')
    this.url = socket
    const order = wires ?? (this.base === undefined ? ['websocket'] : WIRES)
    const known = order.filter((wire, i) => WIRES.includes(wire) && order.indexOf(wire) === i)
    if (known.length === 0 || known.length < order.length) throw new Error(`wires: some of ${WIRES.join()}, each once`)
    if (this.base === undefined && known.some((wire) => wire !== 'websocket')) throw new Error('base: the HTTP wires need one')
    this.ladder = new Ladder(known, env.memory, () => env.clock.now())
    this.slots = new Slots(env)
  }

  opener(wire: WireName): OpenWire {
    return wire === 'websocket' ? webSocket(() => this.env.openSocket(this.url)) : http(wire, this.env, this.base ?? '')
  }

  /**
   * Says which wire it is this time: a tab that may not keep a request open polls instead, where that is allowed.
   *
   * @param better told when the wire that was meant may be used after all
   */
  choose(chosen: (wire: WireName) => void, better: (wire: WireName) => void): void {
    const wire = this.ladder.current
    if (!keepsRequestOpen(wire)) {
      this.slots.release()
      return chosen(wire)
    }
    this.slots.take(
      (got) => chosen(got || !this.ladder.has('poll') ? wire : 'poll'),
      () => better(wire),
    )
  }

  /** Whether it may be tried beside one that works. */
  mayTry(wire: WireName): boolean {
    return !keepsRequestOpen(wire) || this.slots.has
  }

  /** This one was tried beside one that works, and did not. */
  missed(wire: WireName, beside: WireName): void {
    if (keepsRequestOpen(wire) && !keepsRequestOpen(beside)) this.slots.release()
  }

  /** This one is in use now. */
  settled(wire: WireName): void {
    this.ladder.opened(wire)
    if (wire === 'websocket') this.slots.release() // a tab that polls goes on waiting for one
  }

  /** Nothing is in use any more. */
  left(): void {
    this.slots.release()
  }
}

import { Emitter } from './emitter'
import type { Off } from './emitter'
import type { Environment } from './environment'
import { ImError, offline } from './errors'
import type { OutboxItem } from './outbox/outbox'
import { Sender } from './outbox/sender'
import type { Args, ImEvent, Op, Push, Result } from './protocol/frames'
import { isMine } from './protocol/values'
import type { Limits, OwnSession, Presence, RoomView, User } from './protocol/values'
import { Room } from './room'
import { Follower } from './state/follower'
import { Marks } from './state/marks'
import { PresenceWatch } from './state/people'
import type { RoomInfo } from './state/room-state'
import { Connector } from './wire/connector'
import type { ConnStatus, Session } from './wire/connector'
import type { Exchange } from './wire/exchange'
import type { GetToken } from './wire/tokens'
import type { WireName } from './wire/wire'

export interface ClientOptions {
  /** Of the WebSocket, where that is all there is, or where it is elsewhere than at `base`. */
  url?: string
  /** The path below which the server has all its wires, such as `/im` or `https://example.org/im`; it may be relative to the page. */
  base?: string
  /** Which wires, and in which order; all with a `base`, else WebSocket alone. */
  wires?: readonly WireName[]
  getToken?: GetToken
  /** Who will be let in, where that is known before: what is unsent of this user is then shown without a connection. */
  user?: string
  /** Labels for people. */
  device?: string
  client?: string
  /** A room that everybody is in: with each connection it is joined before anything is sent, where the user is not in it. */
  home?: () => string | undefined
}

export interface ClientEvents {
  status: ConnStatus
  /** The rooms, or something about one of them. */
  rooms: readonly RoomInfo[]
  room: Room
  event: ImEvent
  presence: Presence
  outbox: readonly OutboxItem[]
}

export class ImClient {
  private readonly emitter = new Emitter<ClientEvents>()
  private readonly all = new Map<string, Room>()
  private readonly follower: Follower
  private readonly sender: Sender
  private readonly marks: Marks
  private readonly connector: Connector
  private exchange: Exchange | undefined
  private wake: Off | undefined
  private leave: Off | undefined
  private welcome: Result<'hello'> | undefined
  private readonly home: () => string | undefined

  /** Who is there. */
  readonly presence: PresenceWatch

  constructor(
    options: ClientOptions,
    private readonly env: Environment,
  ) {
    this.follower = new Follower(env, {
      view: (view) => this.room(view.id).view(view),
      applied: (event) => this.applied(event),
      reset: (room, to, epochChanged) => {
        if (epochChanged) this.marks.forget(room)
        this.room(room).reset(to, epochChanged)
      },
      gone: (room) => {
        this.marks.forget(room)
        this.room(room).gone()
      },
    })
    this.sender = new Sender(
      env,
      (message) => this.room(message.room).acknowledged(message),
      (room) => (this.all.get(room)?.info?.settings.slowMs ?? 0) > 0,
      (room) => {
        this.all.get(room)?.pendingChanged()
        this.emitter.emit('outbox', this.outbox.items())
      },
    )
    this.marks = new Marks(env)
    this.presence = new PresenceWatch(env, (presence) => this.emitter.emit('presence', presence))
    const { url, base, wires, getToken, device, client } = options
    this.home = options.home ?? (() => undefined)
    this.connector = new Connector(env, { url, base, wires, getToken: getToken ?? (() => undefined), device, client }, this.session())
    this.user = options.user === undefined ? undefined : { id: options.user, name: options.user }
  }

  /** Who the server takes the client for; before the first welcome, who the application says it is. */
  user: User | undefined

  get status(): ConnStatus {
    return this.connector.status
  }

  /** What the client must know to stay within; undefined before the first welcome. */
  get limits(): Limits | undefined {
    return this.welcome?.limits
  }

  connect(): void {
    this.wake ??= this.env.onWake(() => this.connector.reconnectNow())
    this.leave ??= this.env.onLeave(() => this.connector.leave())
    if (this.user) this.sender.open(this.user.id)
    this.connector.connect()
  }

  /** Ends the connection; what is unsent stays kept. */
  disconnect(): Promise<void> {
    this.connector.disconnect()
    this.wake?.()
    this.leave?.()
    this.wake = this.leave = undefined
    this.sender.close()
    return Promise.resolve()
  }

  reconnectNow(): void {
    this.connector.reconnectNow()
  }

  on<E extends keyof ClientEvents>(event: E, listener: (value: ClientEvents[E]) => void): Off {
    return this.emitter.on(event, listener)
  }

  /** Those that the user is in, the most recently active first. */
  rooms(): readonly RoomInfo[] {
    const infos = [...this.all.values()].flatMap((room) => room.info ?? [])
    return infos.sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0))
  }

  room(id: string): Room {
    let room = this.all.get(id)
    if (!room) {
      room = new Room(id, {
        env: this.env,
        ask: (op, args) => this.ask(op, args),
        me: () => this.user,
        pending: (of) => this.sender.outbox.of(of),
        send: (to, draft) => this.sender.send(to, draft),
        retry: (key) => this.sender.retry(key),
        discard: (key) => this.sender.outbox.discard(key),
        mark: (of, which, seq) => this.marks.move(of, which, seq),
        typing: (of, on) => this.marks.typing(of, on),
        refresh: (of) => this.follower.refresh(of),
        changed: (changed) => {
          this.emitter.emit('room', changed)
          this.emitter.emit('rooms', this.rooms())
        },
      })
      this.all.set(id, room)
    }
    return room
  }

  readonly outbox = {
    items: (): readonly OutboxItem[] => [...this.sender.outbox.all()],
    retryAll: (): void => {
      for (const { key } of this.outbox.items()) this.sender.retry(key)
    },
    discard: (key: string): boolean => this.sender.outbox.discard(key),
  }

  /** Rejects with {@link ImError}: at once without a connection, `unknown` if it was lost on the way. */
  ask<O extends Op>(op: O, args: Args<O>): Promise<Result<O>> {
    return this.exchange ? this.exchange.ask(op, args) : Promise.reject(offline())
  }

  async createRoom(args: Args<'room.create'>): Promise<Room> {
    const { room } = await this.ask('room.create', { cid: this.env.newId(), ...args })
    return this.gained(room)
  }

  async join(id: string): Promise<Room> {
    const { room } = await this.ask('join', { room: id })
    return this.gained(room)
  }

  /** Channels that are open to join, by id. */
  channels(page: { after?: string; limit?: number } = {}): Promise<Result<'room.list'>> {
    return this.ask('room.list', { kind: 'CHANNEL', ...page })
  }

  async sessions(): Promise<OwnSession[]> {
    return (await this.ask('sessions', {})).sessions
  }

  /** Ends one session of this user, or all others. */
  signOut(session?: string): Promise<object> {
    return this.ask('signout', { session })
  }

  private enterHome(): void {
    const home = this.home()
    if (home === undefined || this.room(home).info) return
    this.join(home).catch(() => undefined) // banned, or there is none: it is not among the rooms then
  }

  private gained(view: RoomView): Room {
    if (!isMine(view)) throw new ImError('NOT_FOUND', `not a member of ${view.id}`)
    this.follower.gained(view)
    return this.room(view.id)
  }

  private applied(event: ImEvent): void {
    this.room(event.room).applied(event)
    this.presence.seen(event)
    this.sender.seen(event) // after the row of it is there
    this.emitter.emit('event', event)
  }

  private session(): Session {
    return {
      cursorsForHello: () => this.follower.cursorsForHello(),
      connected: (exchange, welcome, named) => {
        this.exchange = exchange
        this.welcome = welcome
        this.user = welcome.user
        this.follower.connected(exchange, welcome, named)
        this.marks.connected(exchange)
        this.presence.connected(exchange)
        this.enterHome()
        this.sender.connected(exchange, welcome.user)
        for (const room of this.all.values()) room.connected()
      },
      pushed: (frame) => this.pushed(frame),
      disconnected: () => {
        this.exchange = undefined
        this.follower.disconnected()
        this.marks.disconnected()
        this.presence.disconnected()
        this.sender.disconnected()
        for (const room of this.all.values()) room.disconnected()
      },
      status: (status) => this.emitter.emit('status', status),
    }
  }

  private pushed(frame: Push): void {
    switch (frame.ev) {
      case 'event':
        return this.follower.event(frame)
      case 'room':
        this.follower.gained(frame.room)
        return this.presence.roomsChanged()
      case 'gone':
        this.follower.gone(frame.room)
        return this.presence.roomsChanged()
      case 'reset':
        return this.follower.reset(frame.room, { epoch: frame.epoch, rev: frame.rev })
      case 'signal':
        if (frame.type === 'presence') return this.presence.heard({ user: frame.user, state: frame.state, lastSeen: frame.lastSeen })
        if (frame.type === 'members') return this.room(frame.room).attended(frame.count)
        if (frame.type === 'mine') return this.room(frame.room).preferred(frame.mine ?? {})
        return this.room(frame.room).signal(frame.type, frame.user, frame.type === 'typing' ? frame.on : frame.seq)
    }
  }
}

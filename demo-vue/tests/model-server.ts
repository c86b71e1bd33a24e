import type { FakeClock, FakeSocket, Frame } from './world'

type Line = object

interface Link {
  socket: FakeSocket
  user: string
  welcomed: boolean
  alive: boolean
  lastDown: number
  lastUp: number
}

export interface Faults {
  /** Of an event's line: lost, twice, or late; of a reply: late or lost. 0 to 1 each. */
  drop: number
  repeat: number
  late: number
  cut: number
}

interface Posted extends Frame {
  seq: number
  rev: number
  cid: string
  sender: string
}

const CATCH_UP = 15
const KEPT = 40 // events for sync; older are a gap

/** The rooms of PROTOCOL.md in a few lines, behind wires that lose, repeat and reorder. What it has taken outlives it. */
export class ModelServer {
  readonly messages: Posted[] = []
  private readonly log: Frame[] = []
  private readonly read = new Map<string, number>()
  private links: Link[] = []
  faults: Faults = { drop: 0, repeat: 0, late: 0, cut: 0 }

  constructor(
    private readonly clock: FakeClock,
    private readonly random: () => number,
  ) {}

  accept(socket: FakeSocket, user: string): void {
    const link: Link = { socket, user, welcomed: false, alive: true, lastDown: 0, lastUp: 0 }
    this.links.push(link)
    socket.onSent = (frame) => {
      // What goes up keeps its order, as on every wire.
      link.lastUp = Math.max(link.lastUp, this.clock.now() + this.random() * 80)
      this.clock.setTimer(link.lastUp - this.clock.now(), () => link.alive && !socket.closed && this.request(link, frame))
      if (this.random() < this.faults.cut) this.clock.setTimer(this.random() * 200, () => this.cut(link))
    }
    this.clock.setTimer(this.random() * 50, () => link.alive && socket.open())
  }

  /** All connections end, and with them what was on its way. */
  restart(): void {
    for (const link of [...this.links]) this.cut(link, 1012)
  }

  post(sender: string, text: string): void {
    this.store(sender, `server-${this.log.length}`, { content: { type: 'text', text } })
  }

  edit(seq: number, text: string): void {
    const message = this.messages[seq - 1]
    if (!message) return
    message['content'] = { type: 'text', text }
    message['editedAt'] = this.clock.now()
    message.rev = this.append('edited', message.sender, { seq, content: message['content'] })
  }

  unread(user: string): number {
    return this.messages.length - (this.read.get(user) ?? 0)
  }

  private cut(link: Link, code = 1006): void {
    if (!link.alive) return
    link.alive = false
    this.links = this.links.filter((each) => each !== link)
    link.socket.end(code)
  }

  private view(user: string): Frame {
    const read = this.read.get(user) ?? 0
    return {
      id: 'g.1', kind: 'GROUP', epoch: 'e1', rev: this.log.length, seq: this.messages.length, joinedSeq: 0, read,
      unread: this.unread(user), mentions: 0, members: 2, role: 'member', durability: 'disk',
    }
  }

  private request(link: Link, frame: Frame): void {
    const answer = (result: Line) => this.down(link, { re: frame['id'], ...result }, true)
    switch (frame['op']) {
      case 'hello':
        return this.hello(link, frame, answer)
      case 'send':
        return this.send(link, frame, answer)
      case 'history':
        return answer(this.history(frame))
      case 'sync':
        return this.sync(frame, answer)
      case 'room.get':
        return answer({ room: this.view(link.user) })
      case 'mark':
        this.mark(link.user, frame['read'] as number)
        return answer({})
      default:
        return answer({})
    }
  }

  private hello(link: Link, frame: Frame, answer: (result: Line) => void): void {
    answer({
      session: 's', user: { id: link.user, name: link.user }, time: 1, pingMs: 25_000, more: false,
      limits: { maxFrameBytes: 65_536, maxTextBytes: 8192, maxPage: 10, maxCatchUp: CATCH_UP }, rooms: [this.view(link.user)],
    })
    link.welcomed = true
    const cursor = (frame['rooms'] as Record<string, { rev: number }> | undefined)?.['g.1']
    if (!cursor) return
    if (this.log.length - cursor.rev > CATCH_UP) this.down(link, { ev: 'reset', room: 'g.1', epoch: 'e1', rev: this.log.length })
    else for (const event of this.log.slice(cursor.rev)) this.down(link, this.filled(event))
  }

  private send(link: Link, frame: Frame, answer: (result: Line) => void): void {
    const cid = frame['cid'] as string
    const old = this.messages.find((message) => message.cid === cid && message.sender === link.user)
    if (old) return answer({ seq: old.seq, rev: old['first'], at: 1, dup: true })
    const chance = this.random()
    if (chance < this.faults.drop) return answer({ error: { code: 'RATE_LIMITED', message: 'no', retryable: true, retryAfterMs: 300 } })
    const { seq, rev } = this.store(link.user, cid, { content: frame['content'] })
    if (chance < 2 * this.faults.drop) answer({ error: { code: 'UNAVAILABLE', message: 'no', retryable: true, unknown: true } })
    else answer({ seq, rev, at: 1 })
  }

  private store(sender: string, cid: string, more: Frame): Posted {
    const seq = this.messages.length + 1
    const first = this.log.length + 1
    const message = { room: 'g.1', seq, rev: first, first, cid, sender, senderName: sender, at: 1, ...more } as Posted
    this.messages.push(message)
    this.mark(sender, seq)
    this.append('message', sender, { seq })
    return { ...message }
  }

  private mark(user: string, seq: number): void {
    const read = Math.min(seq, this.messages.length)
    if (read <= (this.read.get(user) ?? 0)) return
    this.read.set(user, read)
    for (const link of this.links) if (link.welcomed) this.down(link, { ev: 'signal', room: 'g.1', type: 'read', user, seq: read })
  }

  private append(type: string, by: string, more: Frame): number {
    const event = { ev: 'event', room: 'g.1', epoch: 'e1', rev: this.log.length + 1, type, at: 1, by, ...more }
    this.log.push(event)
    for (const link of this.links) if (link.welcomed) this.down(link, this.filled(event))
    return event.rev
  }

  /** As it is read: with what its message says by now. */
  private filled(event: Frame): Line {
    const message = { ...this.messages[(event['seq'] as number) - 1] }
    return event['type'] === 'message' ? { ...event, message } : { ...event, content: message['content'] }
  }

  private history(frame: Frame): Line {
    const limit = Math.min(frame['limit'] as number, 10)
    const before = (frame['before'] as number | undefined) ?? this.messages.length + 1
    const after = frame['after'] as number | undefined
    const from = after === undefined ? Math.max(1, before - limit) : after + 1
    const to = after === undefined ? before - 1 : Math.min(after + limit, this.messages.length)
    if (from > to) return { messages: [], more: false, range: [0, 0], rev: this.log.length }
    const messages = this.messages.slice(from - 1, to).map((message) => ({ ...message }))
    const more = after === undefined ? from > 1 : to < this.messages.length
    return { messages, more, range: [from, to], rev: this.log.length }
  }

  private sync(frame: Frame, answer: (result: Line) => void): void {
    const rev = frame['rev'] as number
    if (rev < this.log.length - KEPT) return answer({ error: { code: 'GAP', message: 'no', retryable: false } })
    const events = this.log.slice(rev, rev + 10).map((event) => this.filled(event))
    answer({ events, more: rev + 10 < this.log.length })
  }

  /** Replies overtake each other and events; events, too, when they are late. */
  private down(link: Link, line: Line, reply = false): void {
    const hello = !link.welcomed
    const fault = this.random()
    if (!hello && fault < this.faults.drop * (reply ? 0.2 : 1)) return
    const late = !hello && (reply || this.random() < this.faults.late)
    link.lastDown = Math.max(link.lastDown, this.clock.now() + this.random() * 60)
    const at = late ? link.lastDown + this.random() * 400 * this.faults.late : link.lastDown
    const copy = structuredClone(line) // as it is now
    const deliver = () => link.alive && !link.socket.closed && link.socket.push(copy)
    this.clock.setTimer(at - this.clock.now(), deliver)
    if (!reply && this.random() < this.faults.repeat) this.clock.setTimer(at - this.clock.now() + this.random() * 300, deliver)
  }
}

import { once } from 'node:events'
import { WebSocket } from 'ws'
import { within } from './deadline'

/** Requests that wait for their answers on one connection. */
const PIPELINED = 100
const DEADLINE_MS = 60_000

interface Reply {
  readonly re?: number
  readonly seq?: number
  readonly error?: unknown
}

interface Asked {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** A user without a page, who speaks to the server in frames. */
export class Raw {
  private readonly waiting = new Map<number, Asked>()
  private lastId = 0

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      for (const line of data.toString().split('\n')) if (line !== '') this.heard(JSON.parse(line) as Reply)
    })
    socket.on('close', (code) => this.fail(new Error(`the server closed with ${code}`)))
    socket.on('error', (error) => this.fail(error))
  }

  /** @param name shown to others; the id is made of letters that ids may have */
  static async connect(ws: string, id: string, name = id): Promise<Raw> {
    const socket = new WebSocket(ws, 'im.v1')
    const raw = new Raw(socket)
    await within('a connection', once(socket, 'open'))
    await raw.ask('hello', { v: 1, token: `guest:${id} ${name}` })
    return raw
  }

  /** The answer; rejects with the error that the server gives. */
  ask(op: string, args: Record<string, unknown>): Promise<Reply> {
    const id = ++this.lastId
    const answer = new Promise<Reply>((resolve, reject) => this.waiting.set(id, { resolve, reject }))
    this.socket.send(JSON.stringify({ op, id, ...args }))
    return within(`an answer to ${op}`, answer, DEADLINE_MS)
  }

  /** The seqs of the texts, in their order. */
  async say(room: string, texts: readonly string[]): Promise<number[]> {
    const seqs: number[] = []
    for (let from = 0; from < texts.length; from += PIPELINED) {
      const some = texts.slice(from, from + PIPELINED)
      const replies = await Promise.all(some.map((text) => this.ask('send', { room, cid: crypto.randomUUID(), content: { type: 'text', text } })))
      seqs.push(...replies.map(({ seq }) => seq ?? 0))
    }
    return seqs
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close')
    this.socket.close()
    await within('the connection to close', closed)
  }

  private heard(reply: Reply): void {
    const asked = reply.re === undefined ? undefined : this.waiting.get(reply.re)
    if (!asked) return
    this.waiting.delete(reply.re ?? 0)
    if (reply.error === undefined) asked.resolve(reply)
    else asked.reject(new Error(JSON.stringify(reply.error)))
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}

/**
 * Several people talk at once in a channel, which is made if it is not there.
 * @param textOf what is said as the n-th of all; each is said by one of them
 * @returns what was said, by seq
 */
export async function fill(ws: string, channel: { id: string; title: string }, count: number, textOf: (n: number) => string, speakers = 4): Promise<Map<number, string>> {
  const people = await Promise.all(Array.from({ length: speakers }, (_, n) => Raw.connect(ws, `speaker-${n}`, `Speaker ${n}`)))
  await people[0]?.ask('room.create', { kind: 'CHANNEL', room: channel.id, title: channel.title })
  await Promise.all(people.slice(1).map((each) => each.ask('join', { room: channel.id })))
  const said = new Map<number, string>()
  await Promise.all(
    people.map(async (each, n) => {
      const texts = Array.from({ length: count }, (_, at) => at).filter((at) => at % speakers === n).map(textOf)
      const seqs = await each.say(channel.id, texts)
      seqs.forEach((seq, at) => said.set(seq, texts[at] ?? ''))
    }),
  )
  await Promise.all(people.map((each) => each.close()))
  return said
}

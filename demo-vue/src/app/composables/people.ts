/** Names and presence of other users, as far as this page has met them. */
import { shallowRef, triggerRef } from 'vue'
import type { ImClient, Member, Off, Presence } from '../../client'

const WATCHED = 100

/** Reactive: what reads a name in a template is rendered again when the name becomes known. */
export class People {
  private readonly names = shallowRef(new Map<string, string>())
  private readonly presences = shallowRef(new Map<string, Presence>())
  private readonly wants = new Map<symbol, readonly string[]>()
  private readonly asked = new Set<string>() // rooms of which somebody's name was asked for
  private queue: Promise<unknown> = Promise.resolve()
  private readonly offs: Off[]

  constructor(
    private readonly client: ImClient,
    /** What to call those whose name is not known. */
    private readonly guess: (user: string) => string | undefined = () => undefined,
  ) {
    this.offs = [
      client.on('event', (event) => {
        if (event.type === 'message') this.learn(event.message.sender, event.message.senderName)
        else if (event.type === 'joined') this.learn(event.user, event.name)
      }),
      client.on('presence', (presence) => {
        this.presences.value.set(presence.user, presence)
        triggerRef(this.presences)
      }),
      client.on('status', ({ state }) => {
        if (state === 'connected') return
        this.asked.clear()
        if (this.presences.value.size > 0) this.presences.value = new Map()
      }),
    ]
  }

  /** The user's name, or the id as long as no name is known. */
  name(user: string): string {
    return this.knownName(user) ?? user
  }

  knownName(user: string): string | undefined {
    const me = this.client.user
    return user === me?.id ? me.name : (this.names.value.get(user) ?? this.guess(user))
  }

  learn(user: string, name: string): void {
    // A server that does not know somebody says the id, which is no news.
    if (name === user || this.names.value.get(user) === name) return
    this.names.value.set(user, name)
    triggerRef(this.names)
  }

  learnAll(members: readonly Member[]): void {
    for (const { user, name } of members) this.learn(user, name)
  }

  /** Finds out what the other one of a direct room is called, one room at a time; once a connection. */
  meet(room: string, peer: string): void {
    this.ask(room, peer, () => this.client.room(room).members({ limit: 2 }).then(({ members }) => this.learnAll(members)))
  }

  /** Finds out who said the last thing in a room. */
  meetSpeaker(room: string, speaker: string): void {
    this.ask(room, speaker, () =>
      this.client
        .ask('history', { room, limit: 1 })
        .then(({ messages }) => messages.forEach(({ sender, senderName }) => this.learn(sender, senderName))),
    )
  }

  presence(user: string): Presence | undefined {
    return this.presences.value.get(user)
  }

  isOnline(user: string): boolean {
    return this.presences.value.get(user)?.state === 'online'
  }

  /** Whose presence an owner shows; an empty list ends it. Of all owners' together the first hundred are watched. */
  watch(owner: symbol, users: readonly string[]): void {
    const before = this.wanted()
    if (users.length === 0) this.wants.delete(owner)
    else this.wants.set(owner, users)
    const now = this.wanted()
    if (now.join(' ') === before.join(' ')) return
    // What is not watched any more may change unheard.
    const left = before.filter((each) => !now.includes(each) && this.presences.value.delete(each))
    if (left.length > 0) triggerRef(this.presences)
    this.client.presence.watch(now)
  }

  close(): void {
    for (const off of this.offs) off()
  }

  private ask(room: string, user: string, find: () => Promise<void>): void {
    if (this.names.value.has(user) || this.asked.has(room)) return
    this.asked.add(room)
    this.queue = this.queue.then(find).catch(() => this.asked.delete(room)) // offline: asked again with the next connection
  }

  private wanted(): string[] {
    const me = this.client.user?.id
    return [...new Set([...this.wants.values()].flat())].filter((each) => each !== me).slice(0, WATCHED).sort()
  }
}

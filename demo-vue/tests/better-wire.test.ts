import { describe, expect, it } from 'vitest'
import type { ConnStatus } from '../src/client'
import { LOOK_MS } from '../src/client/wire/lookout'
import { WiredWorld } from './http-world'
import { FakeClock, posted, settle, shown, view, welcome } from './world'

/** A client on an event stream, with its room on the screen; every WebSocket from now on is up to the test. */
async function onStream(): Promise<WiredWorld> {
  const world = new WiredWorld({ user: 'alice' })
  world.random = () => 1 // each pause is as long as it can be
  const peer = await world.connectHttp()
  void world.client.room('g.1').timeline
  await world.clock.advance(1)
  peer.reply('history', { messages: [], more: false, range: [0, 0], rev: 10 })
  await world.clock.advance(1)
  world.blocked = false
  return world
}

const webSocket = (world: WiredWorld) => {
  const socket = world.webSockets.at(-1)
  if (!socket) throw new Error('no WebSocket')
  return socket
}

describe('a better wire', () => {
  it('is looked for beside the one that works, and taken in one turn', async () => {
    const world = await onStream()
    const { peer } = world
    const states: ConnStatus[] = []
    world.client.on('status', (status) => states.push(status))
    await world.clock.advance(LOOK_MS)
    expect(world.webSockets).toHaveLength(2)
    webSocket(world).open()
    await settle()
    peer.push(posted(6, 11)) // while the hello is on its way
    expect(webSocket(world).last('hello')['rooms']).toEqual({ 'g.1': { epoch: 'e1', rev: 10 } })
    expect(shown(world.client)).toEqual([])
    webSocket(world).push({ re: webSocket(world).last('hello').id, ...welcome([view({ rev: 11, seq: 6 })]) }, posted(6, 11), posted(7, 12))
    await settle()

    expect(states).toEqual([{ state: 'connected', attempt: 1, wire: 'websocket' }])
    expect(peer.closed).toBe(true)
    expect(shown(world.client)).toEqual(['m6', 'm7'])
    expect(world.client.room('g.1').info?.unread).toBe(2)
    expect(webSocket(world).count('sync')).toBe(0)
  })

  it('is taken when nothing is on its way, and what is asked meanwhile is asked there', async () => {
    const world = await onStream()
    const { peer } = world
    await world.clock.advance(LOOK_MS - 1)
    const asked = world.client.ask('members', { room: 'g.1', limit: 1 })
    await world.clock.advance(1)
    webSocket(world).open()
    await settle()
    expect(webSocket(world).count('hello')).toBe(0)

    world.client.room('g.1').send('meanwhile')
    await settle()
    peer.reply('members', { members: [], more: false })
    await settle()
    webSocket(world).reply('hello', welcome())
    await settle()

    expect((await asked).members).toEqual([])
    expect(peer.count('send') + webSocket(world).count('send')).toBe(1)
    expect(webSocket(world).count('send')).toBe(1)
    webSocket(world).refuse('send', 'UNAVAILABLE', { retryable: true })
    await world.clock.advance(1_000)
    expect(webSocket(world).count('send'), 'as on any connection').toBe(2)
  })

  it.each([
    ['is not there', (world: WiredWorld) => webSocket(world).end()],
    ['opens and lets nothing through', (world: WiredWorld) => webSocket(world).open()],
  ])('disturbs nobody if it %s', async (_, happens) => {
    const world = await onStream()
    const states: ConnStatus[] = []
    world.client.on('status', (status) => states.push(status))
    await world.clock.advance(LOOK_MS)
    happens(world)
    await settle()
    world.peer.push(posted(6, 11))
    world.client.room('g.1').send('hi')
    await world.clock.advance(3_000)

    expect(states).toEqual([])
    expect(shown(world.client)).toEqual(['m6', 'hi sending'])
    expect(world.peer.count('send')).toBe(1)
    expect(world.peer.closed).toBe(false)
  })

  it('is looked for more and more seldom, and at once when the page comes back', async () => {
    const world = await onStream()
    world.blocked = true
    await world.clock.advance(30_000)
    const at: number[] = []
    const start = world.clock.now()
    for (let s = 0; s < 2_000; s += 10) {
      await world.clock.advance(10_000)
      world.peer.sent.filter((frame) => frame['op'] === 'ping' && !frame['answered']).forEach((frame) => {
        frame['answered'] = true
        world.peer.push({ re: frame['id'] })
      })
      while (at.length < world.webSockets.length - 2) at.push((world.clock.now() - start) / 1_000)
    }
    expect(at).toEqual([60, 180, 420, 900, 1_800])

    world.wake()
    await world.clock.advance(0)
    expect(world.webSockets).toHaveLength(8)
    world.wake()
    await world.clock.advance(0)
    expect(world.webSockets, 'not each time').toHaveLength(8)
  })

  it('is not looked for any more when it is found, nor without a connection', async () => {
    const world = await onStream()
    await world.client.disconnect()
    await world.clock.advance(10 * LOOK_MS)
    expect(world.webSockets).toHaveLength(1)
  })
})

/** The locks of a browser, for the tabs of one. */
class Locks {
  private readonly queues = new Map<string, (() => void)[]>()

  readonly lock = (name: string, held: () => void) => {
    const queue = this.queues.get(name) ?? []
    this.queues.set(name, queue)
    const mine = () => held()
    queue.push(mine)
    if (queue[0] === mine) queueMicrotask(() => queue[0] === mine && held())
    return () => {
      const at = queue.indexOf(mine)
      if (at >= 0) queue.splice(at, 1)
      const next = queue[0]
      if (at === 0 && next) queueMicrotask(() => queue[0] === next && next())
    }
  }
}

describe('several tabs without WebSocket', () => {
  async function tabs(count: number, change: ConstructorParameters<typeof WiredWorld>[1] = {}): Promise<WiredWorld[]> {
    const clock = new FakeClock()
    const { lock } = new Locks()
    const all: WiredWorld[] = []
    for (let i = 0; i < count; i++) {
      const world = new WiredWorld({ wires: ['sse', 'longPoll', 'poll'] }, { clock, lock, ...change })
      world.client.connect()
      await clock.advance(200)
      await world.admit()
      all.push(world)
    }
    return all
  }
  const wires = (all: WiredWorld[]) => all.map(({ client }) => client.status.wire)

  it('keep no more requests open than leave the page some, and the others poll', async () => {
    expect(wires(await tabs(8))).toEqual(['sse', 'sse', 'poll', 'poll', 'poll', 'poll', 'poll', 'poll'])
  })

  it('take the place of one that is closed, without a break', async () => {
    const all = await tabs(3)
    const [first, , third] = all as [WiredWorld, WiredWorld, WiredWorld]
    const states: ConnStatus[] = []
    third.client.on('status', (status) => states.push(status))
    await first.client.disconnect()
    await third.clock.advance(1_500)
    await third.admit()

    expect(states).toEqual([{ state: 'connected', attempt: 1, wire: 'sse' }])
    expect(third.http.peers[0]?.closed).toBe(true)
  })

  it('all poll where they cannot know of each other', async () => {
    expect(wires(await tabs(2, { hasLocks: false }))).toEqual(['poll', 'poll'])
  })

  it('forget the place they did not use when something keeps the stream back', async () => {
    const all = await tabs(3)
    const [first, , third] = all as [WiredWorld, WiredWorld, WiredWorld]
    third.http.buffers = true
    await first.client.disconnect()
    await third.clock.advance(1_500)
    third.peer.reply('hello', welcome())
    await third.clock.advance(5_000)

    expect(third.client.status).toMatchObject({ state: 'connected', wire: 'poll' })
    expect(third.http.peers.map((peer) => peer.closed)).toEqual([false, true])
  })
})

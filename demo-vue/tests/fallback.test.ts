import { describe, expect, it } from 'vitest'
import { ImClient } from '../src/client'
import { REMEMBER_MS } from '../src/client/wire/ladder'
import type { WireName } from '../src/client/wire/wire'
import { HttpPeer, WiredWorld } from './http-world'
import { World, settle, welcome } from './world'

/** Each opening, in order: `ws`, or `http`. */
const openings = (world: WiredWorld) => world.sockets.map((socket) => (socket instanceof HttpPeer ? 'http' : 'ws'))

async function begin(world: WiredWorld): Promise<void> {
  world.client.connect()
  await settle()
}

describe('falling back', () => {
  it('goes at once from a WebSocket that is refused to an event stream', async () => {
    const world = new WiredWorld()
    await world.connectHttp()

    expect(openings(world)).toEqual(['ws', 'http'])
    expect(world.http.streams).toHaveLength(1)
    expect(world.client.status).toEqual({ state: 'connected', attempt: 1, wire: 'sse' })
  })

  it('goes on from a WebSocket that opens and answers nothing', async () => {
    const world = new WiredWorld()
    await begin(world)
    world.socket.open()
    await world.clock.advance(2_499)
    expect(openings(world)).toEqual(['ws'])

    await world.clock.advance(1)

    expect(openings(world)).toEqual(['ws', 'http'])
    expect(world.webSockets[0]?.closed).toBe(true)
  })

  it('goes on from an event stream that something keeps back, and no sooner', async () => {
    const world = new WiredWorld()
    world.http.buffers = true
    await world.connectHttp()
    await world.clock.advance(1_999)
    expect(world.client.status.state).toBe('connecting')

    await world.clock.advance(1)
    await world.admit()

    expect(world.http.peers[0]?.closed, 'the server need not wait').toBe(true)
    expect(world.client.status).toMatchObject({ state: 'connected', wire: 'longPoll' })
  })

  it('ends at polls', async () => {
    const world = new WiredWorld()
    world.http.buffers = true
    world.http.verdict = ({ path }) => (path.startsWith('poll') && !path.endsWith('wait=0') ? 'never' : undefined)
    await world.connectHttp()
    await world.clock.advance(3_000)
    await world.admit() // long poll: welcome, and then nothing
    await world.clock.advance(3_000)
    await world.admit()

    expect(world.client.status).toMatchObject({ state: 'connected', wire: 'poll' })
  })

  it.each([1001, 1008, 1011, 1012, 1013, 4004, 4006, 4321])('stays when the server closes with %i', async (code) => {
    const world = new WiredWorld()
    world.onSocket = (socket) => queueMicrotask(() => socket.end(code))
    await begin(world)
    await world.clock.advance(60_000)

    expect(openings(world)).not.toContain('http')
    expect(openings(world).length).toBeGreaterThan(1)
  })

  it('learns over the next wire, and soon, that the login has ended with which a container closed the WebSocket', async () => {
    const world = new WiredWorld()
    await begin(world)
    await world.welcome()
    world.http.verdict = () => ({ status: 401, text: 'not logged in', headers: { 'Content-Type': 'text/plain' } })
    world.blocked = true // the upgrade is refused, and a browser does not say with what
    world.socket.end(1008)
    await world.clock.advance(1_000)

    expect(openings(world)).toEqual(['ws', 'ws'])
    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { code: 4501, text: 'not logged in', terminal: true } })
  })

  it('stays when the server refuses the hello', async () => {
    const world = new WiredWorld()
    await begin(world)
    world.socket.open()
    world.socket.refuse('hello', 'UNAVAILABLE', { retryable: true, retryAfterMs: 7_000 })
    world.socket.end(1006)
    await world.clock.advance(6_999)
    expect(openings(world)).toEqual(['ws'])

    await world.clock.advance(1_000)

    expect(openings(world)).toEqual(['ws', 'ws'])
  })

  it.each([
    [403, 1008],
    [429, 1013],
    [503, 1013],
  ])('stays when an opening is answered with %i', async (status, code) => {
    const world = new WiredWorld({ wires: ['sse', 'longPoll', 'poll'] })
    world.http.verdict = () => ({ status, text: 'come later', headers: { 'Content-Type': 'text/plain', 'Retry-After': '9' } })
    await begin(world)
    expect(world.client.status).toMatchObject({ state: 'connecting', reason: { code, text: 'come later', terminal: false } })
    await world.clock.advance(8_999)
    expect(world.http.count('open')).toBe(1)

    world.http.verdict = () => undefined
    await world.clock.advance(1_000)
    await world.admit()

    expect(world.client.status).toMatchObject({ state: 'connected', wire: 'sse' })
  })

  it('asks for another token when an opening is not let in, and then stops', async () => {
    const reasons: string[] = []
    const world = new WiredWorld({ wires: ['sse', 'poll'], getToken: ({ reason }) => `t${reasons.push(reason)}` })
    world.http.verdict = () => ({ status: 401 })
    await begin(world)
    await world.clock.advance(60_000)

    expect(reasons).toEqual(['first', 'expired'])
    expect(world.http.count('open')).toBe(2)
    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { code: 4501, terminal: true } })
  })

  it.each([404, 405, 502])('asks once for all that need HTTP where it answers %i, and begins at the top again', async (status) => {
    const world = new WiredWorld()
    world.blocked = true
    world.http.verdict = () => ({ status })
    await begin(world)
    expect(world.http.count('open')).toBe(1)
    expect(world.client.status).toMatchObject({ state: 'connecting', attempt: 1, retryAt: world.clock.now() + 250 })

    await world.clock.advance(250)

    expect(world.webSockets).toHaveLength(2)
    expect(world.http.count('open')).toBe(2)
    expect(world.client.status).toMatchObject({ attempt: 2 })
  })

  it('does not take the page of a proxy for the server', async () => {
    const world = new WiredWorld()
    world.blocked = true
    world.http.verdict = () => ({ status: 200, text: '<h1>Please sign in</h1>', headers: { 'Content-Type': 'text/html' } })
    await begin(world)

    expect(world.client.status).toMatchObject({ state: 'connecting', reason: { code: 1006, text: 'not the answer of a chat server' } })
  })

  it('is more patient each time round: a slow network is no wall', async () => {
    const world = new WiredWorld({ wires: ['websocket', 'poll'] })
    world.http.verdict = () => 'never'
    world.random = () => 0
    await begin(world)
    const at: number[] = []
    const start = world.clock.now()
    for (let i = 0; i < 60; i++) {
      while (at.length < world.webSockets.length) at.push(world.clock.now() - start)
      await world.clock.advance(500)
    }
    expect(at).toEqual([0, 5_000, 15_000])
  })

  it('tries a wire that worked three times again before it tries others', async () => {
    const world = new WiredWorld()
    world.random = () => 0
    await world.connect()
    world.blocked = true
    world.socket.end()
    await world.clock.advance(1)

    expect(openings(world)).toEqual(['ws', 'ws', 'ws', 'ws', 'ws', 'http'])
  })

  it('comes back over the same wire after a loss', async () => {
    const world = new WiredWorld()
    const peer = await world.connectHttp()
    peer.end()
    await world.clock.advance(500)
    expect(world.http.peers).toHaveLength(2)
    await world.admit()

    expect(openings(world)).toEqual(['ws', 'http', 'http'])
    expect(world.client.status).toMatchObject({ state: 'connected', wire: 'sse' })
  })
})

describe('the wires that may be used', () => {
  it('is WebSocket alone with an address of one', async () => {
    const world = new World()
    world.random = () => 0
    await begin(world as WiredWorld)
    world.sockets[0]?.end()
    await world.clock.advance(0)
    expect(world.sockets).toHaveLength(2)
  })

  it('are those that are named, in that order', async () => {
    const world = new WiredWorld({ wires: ['longPoll', 'websocket'] })
    await begin(world)
    await world.admit()
    expect(openings(world)).toEqual(['http'])
    expect(world.client.status.wire).toBe('longPoll')
  })

  it('has a WebSocket where it is told, and the rest at the base', async () => {
    const at: string[] = []
    const world = new WiredWorld({ url: 'ws://elsewhere/chat' }, {
      openSocket: (url) => {
        at.push(url)
        throw new Error('blocked')
      },
    })
    await begin(world)
    expect(at).toEqual(['ws://elsewhere/chat'])
    expect(world.http.asked[0]?.path).toBe('open')
  })

  it.each([
    [{}, 'url or base'],
    [{ url: 'ws://x', wires: ['poll'] as WireName[] }, 'base'],
    [{ base: '/im', wires: [] }, 'wires'],
    [{ base: '/im', wires: ['poll', 'poll'] as WireName[] }, 'wires'],
    [{ base: '/im', wires: ['pigeon' as WireName] }, 'wires'],
  ])('must make sense: %j', (options, said) => {
    expect(() => new ImClient(options, new World().env)).toThrow(said)
  })
})

describe('what works is remembered', () => {
  const again = (world: WiredWorld) => {
    const next = new WiredWorld({}, { clock: world.clock, memory: world.env.memory })
    next.blocked = true
    return next
  }

  it('by the tab, for a page that is loaded again', async () => {
    const world = new WiredWorld()
    await world.connectHttp()
    await world.client.disconnect()
    const next = again(world)
    await begin(next)

    expect(openings(next)).toEqual(['http'])
  })

  it('not for long', async () => {
    const world = new WiredWorld()
    await world.connectHttp()
    await world.client.disconnect()
    await world.clock.advance(REMEMBER_MS)
    const next = again(world)
    await begin(next)

    expect(openings(next)[0]).toBe('ws')
  })

  it('not when it works no more: then the others come, from the top', async () => {
    const world = new WiredWorld()
    await world.connectHttp()
    await world.client.disconnect()
    const next = again(world)
    next.http.verdict = () => 'fail'
    next.blocked = false
    await begin(next)
    next.socket.open()
    next.socket.reply('hello', welcome())

    expect(openings(next)).toEqual(['ws'])
    expect(next.client.status).toMatchObject({ state: 'connected', wire: 'websocket' })
    expect(world.remembered.size).toBe(0)
  })

  it('not by another tab', async () => {
    const world = new WiredWorld()
    await world.connectHttp()
    const other = new WiredWorld({}, { clock: world.clock })
    await begin(other)
    expect(openings(other)).toEqual(['ws'])
  })
})

import { describe, expect, it } from 'vitest'
import { backoff } from '../src/client/backoff'
import { Unauthorized } from '../src/client/wire/tokens'
import { World, posted, settle, shown, view, welcome } from './world'

describe('connection', () => {
  it('is connected with the reply to hello, not with the open socket', async () => {
    const world = new World()
    world.client.connect()
    await settle()
    world.socket.open()
    expect(world.client.status.state).toBe('connecting')

    world.socket.reply('hello', welcome())

    expect(world.client.status).toEqual({ state: 'connected', attempt: 1, wire: 'websocket' })
    expect(world.client.rooms().map((room) => room.id)).toEqual(['g.1'])
  })

  it('applies what stands behind the welcome in the same unit', async () => {
    const world = new World()
    world.client.connect()
    await settle()
    world.socket.open()

    world.socket.push({ re: world.socket.last('hello').id, ...welcome() }, posted(6, 11))

    expect(world.client.rooms()[0]?.seq).toBe(6)
  })

  it('names its cursors when it comes back', async () => {
    const world = new World()
    const socket = await world.connect()
    socket.push(posted(6, 11))
    socket.end()
    await world.clock.advance(30_000)
    world.socket.open()

    expect(world.socket.last('hello')['rooms']).toEqual({ 'g.1': { epoch: 'e1', rev: 11 } })
  })

  it('waits with full jitter: the cap first, then the jitter', () => {
    expect(backoff(() => 0, 30)).toBe(0)
    expect(backoff(() => 0.5, 30)).toBe(15_000)
    expect(backoff(() => 0.5, 1)).toBe(250)
    expect(backoff(() => 0.5, 1, 1000)).toBe(1250)
  })

  it('waits longer from failure to failure, and shortly again after a stable minute', async () => {
    const world = new World()
    const delays: number[] = []
    world.client.on('status', ({ retryAt }) => retryAt && delays.push(retryAt - world.clock.now()))
    world.client.connect()
    await settle()
    for (let i = 0; i < 8; i++) {
      world.socket.end()
      await world.clock.advance(delays.at(-1) ?? 0)
    }
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000])

    await world.welcome()
    await world.clock.advance(30_000)
    world.socket.push({ ev: 'ping' })
    world.socket.reply('ping')
    await world.clock.advance(30_001)
    world.socket.end()

    expect(delays.at(-1)).toBe(250)
  })

  it.each([1003, 1007, 1009, 4500, 4502, 4503, 4504])('stops at the terminal close code %i', async (code) => {
    const world = new World()
    const socket = await world.connect()
    socket.end(code, 'why')
    await world.clock.advance(120_000)

    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { code, text: 'why', terminal: true } })
    expect(world.sockets).toHaveLength(1)
  })

  it.each([1001, 1006, 1011, 1012, 1013, 4001, 4002, 4004, 4006, 4321])('comes back after the close code %i', async (code) => {
    const world = new World()
    const socket = await world.connect()
    socket.end(code)
    await world.clock.advance(60_000)
    expect(world.sockets.length).toBeGreaterThan(1)
  })

  it('comes back no sooner than a closing server wishes', async () => {
    const world = new World()
    const socket = await world.connect()
    socket.push({ ev: 'closing', code: 1012, reason: 'restart', retryAfterMs: 12_000 })
    socket.end(1012)
    await world.clock.advance(11_999)
    expect(world.sockets).toHaveLength(1)
    await world.clock.advance(1000)
    expect(world.sockets).toHaveLength(2)
  })

  it('asks for another token when the server says that it expired, and not otherwise', async () => {
    const reasons: string[] = []
    const world = new World({ getToken: ({ reason }) => `t${reasons.push(reason)}` })
    const socket = await world.connect()
    socket.end(1006)
    await world.clock.advance(1000)
    expect(reasons).toEqual(['first'])

    await world.welcome()
    world.socket.end(4005)
    await world.clock.advance(1000)
    world.socket.open()

    expect(reasons).toEqual(['first', 'expired'])
    expect(world.socket.last('hello')['token']).toBe('t2')
  })

  it('tries one other token when refused, then stops', async () => {
    const reasons: string[] = []
    const world = new World({ getToken: ({ reason }) => `t${reasons.push(reason)}` })
    world.client.connect()
    await settle()
    world.socket.end(4501, 'no')
    await world.clock.advance(1000)
    world.socket.end(4501, 'no')
    await world.clock.advance(60_000)

    expect(reasons).toEqual(['first', 'expired'])
    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { code: 4501, terminal: true } })
  })

  it('takes an unauthorized from getToken for final, and any other failure not', async () => {
    let failure: Error = new Error('network')
    const world = new World({ getToken: () => Promise.reject(failure) })
    world.client.connect()
    await settle()
    expect(world.client.status.state).toBe('connecting')

    failure = new Unauthorized('signed out')
    await world.clock.advance(1000)

    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { code: 4501, text: 'signed out', terminal: true } })
  })

  it('renews the token before it ends', async () => {
    const reasons: string[] = []
    const world = new World({ getToken: ({ reason }) => `t${reasons.push(reason)}` })
    const socket = await world.connect(undefined, { expiresInMs: 50_000 })
    await world.clock.advance(39_999)
    expect(socket.count('auth')).toBe(0)
    await world.clock.advance(1)
    expect(socket.last('auth')['token']).toBe('t2')

    socket.reply('auth', { expiresInMs: 20_000 })
    await world.clock.advance(16_000)
    expect(socket.last('auth')['token']).toBe('t3')
  })

  it('probes a silent server, and leaves it when it does not answer', async () => {
    const world = new World()
    const socket = await world.connect()
    await world.clock.advance(50_000)
    expect(socket.count('ping')).toBe(1)
    socket.reply('ping')
    await world.clock.advance(50_000)
    expect(socket.count('ping')).toBe(2)
    await world.clock.advance(20_000)

    expect(socket.closed).toBe(true)
    expect(world.sockets.length).toBeGreaterThan(1)
  })

  it('looks at once when the network or the page comes back', async () => {
    const world = new World()
    world.random = () => 0.99
    const socket = await world.connect()
    world.wake()
    expect(socket.count('ping')).toBe(1)

    socket.end()
    expect(world.sockets).toHaveLength(1)
    world.wake()
    await settle()
    expect(world.sockets).toHaveLength(2)
  })

  it('does not come back after disconnect', async () => {
    const world = new World()
    await world.connect()
    await world.client.disconnect()
    await world.clock.advance(120_000)
    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { terminal: false } })
    expect(world.sockets).toHaveLength(1)
  })

  it('joins a LIVE room again with its cursor after a reconnect', async () => {
    const world = new World()
    const socket = await world.connect([])
    const joined = world.client.join('live')
    socket.reply('join', { room: view({ id: 'live', kind: 'LIVE' }), recovered: false })
    await joined
    socket.push({ ev: 'signal', room: 'live', type: 'members', count: 48_211 })
    expect(world.client.room('live').info?.members).toBe(48_211)
    socket.end()
    await world.clock.advance(1000)
    await world.welcome([])

    expect(world.socket.last('hello')['rooms']).toBeUndefined()
    expect(world.socket.last('join')).toMatchObject({ room: 'live', epoch: 'e1', rev: 10 })
  })

  it('is in its home before it sends what waits, also when the server has forgotten it', async () => {
    const world = new World({ user: 'alice', home: () => 'general' })
    await world.connect([view({ id: 'general' })])
    expect(world.socket.count('join')).toBe(0)
    world.socket.end()
    world.client.room('general').send('a')
    await world.clock.advance(1000)
    await world.welcome([])
    expect(world.socket.sent.map(({ op, room }) => [op, room]).slice(1)).toEqual([['join', 'general'], ['send', 'general']])

    world.socket.reply('join', { room: view({ id: 'general', epoch: 'e2', rev: 1, seq: 0, read: 0 }), recovered: false })
    await settle()
    expect(world.client.room('general').info?.seq).toBe(0)
    expect(shown(world.client, 'general')).toEqual(['a sending'])
  })
})

import { describe, expect, it } from 'vitest'
import type { WireName } from '../src/client/wire/wire'
import { WiredWorld } from './http-world'
import { event, message, posted, settle, shown, view } from './world'

const HTTP = ['sse', 'longPoll', 'poll'] as const

async function connected(wire: WireName, options: ConstructorParameters<typeof WiredWorld>[0] = {}): Promise<WiredWorld> {
  const world = new WiredWorld({ wires: [wire], user: 'alice', ...options })
  world.client.connect()
  await settle()
  await world.admit()
  expect(world.client.status).toMatchObject({ state: 'connected', wire })
  return world
}

describe.each(HTTP)('over %s', (wire) => {
  it('a message goes up and events come down, each once', async () => {
    const world = await connected(wire)
    const room = world.client.room('g.1')
    void room.timeline
    await world.clock.advance(2_000)
    world.peer.reply('history', { messages: [], more: false, range: [0, 0], rev: 10 })
    const { done } = room.send('hi')
    await world.clock.advance(1_000)
    world.peer.reply('send', { seq: 6, rev: 11, at: 1 })
    world.peer.push(posted(6, 11, { sender: 'alice', cid: world.peer.last('send')['cid'], content: { type: 'text', text: 'hi' } }))
    world.peer.push(posted(7, 12), event(13, 'recalled', { seq: 7 }))
    await world.clock.advance(6_000)

    expect((await done).seq).toBe(6)
    expect(world.peer.count('send')).toBe(1)
    expect(shown(world.client)).toEqual(['hi', '(recalled)'])
  })

  it('says nothing twice that the server has taken, however often its answer is lost', async () => {
    const world = await connected(wire)
    let lost = 0
    world.http.verdict = ({ path }) => (path === 'send' && ++lost <= 3 ? 'lose answer' : undefined)
    world.client.room('g.1').send('a')
    await world.clock.advance(6_000)
    world.peer.reply('send', { seq: 6, rev: 11, at: 1 })
    await world.clock.advance(6_000)

    expect(world.peer.count('send')).toBe(1)
    const sends = world.http.asked.filter(({ path, body }) => path === 'send' && body?.includes('"send"'))
    expect(sends.map(({ headers }) => headers['Im-Seq'])).toEqual(['2', '2', '2', '2'])
    expect(world.client.outbox.items()).toEqual([])
    expect(world.http.peers).toHaveLength(1)
  })

  it('waits as long as a server wishes that takes nothing now', async () => {
    const world = await connected(wire)
    let busy = true
    world.http.verdict = ({ path }) => (path === 'send' && busy ? { status: 503, headers: { 'Retry-After': '5' } } : undefined)
    world.client.room('g.1').send('a')
    await world.clock.advance(4_999)
    busy = false
    expect(world.peer.count('send')).toBe(0)
    await world.clock.advance(1_000)

    expect(world.peer.count('send')).toBe(1)
  })

  it('opens another connection when the server knows this one no more, and names its cursors', async () => {
    const world = await connected(wire)
    world.peer.push(posted(6, 11))
    await world.clock.advance(6_000)
    world.peer.end()
    await world.clock.advance(6_000)

    expect(world.http.peers.length).toBeGreaterThan(1)
    expect(world.peer.last('hello')['rooms']).toEqual({ 'g.1': { epoch: 'e1', rev: 11 } })
  })

  it('sends again, with the same cid, what was on its way when the connection was lost', async () => {
    const world = await connected(wire)
    world.client.room('g.1').send('a')
    await world.clock.advance(500)
    const { cid } = world.peer.last('send') as unknown as { cid: string }
    world.peer.end()
    await world.clock.advance(6_000)
    await world.admit()
    await world.clock.advance(1_000)

    expect(world.peer.last('send')['cid']).toBe(cid)
  })

  it('tells what was certainly not done from what may have been', async () => {
    const world = await connected(wire)
    world.http.verdict = ({ path }) => (path === 'send' ? 'never' : undefined)
    const first = world.client.ask('react', { room: 'g.1', seq: 1, key: '👍', on: true })
    await settle()
    const second = world.client.ask('react', { room: 'g.1', seq: 1, key: '👍', on: false })
    const outcomes = Promise.allSettled([first, second])
    world.peer.end(4001)
    await world.clock.advance(6_000)

    expect(await outcomes).toMatchObject([{ reason: { unknown: true } }, { reason: { unknown: false, retryable: true } }])
  })

  it('ends with the reason that the last line gives', async () => {
    const world = await connected(wire)
    world.peer.push({ ev: 'closing', code: 4503, reason: 'signed out' }) // and not only when the server is asked again
    await world.clock.advance(6_000)

    expect(world.client.status).toMatchObject({ state: 'disconnected', reason: { code: 4503, text: 'signed out', terminal: true } })
  })

  it('goes on after a warning that the server will close, and comes back no sooner than it wishes', async () => {
    const world = await connected(wire)
    world.peer.push({ ev: 'closing', code: 1012, reason: 'restart', retryAfterMs: 12_000 })
    await world.clock.advance(6_000)
    expect(world.client.status.state).toBe('connected')
    world.peer.end()
    await world.clock.advance(5_999)
    expect(world.http.peers).toHaveLength(1)
    await world.clock.advance(6_000)

    expect(world.http.peers).toHaveLength(2)
  })

  it('leaves with the page, and comes back with it', async () => {
    const world = await connected(wire)
    world.leave()
    await settle()
    expect(world.peer.closed).toBe(true)
    expect(world.http.asked.find(({ path }) => path === 'close')?.keepalive).toBe(true)

    world.wake()
    await settle()
    await world.admit()

    expect(world.client.status.state).toBe('connected')
    expect(world.http.peers).toHaveLength(2)
  })

  it('has the token in no address, and what names the connection in none but that of a stream', async () => {
    const world = await connected(wire, { getToken: () => 'token-of-alice' })
    world.client.room('g.1').send('a')
    await world.clock.advance(6_000)

    const urls = world.http.asked.map(({ path }) => path)
    expect(world.peer.last('hello')['token']).toBe('token-of-alice')
    expect([...urls, ...world.http.streams.map(({ url }) => url)].join()).not.toContain('token-of-alice')
    expect(urls.join()).not.toContain('secret')
  })
})

describe.each(['longPoll', 'poll'] as const)('over %s', (wire) => {
  it('loses nothing and repeats nothing when answers are lost', async () => {
    const world = await connected(wire)
    let polls = 0
    world.http.verdict = ({ path }) => (path.startsWith('poll') && ++polls % 2 === 1 ? 'lose answer' : undefined)
    void world.client.room('g.1').timeline
    await world.clock.advance(3_000)
    world.peer.reply('history', { messages: [message(5, 5)], more: false, range: [5, 5], rev: 10 })
    for (let i = 0; i < 6; i++) {
      world.peer.push(posted(6 + i, 11 + i))
      await world.clock.advance(1_500)
    }
    await world.clock.advance(20_000)

    expect(shown(world.client)).toEqual(['m5', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11'])
    expect(world.peer.count('sync')).toBe(0)
    expect(world.http.peers).toHaveLength(1)
  })

  it('takes a batch that comes again for nothing but a sign of life', async () => {
    const world = await connected(wire)
    world.peer.push({ ev: 'room', room: view({ id: 'g.2' }) })
    const again = { status: 200, text: `${world.peer.batches.at(-1)}\n`, headers: { 'Im-Batch': `${world.peer.batches.length}` } }
    await world.clock.advance(5_000)
    let once = true
    world.http.verdict = ({ path }) => (path.startsWith('poll') && once ? ((once = false), again) : undefined)
    world.peer.push({ ev: 'gone', room: 'g.2' })
    await world.clock.advance(12_000)

    expect(once).toBe(false)
    expect(world.client.rooms().map(({ id }) => id)).toEqual(['g.1'])
  })

  it('is lost after a few polls in a row that nobody answers', async () => {
    const world = await connected(wire)
    world.http.verdict = () => 'fail'
    world.peer.push({ ev: 'ping' })
    await world.clock.advance(8_000)

    expect(world.client.status).toMatchObject({ state: 'connecting', reason: { code: 1006 } })
  })
})

describe('a long poll', () => {
  it('waits less where something ends those that wait', async () => {
    const world = await connected('longPoll')
    world.http.verdict = ({ path }) => (path.endsWith('wait=25000') ? 'never' : undefined)
    world.peer.push(posted(6, 11)) // the one that waited is answered
    await world.clock.advance(40_000)

    expect(world.http.asked.at(-1)?.path).toContain('wait=12500')
    expect(world.client.status.state).toBe('connected')
  })
})

describe('polls', () => {
  it('come more seldom when nothing happens, and soon after something was sent', async () => {
    const world = await connected('poll')
    await world.clock.advance(60_000)
    const before = world.http.count('poll')
    await world.clock.advance(50_000)
    expect(world.http.count('poll') - before).toBe(10)

    world.client.room('g.1').send('a')
    await settle()
    const then = world.http.count('poll')
    await world.clock.advance(100)
    expect(world.http.count('poll')).toBe(then + 1)
  })
})

describe('an event stream', () => {
  it('goes on where it was cut, and drops what comes twice', async () => {
    const world = await connected('sse')
    const stream = world.http.streams[0]
    world.peer.push(posted(6, 11))
    stream?.cut()
    world.peer.push(posted(7, 12))
    await world.clock.advance(3_000)
    stream?.onmessage?.({ data: JSON.stringify({ ev: 'gone', room: 'g.1' }), lastEventId: '1' })

    expect(world.client.room('g.1').info?.seq).toBe(7)
    expect(world.http.peers).toHaveLength(1)
  })

  it('is given up when it does not come back in time', async () => {
    const world = await connected('sse')
    const stream = world.http.streams[0]
    stream?.cut()
    world.http.buffers = true
    await world.clock.advance(9_999)
    expect(world.client.status.state).toBe('connected')
    await world.clock.advance(1)

    expect(world.client.status.state).toBe('connecting')
  })

  it('says in one body what gathers while another is on its way', async () => {
    const world = await connected('sse')
    world.http.latency = () => 50
    for (let i = 0; i < 5; i++) world.client.ask('ping', {}).catch(() => undefined)
    await settle()
    for (let i = 0; i < 5; i++) world.client.ask('ping', {}).catch(() => undefined)
    await world.clock.advance(400)

    const bodies = world.http.asked.filter(({ path }) => path === 'send').map(({ body }) => body?.split('\n').length)
    expect(bodies).toEqual([1, 5, 5])
  })
})

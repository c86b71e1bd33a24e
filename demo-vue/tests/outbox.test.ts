import { describe, expect, it } from 'vitest'
import { MemoryOutboxStore } from '../src/client/outbox/store'
import { World, message, posted, settle, shown, view } from './world'

const own = (seq: number, rev: number, cid: string, text: string) =>
  posted(seq, rev, { cid, sender: 'alice', senderName: 'Alice', content: { type: 'text', text } })

async function opened(store?: MemoryOutboxStore, prefix?: string) {
  const world = new World({ user: 'alice' }, store, {}, prefix)
  void world.client.room('g.1').timeline
  const socket = await world.connect([view({ rev: 1, seq: 0, read: 0 })])
  socket.reply('history', { messages: [], more: false, range: [0, 0], rev: 1 })
  await settle()
  return { world, socket, room: world.client.room('g.1') }
}

describe('outbox', () => {
  it('keeps a message before it is sent', async () => {
    const order: string[] = []
    const store = new (class extends MemoryOutboxStore {
      override async add(item: Parameters<MemoryOutboxStore['add']>[0]) {
        await Promise.resolve()
        order.push('kept')
        await super.add(item)
      }
    })()
    const { socket, room } = await opened(store)
    socket.onSent = (frame) => order.push(String(frame['op']))
    room.send('a')
    await settle()
    expect(order).toEqual(['kept', 'send'])
  })

  it.each(['ack first', 'event first'])('makes one row of ack and event, %s, with the key that it had', async (first) => {
    const { world, socket, room } = await opened()
    const { key, done } = room.send('a')
    expect(shown(world.client)).toEqual(['a queued'])
    await settle()
    expect(shown(world.client)).toEqual(['a sending'])
    const steps = [
      () => socket.reply('send', { seq: 1, rev: 2, at: 5 }),
      () => socket.push(own(1, 2, key, 'a')),
    ]
    if (first === 'event first') steps.reverse()
    for (const step of steps) {
      step()
      expect(shown(world.client)).toEqual(['a'])
      expect(room.timeline.items[0]?.key).toBe(key)
    }
    expect(await done).toMatchObject({ seq: 1, cid: key })
    expect(world.client.outbox.items()).toEqual([])
    expect(world.client.room('g.1').info).toMatchObject({ seq: 1, read: 1, unread: 0 })
  })

  it('has one send in flight per room, in order', async () => {
    const { socket, room } = await opened()
    for (const text of ['a', 'b', 'c']) room.send(text)
    await settle()
    expect(socket.count('send')).toBe(1)
    for (const [i, text] of ['a', 'b', 'c'].entries()) {
      expect(socket.last('send')['content']).toEqual({ type: 'text', text })
      socket.reply('send', { seq: i + 1, rev: i + 2, at: 5 })
      await settle()
    }
    expect(socket.count('send')).toBe(3)
  })

  it('sends a full outbox after a reload, in order, each with the cid that it had', async () => {
    const store = new MemoryOutboxStore()
    const before = new World({ user: 'alice' }, store, {}, 'old')
    before.client.connect()
    await settle()
    const keys = ['a', 'b', 'c'].map((text) => before.client.room('g.1').send(text).key)
    await settle()

    const { world, socket, room } = await opened(store, 'new')
    room.send('d')
    await settle()
    expect(shown(world.client)).toEqual(['a sending', 'b queued', 'c queued', 'd queued'])
    const cids: unknown[] = []
    for (let i = 1; i <= 4; i++) {
      cids.push(socket.last('send')['cid'])
      socket.reply('send', { seq: i, rev: i + 1, at: 5, ...(i === 1 && { dup: true }) })
      await settle()
    }

    expect(cids).toEqual([...keys, 'new-1'])
    expect(shown(world.client).filter((row) => row.endsWith('queued'))).toEqual([])
    expect(await store.load()).toEqual([])
  })

  it('sends again with the same cid when the outcome is not known', async () => {
    const { world, socket, room } = await opened()
    const { key } = room.send('a')
    await settle()
    socket.end()
    expect(shown(world.client)).toEqual(['a queued'])
    await world.clock.advance(1000)
    await world.welcome([view({ rev: 1, seq: 0, read: 0 })])
    expect(world.socket.last('send')['cid']).toBe(key)
  })

  it('keeps the head and backs off when it may be retried', async () => {
    const { world, socket, room } = await opened()
    room.send('a')
    room.send('b')
    await settle()
    socket.refuse('send', 'UNAVAILABLE', { retryable: true, retryAfterMs: 2000 })
    await world.clock.advance(1999)
    expect(socket.count('send')).toBe(1)
    expect(shown(world.client)).toEqual(['a queued', 'b queued'])
    await world.clock.advance(1000)
    expect(socket.count('send')).toBe(2)
    expect(socket.last('send')['content']).toMatchObject({ text: 'a' })
  })

  it('holds all rooms when a rate is exceeded', async () => {
    const { world, socket, room } = await opened()
    room.send('a')
    await settle()
    socket.refuse('send', 'RATE_LIMITED', { retryable: true, retryAfterMs: 5000 })
    world.client.room('g.2').send('other')
    await world.clock.advance(4000)
    expect(socket.count('send')).toBe(1)
    await world.clock.advance(2000)
    expect(socket.count('send')).toBe(3)
  })

  it('holds only the room whose slow mode makes one wait', async () => {
    const world = new World()
    const socket = await world.connect([view({ settings: { slowMs: 9_000 } }), view({ id: 'g.2' })])
    world.client.room('g.1').send('a')
    await settle()
    socket.refuse('send', 'RATE_LIMITED', { retryable: true, retryAfterMs: 9_000 })
    world.client.room('g.2').send('other')
    await settle()
    expect(socket.last('send')['room']).toBe('g.2')
    await world.clock.advance(11_000)
    expect(socket.last('send')).toMatchObject({ room: 'g.1', content: { text: 'a' } })
  })

  it('marks what is refused and goes on with the next; a retry goes behind the others', async () => {
    const store = new MemoryOutboxStore()
    const { world, socket, room } = await opened(store)
    const { key, done } = room.send('a')
    room.send('b')
    room.send('c')
    await settle()
    socket.refuse('send', 'REJECTED')
    await expect(done).rejects.toMatchObject({ code: 'REJECTED' })
    expect(shown(world.client)).toEqual(['a rejected', 'b sending', 'c queued'])
    expect((await store.load())[0]?.refused?.code).toBe('REJECTED')

    room.retry(key)
    await settle()
    expect(shown(world.client)).toEqual(['b sending', 'c queued', 'a queued'])
    expect((await store.load()).map((item) => item.key)).toEqual(['cid-2', 'cid-3', 'cid-1'])
  })

  it('takes back what is not on its way', async () => {
    const store = new MemoryOutboxStore()
    const { world, room } = await opened(store)
    const first = room.send('a')
    const second = room.send('b')
    await settle()
    expect(room.cancel(first.key)).toBe(false)
    expect(room.cancel(second.key)).toBe(true)
    await expect(second.done).rejects.toMatchObject({ message: 'discarded' })
    expect(shown(world.client)).toEqual(['a sending'])
    await settle()
    expect(await store.load()).toHaveLength(1)
  })

  it('sends nothing while another tab holds the lock, and what that one left once it is gone', async () => {
    let held: () => void = () => undefined
    const store = new MemoryOutboxStore()
    const lock = (_: string, then: () => void) => {
      held = then
      return () => undefined
    }
    const world = new World({ user: 'alice' }, store, { lock })
    const socket = await world.connect([view({ rev: 1, seq: 0, read: 0 })])
    await store.add({ key: 'theirs', room: 'g.1', draft: { content: { type: 'text', text: 'x' } }, at: 1 })
    world.client.room('g.1').send('a')
    await settle()
    expect(socket.count('send')).toBe(0)

    held()
    await settle()
    expect(socket.last('send')['cid']).toBe('theirs')
  })

  it('shows what cannot be kept as failed, and sends it when retried', async () => {
    let full = true
    const store = new (class extends MemoryOutboxStore {
      override add(item: Parameters<MemoryOutboxStore['add']>[0]) {
        return full ? Promise.reject(new Error('quota')) : super.add(item)
      }
    })()
    const { world, socket, room } = await opened(store)
    const { key } = room.send('a')
    await settle()
    expect(shown(world.client)).toEqual(['a failed'])
    expect(socket.count('send')).toBe(0)

    full = false
    room.retry(key)
    await settle()
    expect(socket.count('send')).toBe(1)
  })

  it('does not take a message of somebody else with the same cid for its own', async () => {
    const { world, socket, room } = await opened()
    const { key } = room.send('a')
    await settle()
    socket.push(posted(1, 2, { ...message(1, 2), cid: key }))
    expect(shown(world.client)).toEqual(['m1', 'a sending'])
    expect(new Set(room.timeline.items.map((item) => item.key)).size).toBe(2)
  })

  it('does not take for settled elsewhere what was kept while it looked at what is kept', async () => {
    let answer: () => void = () => undefined
    const store = new (class extends MemoryOutboxStore {
      override async load() {
        const there = await super.load()
        await new Promise<void>((resolve) => (answer = resolve))
        return there
      }
    })()
    const { world, socket, room } = await opened(store)
    answer()
    await settle()
    const reloading = world.client['sender'].outbox.reload()
    await settle()
    room.send('a')
    await settle()
    answer()
    await reloading
    socket.refuse('send', 'UNAVAILABLE', { retryable: true })
    await world.clock.advance(20_000)
    expect(shown(world.client)).toEqual(['a sending'])
  })

  it('goes on after a rate that was exceeded on a connection that is gone', async () => {
    const { world, socket, room } = await opened()
    room.send('a')
    await settle()
    socket.refuse('send', 'RATE_LIMITED', { retryable: true, retryAfterMs: 5000 })
    socket.end()
    await world.clock.advance(1000)
    await world.welcome([view({ rev: 1, seq: 0, read: 0 })])
    expect(world.socket.count('send')).toBe(0)
    await world.clock.advance(5000)
    expect(world.socket.count('send')).toBe(1)
  })

  it('puts what is written before the outbox is read behind what a reload left', async () => {
    const store = new MemoryOutboxStore()
    await store.add({ key: 'left', room: 'g.1', draft: { content: { type: 'text', text: 'a' } }, at: 1 })
    const world = new World({}, store)
    world.client.room('g.1').send('b')
    const socket = await world.connect([view({ rev: 1, seq: 0, read: 0 })])
    await settle()
    expect(socket.last('send')['cid']).toBe('left')
    expect(world.client.outbox.items().map((item) => item.key)).toEqual(['left', 'cid-1'])
    expect((await store.load()).map((item) => item.key)).toEqual(['left', 'cid-1'])
  })

  it('takes its event for the answer when the ack is lost', async () => {
    const { world, socket, room } = await opened()
    const { key, done } = room.send('a')
    room.send('b')
    await settle()
    socket.push(own(1, 2, key, 'a'))
    expect(await done).toMatchObject({ seq: 1 })
    expect(shown(world.client)).toEqual(['a', 'b sending'])
  })
})

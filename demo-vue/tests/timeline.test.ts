import { describe, expect, it } from 'vitest'
import { World, event, message, posted, settle, shown, view } from './world'

const own = (mine?: object) => ({ ev: 'signal', room: 'g.1', type: 'mine', ...(mine && { mine }) })

/** A room of 5 messages as of rev 10, the last three on screen. */
async function opened(rooms = [view()]) {
  const world = new World()
  const timeline = world.client.room('g.1').timeline
  const socket = await world.connect(rooms)
  socket.reply('history', { messages: [3, 4, 5].map((seq) => message(seq, seq)), more: true, range: [3, 5], rev: 10 })
  await settle()
  return { world, timeline, socket, room: world.client.room('g.1') }
}

describe('timeline', () => {
  it('applies events by rev: drops what it saw, waits for what is missing, fetches and merges', async () => {
    const { world, socket } = await opened()
    socket.push(posted(6, 11), posted(6, 11))
    expect(socket.count('sync')).toBe(0)
    socket.push(posted(8, 13))
    expect(shown(world.client)).toEqual(['m3', 'm4', 'm5', 'm6'])
    expect(socket.last('sync')).toMatchObject({ epoch: 'e1', rev: 11 })
    socket.reply('sync', { events: [posted(7, 12), posted(8, 13)], more: false })

    expect(shown(world.client)).toEqual(['m3', 'm4', 'm5', 'm6', 'm7', 'm8'])
    socket.push(posted(9, 14))
    expect(shown(world.client).at(-1)).toBe('m9')
  })

  it('edits, recalls, reacts and pins, each once', async () => {
    const { timeline, socket } = await opened()
    const reaction = event(14, 'reaction', { seq: 5, key: '+1', on: true })
    socket.push(
      event(11, 'edited', { seq: 3, content: { type: 'text', text: 'new' }, mentions: ['alice'] }),
      event(12, 'recalled', { seq: 4 }),
      event(13, 'pinned', { seq: 5, on: true }),
      reaction,
      reaction,
      event(15, 'reaction', { seq: 5, key: '+1', on: true, by: 'carol' }),
      event(16, 'reaction', { seq: 5, key: '+1', on: false }),
    )
    expect(timeline.items.map((item) => item.kind === 'message' && item.message)).toMatchObject([
      { seq: 3, content: { text: 'new' }, mentions: ['alice'], editedAt: 1011 },
      { seq: 4, recalled: true },
      { seq: 5, pinned: true, reactions: [{ key: '+1', count: 1, users: ['carol'] }] },
    ])
    const second = timeline.items[1]
    expect(second?.kind === 'message' && second.message.content).toBeUndefined()
  })

  it('keeps the object of a row that did not change', async () => {
    const { timeline, socket } = await opened()
    const before = timeline.items
    socket.push(posted(6, 11))
    expect(timeline.items).not.toBe(before)
    expect(timeline.items[0]).toBe(before[0])
  })

  it('holds an event that arrived while the page was on its way against what the page says', async () => {
    const { world, timeline, socket } = await opened()
    const older = timeline.loadOlder()
    socket.push(event(11, 'recalled', { seq: 2 }))
    socket.reply('history', { messages: [message(1, 1), message(2, 2)], more: false, range: [1, 2], rev: 10 })
    await older
    expect(shown(world.client)).toEqual(['m1', '(recalled)', 'm3', 'm4', 'm5'])
    expect(timeline.hasOlder).toBe(false)
  })

  it('does not apply an event to a message that a page showed as it is after it', async () => {
    const { timeline, socket } = await opened()
    const older = timeline.loadOlder()
    const reactions = [{ key: '+1', count: 1, users: ['bob'] }]
    socket.reply('history', { messages: [message(2, 11, { reactions })], more: true, range: [2, 2], rev: 11 })
    await older
    socket.push(event(11, 'reaction', { seq: 2, key: '+1', on: true }))
    expect(timeline.items[0]).toMatchObject({ message: { reactions } })
  })

  it('asks for the latest page once, however often it is opened meanwhile', async () => {
    const world = new World()
    const { timeline } = world.client.room('g.1')
    const socket = await world.connect()
    timeline.open()
    timeline.open()
    expect(socket.count('history')).toBe(1)
    socket.end()
    await world.clock.advance(1000)
    expect((await world.welcome()).count('history')).toBe(1)
  })

  it('fills a hole from its upper end for who reads down', async () => {
    const { world, timeline, socket } = await opened([view({ seq: 50 })])
    void timeline.loadAround(1)
    socket.reply('history', { messages: [message(1, 1)], more: false, range: [1, 1], rev: 11 })
    await settle()
    void timeline.loadHole({ after: 1, before: 3 }, 'older')
    expect(socket.last('history')['after']).toBe(1)
    socket.reply('history', { messages: [message(2, 2)], more: true, range: [2, 2], rev: 11 })
    await settle()
    expect(shown(world.client)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('marks the hole of a part that lies elsewhere, and fills it', async () => {
    const { world, timeline, socket } = await opened([view({ seq: 50 })])
    socket.push(event(11, 'left', { user: 'eve' }))
    const around = timeline.loadAround(1)
    socket.reply('history', { messages: [message(1, 1)], more: false, range: [1, 1], rev: 11 })
    await around
    expect(shown(world.client)).toEqual(['m1', 'hole 1-3', 'm3', 'm4', 'm5'])
    expect(timeline.hasOlder).toBe(false)
    const hole = timeline.items[1]
    const filled = timeline.loadHole(hole?.kind === 'hole' ? hole : { after: 0, before: 0 })
    expect(socket.last('history')['before']).toBe(3)
    socket.reply('history', { messages: [message(2, 2)], more: true, range: [2, 2], rev: 11 })
    await filled
    expect(shown(world.client)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('keeps its rows on a reset, marks the hole, and reads again what it shows', async () => {
    const { world, timeline, socket } = await opened()
    socket.push({ ev: 'reset', room: 'g.1', epoch: 'e1', rev: 100 })
    expect(shown(world.client)).toEqual(['m3', 'm4', 'm5'])
    expect(timeline.atLatest).toBe(false)
    socket.reply('room.get', { room: view({ rev: 100, seq: 90, unread: 85 }) })
    socket.reply('history', { messages: [message(89, 99), message(90, 100)], more: true, range: [89, 90], rev: 100 })
    await settle()
    expect(shown(world.client)).toEqual(['m3', 'm4', 'm5', 'hole 5-89', 'm89', 'm90'])
    expect(socket.last('history')).toMatchObject({ after: 2 })
    const missed = message(4, 50, { content: undefined, recalled: true })
    socket.reply('history', { messages: [message(3, 3), missed, message(5, 5)], more: true, range: [3, 5], rev: 100 })
    await settle()

    expect(shown(world.client)).toEqual(['m3', '(recalled)', 'm5', 'hole 5-89', 'm89', 'm90'])
    expect(timeline.atLatest).toBe(true)
    expect(world.client.rooms()[0]).toMatchObject({ seq: 90, unread: 85 })
  })

  it('shows the rows of another epoch only until the new ones are there', async () => {
    const { world, socket } = await opened()
    socket.push({ ev: 'reset', room: 'g.1', epoch: 'e2', rev: 3 })
    expect(shown(world.client)).toEqual(['m3', 'm4', 'm5'])
    socket.reply('history', { messages: [message(1, 2)], more: false, range: [1, 1], rev: 3 })
    await settle()
    expect(shown(world.client)).toEqual(['m1'])
  })

  it('loads the latest page when there is a connection again', async () => {
    const world = new World()
    void world.client.room('g.1').timeline
    const socket = await world.connect()
    socket.end()
    await world.clock.advance(1000)
    await world.welcome()
    world.socket.reply('history', { messages: [message(5, 5)], more: true, range: [5, 5], rev: 10 })
    await settle()
    expect(shown(world.client)).toEqual(['m5'])
  })

  it('goes past events that are not to be had', async () => {
    const { world, socket } = await opened()
    socket.push(posted(8, 13))
    socket.refuse('sync', 'GAP')
    socket.reply('room.get', { room: view({ rev: 13, seq: 8, read: 5, unread: 3 }) })
    socket.reply('history', { messages: [6, 7, 8].map((seq) => message(seq, seq + 5)), more: true, range: [6, 8], rev: 13 })
    await settle()
    socket.reply('history', { messages: [3, 4, 5].map((seq) => message(seq, seq)), more: true, range: [3, 5], rev: 13 })
    await settle()
    expect(shown(world.client)).toEqual(['m3', 'm4', 'm5', 'm6', 'm7', 'm8'])
  })
})

describe('rooms', () => {
  it('counts unread and mentions by events, marks and own sends', async () => {
    const { world, socket, room } = await opened()
    const counts = () => [room.info?.unread, room.info?.mentions]
    socket.push(posted(6, 11), posted(7, 12, { mentions: ['alice'] }), posted(8, 13, { mentions: ['~all'] }))
    expect(counts()).toEqual([3, 2])
    socket.push(event(14, 'recalled', { seq: 7 }))
    expect(counts()).toEqual([3, 1])
    room.markRead(6)
    expect(counts()).toEqual([2, 1])
    socket.push({ ev: 'signal', room: 'g.1', type: 'read', user: 'alice', seq: 7 })
    expect(counts()).toEqual([1, 1])
    socket.push(posted(9, 15, { sender: 'alice', cid: 'other-device', mentions: ['~all'] }))
    expect(counts()).toEqual([0, 0])
    expect(world.client.rooms()[0]?.last).toMatchObject({ seq: 9, preview: 'm9' })
  })

  it('does not count again what a RoomView has counted', async () => {
    const { world, socket, room } = await opened()
    socket.end()
    await world.clock.advance(1000)
    await world.welcome([view({ rev: 12, seq: 7, unread: 2, mentions: 1 })])
    world.socket.push(posted(6, 11, { mentions: ['alice'] }), posted(7, 12), posted(8, 13))
    expect(room.info).toMatchObject({ seq: 8, unread: 3, mentions: 1 })
  })

  it('has the numbers read again where events cannot tell them', async () => {
    const { socket, room } = await opened([view({ read: 0, unread: 5, mentions: 2 })])
    room.markRead(3)
    socket.reply('room.get', { room: view({ read: 3, unread: 2, mentions: 1 }) })
    expect(room.info).toMatchObject({ read: 3, unread: 2, mentions: 1 })
  })

  it('freezes the first unread when the room is opened', async () => {
    const { timeline, socket, room } = await opened([view({ read: 3, unread: 2 })])
    expect(timeline.firstUnread).toBe(4)
    room.markRead(5)
    socket.push(posted(6, 11))
    expect(timeline.firstUnread).toBe(4)
    timeline.open()
    expect(timeline.firstUnread).toBe(6)
  })

  it('takes who answers for somebody who has read, if it shows what it reads', async () => {
    const { socket, room } = await opened()
    const mark = (type: string, user: string, seq: number) => ({ ev: 'signal', room: 'g.1', type, user, seq })
    socket.push(mark('read', 'bob', 3), mark('delivered', 'carol', 3), posted(6, 11), posted(7, 12, { sender: 'carol', senderName: 'Carol' }))
    expect(room.readers.get('bob')).toEqual({ read: 6, delivered: 6 })
    expect(room.readers.get('carol')).toEqual({ read: 0, delivered: 3 })
  })

  it('tells the other one of a direct room what has arrived, also while away, and nobody else', async () => {
    const world = new World()
    const direct = view({ id: 'd.1', kind: 'DIRECT', peer: 'bob', seq: 5, read: 3, unread: 2 })
    const socket = await world.connect([view({ read: 2, unread: 3 }), direct])
    expect(socket.sent.filter(({ op }) => op === 'mark')).toEqual([{ op: 'mark', id: socket.last('mark').id, room: 'd.1', delivered: 5 }])
    socket.reply('mark')

    socket.push(posted(6, 11, {}), { ...posted(6, 11), room: 'd.1', message: message(6, 11, { room: 'd.1' }) })
    await world.clock.advance(1000)
    expect(socket.last('mark')).toMatchObject({ room: 'd.1', delivered: 6 })
    expect(socket.count('mark')).toBe(2)

    world.client.room('d.1').markRead(6)
    socket.reply('mark')
    await world.clock.advance(1000)
    expect(socket.last('mark')).toEqual({ op: 'mark', id: socket.last('mark').id, room: 'd.1', read: 6 })
  })

  it('sends marks at most once a second, the latest, and never back', async () => {
    const { world, socket, room } = await opened([view({ read: 0, unread: 5 })])
    room.markRead(1)
    room.markRead(3)
    room.markRead(2)
    expect(socket.last('mark')['read']).toBe(1)
    socket.reply('mark')
    await world.clock.advance(999)
    expect(socket.count('mark')).toBe(1)
    await world.clock.advance(1)
    expect(socket.last('mark')['read']).toBe(3)
    expect(socket.count('mark')).toBe(2)
  })

  it('says that one types at most every three seconds', async () => {
    const { world, socket, room } = await opened()
    for (let i = 0; i < 7; i++) {
      room.setTyping(true)
      await world.clock.advance(500)
    }
    expect(socket.count('typing')).toBe(2)
    room.setTyping(false)
    room.setTyping(false)
    expect(socket.count('typing')).toBe(3)
  })

  it('forgets who types after ten seconds, or with a message of theirs', async () => {
    const { world, socket, room } = await opened()
    const typing = { ev: 'signal', room: 'g.1', type: 'typing', user: 'bob', on: true }
    socket.push(typing)
    await world.clock.advance(9999)
    expect(room.typing).toEqual(['bob'])
    await world.clock.advance(1)
    expect(room.typing).toEqual([])
    socket.push(typing, posted(6, 11))
    expect(room.typing).toEqual([])
  })

  it('knows who has read, what changed, and who is gone', async () => {
    const { world, socket, room } = await opened()
    socket.push(
      { ev: 'signal', room: 'g.1', type: 'read', user: 'bob', seq: 4 },
      event(11, 'joined', { user: 'eve', name: 'Eve', role: 'member' }),
      event(12, 'role', { user: 'alice', role: 'admin' }),
      event(13, 'muted', { user: 'alice', until: 77 }),
      event(14, 'room', { title: 'Dinner', settings: { slowMs: 5 } }),
      event(15, 'translated', {}),
    )
    expect(room.readers.get('bob')).toEqual({ read: 4, delivered: 4 })
    expect(room.info).toMatchObject({ members: 3, role: 'admin', mutedUntil: 77, title: 'Dinner', settings: { slowMs: 5, recallMs: 120_000 } })
    socket.push({ ev: 'gone', room: 'g.1' })
    expect(world.client.rooms()).toEqual([])
  })

  it('knows own settings from the view, then as the signal says', async () => {
    const { socket, room } = await opened([view({ mine: { notify: 'mentions' } })])
    expect(room.info?.mine).toEqual({ notify: 'mentions', hidden: false, privateReading: false })
    const done = room.prefer({ notify: 'all', privateReading: true })
    expect(socket.last('room.update')).toMatchObject({ room: 'g.1', mine: { notify: 'all', privateReading: true } })
    expect(room.info?.mine.privateReading).toBe(false)
    socket.push(own({ privateReading: true }))
    socket.reply('room.update')
    await done
    expect(room.info?.mine).toEqual({ notify: 'all', hidden: false, privateReading: true })
    socket.push(own())
    expect(room.info?.mine).toEqual({ notify: 'all', hidden: false, privateReading: false })
    expect(socket.count('room.get')).toBe(0)
  })

  it.each(['bob', 'alice'])('shows a hidden room again with a message by %s', async (sender) => {
    const { world, socket, room } = await opened([view({ mine: { notify: 'nothing', hidden: true } })])
    socket.push(event(11, 'edited', { seq: 5, content: { type: 'text', text: 'new' } }), event(12, 'joined', { user: 'eve', name: 'Eve', role: 'member' }))
    expect(room.info?.mine.hidden).toBe(true)
    const told: unknown[] = []
    world.client.on('rooms', ([first]) => told.push(first?.mine))
    socket.push(posted(6, 13, { sender }))
    expect(told.at(-1)).toEqual({ notify: 'nothing', hidden: false, privateReading: false })
  })

  it('keeps a room hidden when a message that the view has counted comes late', async () => {
    const { socket, room } = await opened()
    socket.push(own({ hidden: true }))
    expect(room.info?.mine.hidden).toBe(true)
    socket.reply('room.get', { room: view({ rev: 11, seq: 6, unread: 1, mine: { hidden: true } }) })
    socket.push(posted(6, 11))
    expect(room.info).toMatchObject({ seq: 6, unread: 1, mine: { hidden: true } })
  })

  it('does not hide what was said after hiding when the signal comes late', async () => {
    const { socket, room } = await opened()
    socket.push(posted(6, 11), own({ hidden: true }))
    socket.reply('room.get', { room: view({ rev: 11, seq: 6, unread: 1 }) })
    expect(room.info?.mine.hidden).toBe(false)
  })

  it('passes over own settings of a room that it is not in', async () => {
    const { world, socket } = await opened()
    socket.push({ ...own({ hidden: true }), room: 'g.2' })
    expect(world.client.room('g.2').info).toBeUndefined()
    expect(world.client.rooms().map((room) => room.id)).toEqual(['g.1'])
  })

  it('asks who has read a message, page by page', async () => {
    const { socket, room } = await opened()
    const asked = room.readBy(5, { after: 'bob', limit: 1 })
    expect(socket.last('readers')).toMatchObject({ room: 'g.1', seq: 5, after: 'bob', limit: 1 })
    socket.reply('readers', { readers: [{ id: 'carol', name: 'Carol' }], more: true })
    expect(await asked).toEqual({ readers: [{ id: 'carol', name: 'Carol' }], more: true })
  })

  it('lists members, also those who read in private', async () => {
    const { socket, room } = await opened()
    const asked = room.members()
    const bob = { user: 'bob', name: 'Bob', role: 'member', online: false }
    socket.reply('members', { members: [bob, { ...bob, user: 'eve', read: 3 }], more: false })
    expect((await asked).members).toEqual([bob, { ...bob, user: 'eve', read: 3 }])
  })

  it('lists the rooms beyond those of the welcome', async () => {
    const world = new World()
    const socket = await world.connect([view()], { more: true })
    expect(socket.last('room.list')['after']).toBe('g.1')
    socket.reply('room.list', { rooms: [view({ id: 'g.2' })], more: false })
    expect(world.client.rooms().map((room) => room.id)).toEqual(['g.1', 'g.2'])
  })

  it('asks about presence again when rooms change whom one sees, once a second', async () => {
    const world = new World()
    world.client.presence.watch(['bob'])
    const socket = await world.connect()
    expect(socket.count('presence')).toBe(1)

    socket.push({ ev: 'room', room: view({ id: 'g.2' }) }, event(11, 'joined', { user: 'bob', name: 'Bob', role: 'member' }))
    expect(socket.count('presence')).toBe(2)
    await world.clock.advance(1_000)
    expect(socket.count('presence')).toBe(3)
    socket.push(event(12, 'joined', { user: 'carol', name: 'Carol', role: 'member' }), event(13, 'room', { settings: { slowMs: 1000 } }))
    await world.clock.advance(2_000)
    expect(socket.count('presence')).toBe(3)

    socket.refuse('presence', 'RATE_LIMITED', { retryable: true, retryAfterMs: 3_000 })
    await world.clock.advance(5_000)
    expect(socket.count('presence')).toBe(4)
  })

  it('watches presence over a reconnect', async () => {
    const { world, socket } = await opened()
    world.client.presence.watch(['bob'])
    socket.reply('presence', { presence: [{ user: 'bob', state: 'online' }] })
    expect(world.client.presence.get('bob')?.state).toBe('online')
    socket.end()
    await world.clock.advance(1000)
    await world.welcome()
    expect(world.socket.last('presence')).toMatchObject({ users: ['bob'], watch: true })
  })
})

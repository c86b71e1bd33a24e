import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import RoomList from '../../src/app/rooms/RoomList.vue'
import DiscoverPane from '../../src/app/rooms/DiscoverPane.vue'
import { event, message, posted, view } from '../world'
import { rooms as english } from '../../src/app/i18n/en/rooms'
import { rooms as chinese } from '../../src/app/i18n/zh/rooms'
import { Desk, click, dialog, fill, named, press, submit } from './desk'

describe('how many mention the reader', () => {
  it('is said exactly up to 99, since the server counts no further than 100', () => {
    expect(english.mentions(1)).toBe('1 mention of you')
    expect(english.mentions(99)).toBe('99 mentions of you')
    expect(english.mentions(100)).toBe('99+ mentions of you')
    expect(chinese.mentions(100)).toBe('99+ 条提到你')
  })
})

describe('the list of rooms', () => {
  let desk: Desk
  beforeEach(() => (desk = new Desk()))
  afterEach(() => desk.close())

  const list = () => desk.mount(RoomList)
  const other = (more = {}) => view({ id: 'g.2', title: 'Trip', last: { seq: 5, sender: 'bob', at: 1, preview: 'old' }, ...more })

  it('counts what is unread, and marks what mentions the reader apart', async () => {
    await desk.connect()
    const page = list()
    expect(page.find('.count').exists()).toBe(false)

    await desk.push(posted(6, 11))
    expect(page.get('.count').text()).toBe('1')
    expect(page.find('.mention').exists()).toBe(false)

    await desk.push(posted(7, 12, { mentions: ['alice'] }))
    expect(page.get('.count').text()).toBe('2')
    expect(page.get('.mention').text()).toBe('@')

    await desk.push({ ev: 'signal', room: 'g.1', type: 'read', user: 'alice', seq: 7 })
    expect(page.find('.count').exists()).toBe(false)
    expect(page.find('.mention').exists()).toBe(false)
  })

  it('says who said what, and who types', async () => {
    await desk.connect()
    const page = list()

    await desk.push(posted(6, 11))
    expect(page.get('.words').text()).toContain('Connected')
    expect(page.get('.row .words').text()).toBe('Bob: m6')
    await desk.push(posted(7, 12, { sender: 'alice', senderName: 'Alice' }))
    expect(page.get('.row .words').text()).toBe('You: m7')
    await desk.push({ ev: 'signal', room: 'g.1', type: 'typing', user: 'bob', on: true })
    expect(page.get('.row .words').text()).toBe('Bob: typing …')
    await desk.push(event(13, 'recalled', { seq: 7 }), { ev: 'signal', room: 'g.1', type: 'typing', user: 'bob', on: false })
    expect(page.get('.row .words').text()).toBe('Message recalled')
  })

  it('leaves hidden rooms out until something is said in them, or they are asked for', async () => {
    await desk.connect([view({ last: { seq: 5, sender: 'bob', at: 2 } }), other({ mine: { hidden: true } })])
    const page = list()
    const titles = () => page.findAll('.row .title').map((each) => each.text())
    expect(titles()).toEqual(['Lunch'])

    await click('Show 1 hidden')
    expect(titles()).toEqual(['Lunch', 'Trip'])
    await click('Conceal hidden rooms')

    await desk.push({ ...event(11, 'message'), room: 'g.2', message: { ...message(6, 11), room: 'g.2' } })
    expect(titles()).toEqual(['Trip', 'Lunch'])
  })

  it('asks the server what a room is to tell of, and shows what it answers', async () => {
    await desk.connect()
    const page = list()
    await click('What to do with Lunch')
    await click('Notify of nothing')
    expect(desk.socket.last('room.update')).toMatchObject({ room: 'g.1', mine: { notify: 'nothing' } })

    await desk.reply('room.update')
    await desk.push({ ev: 'signal', room: 'g.1', type: 'mine', mine: { notify: 'nothing' } }, posted(6, 11))

    expect(page.get('.count').classes()).toContain('calm')
  })

  it('goes from room to room with the arrow keys, and one of them is where Tab comes to', async () => {
    await desk.connect([view({ last: { seq: 5, sender: 'bob', at: 2 } }), other()])
    const links = list().findAll('.link').map((each) => each.element as HTMLElement)

    links[0]?.focus()
    await press('ArrowDown', {}, links[0])

    expect(document.activeElement).toBe(links[1])
    expect(links.map((each) => each.getAttribute('tabindex'))).toEqual(['-1', '0'])
    await press('Home', {}, links[1])
    expect(document.activeElement).toBe(links[0])
  })

  it('moves to the next room, and opens what is sought, from the keyboard', async () => {
    await desk.connect([view({ last: { seq: 5, sender: 'bob', at: 2 } }), other()])
    list()

    await press('ArrowDown', { altKey: true })
    expect(location.hash).toBe('#/room/g.1')
    await press('ArrowDown', { altKey: true })
    expect(location.hash).toBe('#/room/g.2')
    await press('ArrowUp', { altKey: true })
    expect(location.hash).toBe('#/room/g.1')

    await press('k', { ctrlKey: true })
    const field = dialog().querySelector('[role=combobox]') as HTMLInputElement
    field.value = 'tri'
    field.dispatchEvent(new Event('input'))
    await flushPromises()
    await press('Enter', {}, field)
    expect(location.hash).toBe('#/room/g.2')
    expect(document.querySelector('dialog')).toBeNull()

    await press('?')
    expect(dialog().textContent).toContain('Keyboard shortcuts')
  })

  it('takes a question mark that is being written for no shortcut', async () => {
    await desk.connect()
    list()
    const field = document.body.appendChild(document.createElement('input'))

    await press('?', {}, field)
    expect(document.querySelector('dialog')).toBeNull()

    await press('/', { ctrlKey: true }, field)
    expect(dialog().textContent).toContain('Keyboard shortcuts')
  })

  it('makes a group once, with ids made of names, and opens it', async () => {
    await desk.connect()
    list()
    await click('New group')
    await fill('Title', ' Cinema ')
    const people = await fill('Members besides you', 'Bob, 小明, bob,')
    await fill('Members besides you', 'dave')
    await press('Enter', {}, people)
    await click('Remove Bob')
    const choice = [...dialog().querySelectorAll('label')].find((each) => each.textContent.trim() === 'Admins')
    choice?.querySelector('input')?.click()
    await submit()
    await submit()

    expect(desk.socket.count('room.create')).toBe(1)
    expect(desk.socket.last('room.create')).toMatchObject({ kind: 'GROUP', title: 'Cinema', members: ['u.e5b08fe6988e', 'dave'], settings: { post: 'admin' } })

    await desk.reply('room.create', { room: view({ id: 'g.9', title: 'Cinema' }) })
    expect(location.hash).toBe('#/room/g.9')
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('says in the form why a room was not made, and lets one try again', async () => {
    await desk.connect()
    list()
    await click('New group')
    await submit()
    expect(dialog().querySelector('[role=alert]')?.textContent).toBe('Give it a title.')
    expect(desk.socket.count('room.create')).toBe(0)

    await fill('Title', 'Cinema')
    await submit()
    await desk.refuse('room.create', 'REJECTED', 'no cinemas here')
    expect(dialog().querySelector('[role=alert]')?.textContent).toBe('no cinemas here')
    await submit()

    expect(desk.socket.count('room.create')).toBe(2)
  })

  it('writes to somebody by name, and opens the room of the two where there is one already', async () => {
    await desk.connect([view({ id: 'd.1', kind: 'DIRECT', title: undefined, peer: 'bob' })])
    list()
    await click('Write to somebody')
    await fill('Name', '小明')
    await submit()
    expect(desk.socket.last('room.create')).toMatchObject({ kind: 'DIRECT', user: 'u.e5b08fe6988e' })
    await desk.refuse('room.create', 'NOT_FOUND', 'no user u.e5b08fe6988e')
    expect(dialog().querySelector('[role=alert]')?.textContent).toBe('no user u.e5b08fe6988e')

    await fill('Name', 'Bob')
    await submit()
    expect(desk.socket.count('room.create')).toBe(1)
    expect(location.hash).toBe('#/room/d.1')
  })

  it('takes ids as they are where users have tokens', async () => {
    await desk.close()
    desk = new Desk('token')
    await desk.connect()
    list()
    await click('Write to somebody')
    await fill('User id', 'Bob')
    await submit()

    expect(desk.socket.last('room.create')).toMatchObject({ kind: 'DIRECT', user: 'Bob' })
  })

  it('leaves a room once that is confirmed', async () => {
    await desk.connect()
    list()
    await click('What to do with Lunch')
    await click('Leave')
    expect(desk.socket.count('leave')).toBe(0)
    await submit()
    expect(desk.socket.last('leave')).toMatchObject({ room: 'g.1' })

    await desk.reply('leave')
    await desk.push({ ev: 'gone', room: 'g.1' })
    expect(document.body.textContent).toContain('No rooms yet')
  })
})

describe('channels to find', () => {
  let desk: Desk
  beforeEach(() => (desk = new Desk()))
  afterEach(() => desk.close())
  const outside = (id: string, kind = 'CHANNEL') => ({ id, kind, title: `Of ${id}`, members: 3 })
  const answer = (kind: string, rooms: object[], more = false) => {
    const asked = desk.socket.sent.findLast((frame) => frame['op'] === 'room.list' && frame['kind'] === kind)
    return desk.push({ re: asked?.['id'], rooms, more })
  }

  it('are loaded page by page, searched, and joined', async () => {
    await desk.connect()
    const page = desk.mount(DiscoverPane)
    const titles = () => page.findAll('h2').map((each) => each.text())
    await answer('LIVE', [])
    await answer('CHANNEL', [outside('a'), outside('b')], true)
    await click('Load more')
    expect(desk.socket.last('room.list')).toMatchObject({ kind: 'CHANNEL', after: 'b' })
    await answer('CHANNEL', [outside('c')])
    expect(titles()).toEqual(['Of a', 'Of b', 'Of c'])

    await page.get('input[type=search]').setValue('of C')
    expect(titles()).toEqual(['Of c'])
    await click('Join Of c')
    await desk.refuse('join', 'FORBIDDEN', 'you are banned')
    expect(page.get('[role=alert]').text()).toBe('you are banned')

    await click('Join Of c')
    await desk.reply('join', { room: view({ id: 'c', kind: 'CHANNEL', title: 'Of c' }), recovered: false })
    expect(location.hash).toBe('#/room/c')
    expect(named('Open Of c')).toBeTruthy()
  })

  it('are made with a wished id and those settings that are other than usual', async () => {
    await desk.connect()
    desk.mount(DiscoverPane)
    await click('New channel')
    await fill('Title', 'News')
    await fill('Id (may be empty)', 'g.news')
    await submit()
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('the server’s own')
    await fill('Id (may be empty)', 'news')
    await submit()

    const { id: _, op: __, cid: ___, ...asked } = desk.socket.last('room.create')
    expect(asked).toEqual({ kind: 'CHANNEL', title: 'News', room: 'news' })
  })
})

import { expect, test, vi } from 'vitest'
import { zh } from '../src/app/i18n/zh'
import { Inspection, Person, Raw, Stage } from './support'

/** What axe knows to find, colours among it, on everything that can be on screen, in light and dark. */
const stage = Stage.forFile('--limits', 'open')
vi.setConfig({ testTimeout: 3 * 60_000 }) // axe takes its time where there is little of it

/** Colours on their way to others are none that anybody chose. */
const STILL = { reducedMotion: 'reduce' } as const
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** Something of everything that a message can be; the ones of `refused` the server seems not to take. */
async function everything(alice: Person, title: string): Promise<Raw> {
  await alice.page.routeWebSocket(/\/im$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frames) => {
      for (const line of frames.toString().split('\n')) {
        const { op, id, content } = JSON.parse(line) as { op: string; id: number; content?: { text: string } }
        if (op === 'send' && content?.text === 'refused') socket.send(JSON.stringify({ re: id, error: { code: 'FORBIDDEN', message: 'no' } }))
        else server.send(line)
      }
    })
  })
  await alice.page.goto(stage().server.url)
  await alice.signIn()
  await alice.createGroup(title, ['bob', 'carol'])
  const room = decodeURIComponent(new URL(alice.page.url()).hash.split('/')[2] ?? '')
  const bob = await Raw.connect(stage().server.ws, 'bob')
  await alice.say('the first, with https://example.org/ and `code` and **more**')
  await alice.say('to be recalled')
  await alice.act('to be recalled', 'Recall')
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Recall' }).click()
  await alice.row('This message was recalled.').waitFor()
  await alice.say('```\nconst answer = 42\n```')
  await alice.say('> quoted\n\n- one\n- two\n\n1. first')
  await alice.say('🎉')
  await bob.ask('send', { room, cid: crypto.randomUUID(), content: { type: 'text', text: '@alice @carol look' }, replyTo: 1, mentions: ['alice', 'carol'] })
  await bob.ask('send', { room, cid: crypto.randomUUID(), content: { type: 'x.poll', fallback: 'Poll: where?' } })
  await bob.ask('react', { room, seq: 1, key: '👍', on: true })
  await alice.react('the first, with https://example.org/ and `code` and **more**', '👍')
  await alice.act('🎉', 'Pin')
  await alice.row('🎉').getByText('Pinned').waitFor()
  await bob.ask('mark', { room, read: 7 })
  await alice.say('refused')
  await alice.row('refused').getByText('Not sent: you may not write here.').waitFor()
  await bob.ask('typing', { room, on: true })
  return bob
}

test('signing in, and what is there before anything is open', async () => {
  const alice = new Person(await stage().visitors.visitor('alice', STILL))
  const { page } = alice
  const inspection = new Inspection(alice)
  await page.goto(stage().server.url)
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  await alice.visitor.screenshot('sign-in')
  await inspection.look('sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Give a name.').waitFor()
  await inspection.look('sign-in with an error')
  await page.getByText('With a token').click()
  await inspection.look('sign-in with a token')
  await page.getByText('As a guest').click()

  await alice.signIn()
  await alice.roomLink('General').waitFor()
  await inspection.look('home')
  await alice.openRoom('General')
  await inspection.look('empty room')

  await alice.rooms.getByRole('link', { name: 'Channels' }).click()
  await page.getByRole('button', { name: 'Open General' }).waitFor()
  await alice.visitor.screenshot('discover')
  await inspection.look('discover')
  await inspection.dialog('New channel', () => page.getByRole('button', { name: 'New channel' }).click())
  await page.getByText('Live rooms', { exact: true }).click()
  await page.getByText('None here yet').waitFor()
  await inspection.look('discover, nothing there', 'main')

  const { rooms } = alice
  await rooms.getByRole('button', { name: 'Menu' }).click()
  await inspection.look('menu')
  await page.keyboard.press('Escape')
  await inspection.dialog('New group', () => rooms.getByRole('button', { name: 'New group' }).click())
  await inspection.dialog('Write to somebody', () => rooms.getByRole('button', { name: 'Write to somebody' }).click())
  await inspection.dialog('Settings', () => alice.choose('Settings'))
  await inspection.dialog('Devices', () => alice.choose('Devices'))
  await inspection.dialog('Keyboard shortcuts', () => alice.choose('Keyboard shortcuts'))
  await inspection.dialog('Go to a room', () => page.keyboard.press('Control+k'))
  expect(inspection.found).toEqual([])
})

test('a room with all that can be in it', async () => {
  const alice = new Person(await stage().visitors.visitor('alice', STILL))
  const inspection = new Inspection(alice)
  const { page } = alice
  const bob = await everything(alice, 'Everything')
  await page.getByRole('main').getByText('bob is typing …').waitFor()
  await alice.visitor.screenshot('room-light')
  await inspection.look('room')
  await page.emulateMedia({ colorScheme: 'dark' })
  await alice.visitor.screenshot('room-dark')

  await alice.row('🎉').hover()
  await alice.row('🎉').getByRole('button', { name: 'More' }).click()
  await inspection.look('menu of a message', 'main')
  await alice.visitor.screenshot('room-menu')
  await page.keyboard.press('Escape')
  await alice.act('🎉', 'React')
  await inspection.look('emoji', 'main')
  await page.keyboard.press('Escape')
  await alice.act('@alice @carol look', 'Reply')
  await alice.composer.pressSequentially('@')
  await page.getByRole('option', { name: 'bob' }).waitFor()
  await inspection.look('reply, and a name being completed', 'main')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await alice.composer.fill('')

  await inspection.dialog('Recall this message?', () => alice.act('🎉', 'Recall'))
  await inspection.dialog('Read by', () => alice.act('🎉', 'Read by'))
  await inspection.dialog('Pinned messages', () => page.getByRole('button', { name: 'Pinned messages' }).click())
  expect(inspection.found).toEqual([])
  await bob.close()
})

test('the panel beside a room, and its dialogs', async () => {
  const alice = await stage().arrive('alice', { ...STILL, viewport: { width: 1440, height: 900 } })
  const inspection = new Inspection(alice)
  await alice.createGroup('Panel', ['bob', 'carol', 'dan'])
  const room = decodeURIComponent(new URL(alice.page.url()).hash.split('/')[2] ?? '')
  await alice.openPanel()
  await alice.member('bob').waitFor()
  await inspection.dialog('Mute bob', () => alice.actOn('bob', 'Mute'))
  await inspection.dialog('Ban bob', () => alice.actOn('bob', 'Ban'))
  await inspection.dialog('Remove bob', () => alice.actOn('bob', 'Remove'))
  await inspection.dialog('Make bob an owner', () => alice.actOn('bob', 'Hand over ownership …'))
  await inspection.dialog('Invite', () => alice.panel.getByRole('button', { name: 'Invite' }).click())
  await inspection.dialog('Room settings', () => alice.panel.getByRole('button', { name: 'Room settings' }).click())
  await inspection.dialog('Leave Panel?', () => alice.panel.getByRole('button', { name: 'Leave' }).click())
  await inspection.dialog('Delete Panel?', () => alice.panel.getByRole('button', { name: 'Delete the room' }).click())

  await alice.actOn('carol', 'Make admin')
  await alice.member('carol').getByText('Admin').waitFor()
  for (const [name, action] of [['dan', 'Ban'], ['bob', 'Mute']] as const) {
    await alice.actOn(name, action)
    await alice.page.getByRole('dialog').getByRole('button', { name: action }).click()
    await alice.page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await alice.panel.getByRole('list', { name: 'Banned' }).waitFor()
  await inspection.look('panel')
  await alice.visitor.screenshot('panel-wide')
  await alice.panel.getByRole('button', { name: 'What to do with carol' }).click()
  await inspection.look('menu of a member', 'aside')
  await alice.page.keyboard.press('Escape')

  const bob = new Person(await stage().visitors.visitor('bob', STILL))
  const muted = new Inspection(bob)
  await bob.page.goto(`${stage().server.url}#/room/${room}`)
  await bob.signIn()
  await bob.page.getByText(/^You may not write here/).waitFor()
  await muted.look('muted')
  await bob.page.goto(`${stage().server.url}#/room/nothing`)
  await bob.page.getByRole('heading', { name: 'No such room' }).waitFor()
  await muted.look('no room', 'main')
  expect([...inspection.found, ...muted.found]).toEqual([])
})

test('new messages that wait to be read, and no connection', async () => {
  const alice = await stage().arrive('alice', STILL)
  const inspection = new Inspection(alice)
  await alice.createChannel('Busy', 'busy')
  await alice.say('hello')
  await alice.createGroup('Elsewhere')
  const bob = await Raw.connect(stage().server.ws, 'bob')
  await bob.ask('join', { room: 'busy' })
  await bob.say('busy', Array.from({ length: 60 }, (_, n) => `news ${n}`))
  await alice.roomLink('Busy').getByText('60 unread').waitFor({ state: 'attached' })
  await inspection.look('list of rooms with news', 'nav')
  await alice.openRoom('Busy')
  await alice.messages.getByText('New', { exact: true }).waitFor()
  await bob.say('busy', ['one more'])
  await alice.page.getByRole('button', { name: /1 new message/ }).waitFor()
  await inspection.look('unread')
  await alice.visitor.screenshot('room-unread')

  alice.visitor.expect(/WebSocket connection to .* failed/)
  await stage().server.stop()
  try {
    await alice.page.getByRole('button', { name: 'Reconnect now' }).waitFor()
    await alice.composer.fill('sent while away')
    await alice.composer.press('Enter')
    await alice.sign('sent while away', 'Waits to be sent').waitFor()
    await inspection.look('no connection')
    await alice.visitor.screenshot('no-connection')
  } finally {
    await stage().server.run()
  }
  expect(inspection.found).toEqual([])
})

test('in Chinese, and on a phone', async () => {
  const alice = new Person(await stage().visitors.visitor('alice', { ...STILL, ...PHONE }))
  const inspection = new Inspection(alice)
  const bob = await everything(alice, '茶会')
  await inspection.look('phone, room')
  await alice.page.goto(`${stage().server.url}#/`)
  await alice.roomLink('茶会').waitFor()
  await inspection.look('phone, home')

  await alice.rooms.getByRole('button', { name: 'Menu' }).click()
  await alice.rooms.getByRole('menuitem', { name: '中文' }).click()
  await alice.page.getByRole('navigation', { name: zh.rooms.title }).waitFor()
  expect(await alice.page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
  await inspection.look('Chinese, home')
  await alice.page.setViewportSize({ width: 1280, height: 800 })
  await alice.page.getByRole('link', { name: '茶会' }).click()
  await alice.page.getByRole('list', { name: zh.room.messages }).waitFor()
  await alice.page.getByRole('button', { name: zh.room.showPanel }).click()
  await alice.page.getByRole('complementary').waitFor()
  await inspection.look('Chinese, room and panel')
  await alice.visitor.screenshot('room-chinese')
  await alice.page.goto(`${stage().server.url}#/discover`)
  await alice.page.getByRole('heading', { name: zh.rooms.findChannels }).waitFor()
  await inspection.look('Chinese, discover')
  expect(inspection.found).toEqual([])
  await bob.close()
})

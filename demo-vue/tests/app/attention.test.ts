import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { titleWith, wanted } from '../../src/app/composables/badge'
import { useNotificationSettings } from '../../src/app/composables/notifications'
import RoomList from '../../src/app/rooms/RoomList.vue'
import SettingsDialog from '../../src/app/settings/SettingsDialog.vue'
import SessionsDialog from '../../src/app/settings/SessionsDialog.vue'
import { posted, view } from '../world'
import type { Frame } from '../world'
import { Desk, click } from './desk'

class FakeNotification {
  static permission = 'granted'
  static answer = 'granted'
  static shown: FakeNotification[] = []
  static requestPermission = () => Promise.resolve((FakeNotification.permission = FakeNotification.answer))
  onclick: () => void = () => undefined
  close = vi.fn()

  constructor(
    readonly title: string,
    readonly options: { body: string; tag: string },
  ) {
    FakeNotification.shown.push(this)
  }
}

describe('notifications', () => {
  let desk: Desk
  let hidden = true
  const settings = useNotificationSettings()

  beforeEach(async () => {
    FakeNotification.shown = []
    FakeNotification.permission = FakeNotification.answer = 'granted'
    vi.stubGlobal('Notification', FakeNotification)
    hidden = true
    vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
    desk = new Desk()
    await settings.setOn(true)
    settings.setText(true)
  })

  afterEach(async () => {
    await desk.close()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  async function hear(mine: Frame, more: Frame = {}): Promise<FakeNotification[]> {
    await desk.connect([view({ mine })])
    desk.mount(RoomList)
    await desk.push(posted(6, 11, more))
    return FakeNotification.shown
  }

  it('tell of a message, and open its room', async () => {
    const [shown] = await hear({})
    expect(shown).toMatchObject({ title: 'Lunch', options: { body: 'Bob: m6', tag: 'g.1' } })

    shown?.onclick()

    expect(location.hash).toBe('#/room/g.1')
    expect(shown?.close).toHaveBeenCalled()
  })

  it.each([
    ['mentions', {}, 0],
    ['mentions', { mentions: ['alice'] }, 1],
    ['mentions', { mentions: ['~all'] }, 1],
    ['nothing', { mentions: ['alice'] }, 0],
    ['all', { sender: 'alice' }, 0],
    ['all', { recalled: true, content: undefined }, 0],
  ])('obey what the room is to tell of: %s, %j', async (notify, more, count) => {
    expect(await hear({ notify }, more)).toHaveLength(count)
  })

  it('are not for who is looking', async () => {
    hidden = false

    expect(await hear({})).toHaveLength(0)
  })

  it('are silent once they are off', async () => {
    await settings.setOn(false)

    expect(await hear({})).toHaveLength(0)
  })

  it('never say what was said where the user wants no text', async () => {
    settings.setText(false)
    const [shown] = await hear({})

    expect(shown?.options.body).toBe('New message from Bob')
  })

  it('ask the browser when they are switched on, and say so when it forbids them', async () => {
    await settings.setOn(false)
    FakeNotification.permission = 'default'
    FakeNotification.answer = 'denied'
    const page = desk.mount(SettingsDialog)
    const [on] = page.findAll('[role=switch]')
    await on?.setValue(true)
    await vi.waitFor(() => expect(page.text()).toContain('The browser forbids them'))

    expect(settings.on.value).toBe(false)
  })
})

describe('the settings', () => {
  it('say quietly what carries the connection, while there is one', async () => {
    const desk = new Desk()
    const page = desk.mount(SettingsDialog)
    expect(page.text()).not.toContain('Connected by')
    await desk.connect()
    await vi.waitFor(() => expect(page.text()).toContain('Connected by WebSocket.'))
    await desk.close()
  })
})

describe('the title of the page', () => {
  it('counts what each room is to tell of', async () => {
    const desk = new Desk()
    await desk.connect([
      view({ unread: 2, read: 3, mentions: 1 }),
      view({ id: 'g.2', unread: 5, read: 0, mentions: 1, mine: { notify: 'mentions' } }),
      view({ id: 'g.3', unread: 5, read: 0, mentions: 1, mine: { notify: 'nothing' } }),
    ])
    desk.mount(RoomList)
    expect(document.title).toBe('(3) Imbed')

    await desk.push(posted(6, 11))
    expect(document.title).toBe('(4) Imbed')
    await desk.close()
    expect(document.title).toBe('Imbed')
  })

  it('has room for two digits', () => {
    expect([0, 3, 99, 100].map(titleWith)).toEqual(['Imbed', '(3) Imbed', '(99) Imbed', '(99+) Imbed'])
    expect(wanted({ unread: 4, mentions: 1, mine: { notify: 'all', hidden: true, privateReading: false } })).toBe(0)
  })
})

describe('devices', () => {
  it('are listed with this one first, and signed out one by one or all others at once', async () => {
    const desk = new Desk()
    await desk.connect()
    desk.mount(SessionsDialog)
    await desk.reply('sessions', { sessions: ['a', 'b', 'c'].map((session, i) => ({ session, device: `Device ${session}`, since: i, ...(session === 'b' && { current: true }) })) })
    const devices = () => [...document.querySelectorAll('.session .name')].map((each) => each.textContent)
    expect(devices()).toEqual(['Device b', 'Device c', 'Device a'])

    await click('Sign out')
    expect(desk.socket.last('signout')).toMatchObject({ session: 'c' })
    await desk.reply('signout')
    expect(devices()).toEqual(['Device b', 'Device a'])

    await click('Sign out 1 other')
    expect(desk.socket.last('signout')['session']).toBeUndefined()
    await desk.reply('signout')
    expect(devices()).toEqual(['Device b'])
    await desk.close()
  })
})

import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { afterEvent } from '../../src/app/composables/members'
import type { ImEvent, Member } from '../../src/client'
import RoomPanel from '../../src/app/panel/RoomPanel.vue'
import { event, view } from '../world'
import type { Frame } from '../world'
import { Desk, click, dialog, fill, named, submit } from './desk'

const member = (user: string, role = 'member', more: Frame = {}) => ({ user, name: user.toUpperCase(), role, online: false, ...more })

describe('what stands beside a room', () => {
  let desk: Desk
  beforeEach(() => (desk = new Desk()))
  afterEach(() => desk.close())

  async function open(room: Frame = {}, members: object[] = [member('alice'), member('bob'), member('carol', 'admin'), member('dave', 'owner')], more = false) {
    await desk.connect([view(room)])
    const panel = desk.mount(RoomPanel, { roomId: 'g.1' })
    await desk.reply('members', { members, more })
    return panel
  }
  const names = () => [...document.querySelectorAll('.member .who')].map((each) => each.textContent)
  async function menuOf(name: string): Promise<string[]> {
    await click(`What to do with ${name}`)
    const entries = [...document.querySelectorAll('[role=menuitem]')].map((each) => each.textContent.trim())
    await click(`What to do with ${name}`)
    return entries
  }

  it('lists oneself first, then those who run the room', async () => {
    await open()

    expect(names()).toEqual(['Alice', 'DAVE', 'CAROL', 'BOB'])
  })

  it('is right after every event, without being loaded anew', async () => {
    await open({ role: 'owner' })
    await desk.push(event(11, 'joined', { user: 'eve', name: 'Eve', role: 'member' }), event(12, 'kicked', { user: 'bob' }), event(13, 'role', { user: 'carol', role: 'member' }))
    expect(names()).toEqual(['Alice', 'DAVE', 'CAROL', 'Eve'])
    expect(document.querySelectorAll('.role.admin')).toHaveLength(0)

    await desk.push(event(14, 'muted', { user: 'eve' }), event(15, 'banned', { user: 'carol', reason: 'spam' }))
    expect(names()).toEqual(['Alice', 'DAVE', 'Eve'])
    expect(document.querySelector('.member .muted')?.textContent).toBe('muted')
    await desk.push(event(16, 'unmuted', { user: 'eve' }), event(17, 'left', { user: 'dave' }))

    expect(document.querySelector('.member .muted')).toBeNull()
    expect(names()).toEqual(['Alice', 'Eve'])
    expect(desk.socket.count('members')).toBe(1)
  })

  it('takes what happened while a page was on its way over the page', async () => {
    await desk.connect()
    desk.mount(RoomPanel, { roomId: 'g.1' })
    await desk.push(event(11, 'kicked', { user: 'bob' }))

    await desk.reply('members', { members: [member('alice'), member('bob'), member('carol')], more: false })

    expect(names()).toEqual(['Alice', 'CAROL'])
  })

  it('loads on after the last one, and again after a break', async () => {
    await open({}, [member('alice'), member('bob')], true)
    await click('Load more')
    expect(desk.socket.last('members')).toMatchObject({ after: 'bob' })
    await desk.reply('members', { members: [member('carol')], more: false })
    expect(names()).toEqual(['Alice', 'BOB', 'CAROL'])

    desk.socket.end()
    await desk.world.clock.advance(5_000)
    await desk.world.welcome([view({ rev: 10 })])
    await desk.reply('members', { members: [member('alice'), member('carol')], more: false })

    expect(names()).toEqual(['Alice', 'CAROL'])
  })

  it('offers a plain member nothing but to write', async () => {
    await open()

    expect(await menuOf('BOB')).toEqual(['Write to'])
    expect(document.body.textContent).not.toContain('Room settings')
    expect(document.body.textContent).not.toContain('Delete the room')
    expect(desk.socket.count('bans')).toBe(0)
  })

  it('offers an admin what may be done to those below', async () => {
    await open({ role: 'admin' })

    expect(await menuOf('BOB')).toEqual(['Write to', 'Mute', 'Remove', 'Ban'])
    expect(await menuOf('CAROL')).toEqual(['Write to'])
    expect(await menuOf('DAVE')).toEqual(['Write to'])
    expect(await menuOf('Alice')).toEqual(['Step down to plain member …'])
    expect(document.body.textContent).not.toContain('Delete the room')
  })

  it('offers an owner roles too, though not over owners', async () => {
    await open({ role: 'owner' })

    expect(await menuOf('BOB')).toEqual(['Write to', 'Hand over ownership …', 'Make admin', 'Mute', 'Remove', 'Ban'])
    expect(await menuOf('CAROL')).toEqual(['Write to', 'Hand over ownership …', 'Make plain member', 'Mute', 'Remove', 'Ban'])
    expect(await menuOf('DAVE')).toEqual(['Write to'])
    expect(named('Delete the room')).toBeTruthy()
  })

  it('lets only those invite in a channel who run it', async () => {
    await open({ kind: 'CHANNEL' })
    expect(document.body.textContent).not.toContain('Invite')

    await desk.push(event(11, 'role', { user: 'alice', role: 'admin' }))

    expect(named('Invite')).toBeTruthy()
  })

  it('mutes for a time, with the reason', async () => {
    await open({ role: 'admin' })
    await click('What to do with BOB')
    await click('Mute')
    await fill('Reason (may be empty)', ' too loud ')
    await submit()

    expect(desk.socket.last('mute')).toMatchObject({ room: 'g.1', user: 'bob', ms: 600_000, reason: 'too loud' })
    await desk.reply('mute')
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('hands ownership over, and steps down after that', async () => {
    await open({ role: 'owner' })
    await click('What to do with BOB')
    await click('Hand over ownership …')
    await submit()
    expect(desk.socket.last('role')).toMatchObject({ user: 'bob', role: 'owner' })
    expect(desk.socket.count('role')).toBe(1)

    await desk.reply('role')

    expect(desk.socket.last('role')).toMatchObject({ user: 'alice', role: 'admin' })
  })

  it('lists who is banned, as it changes', async () => {
    await open({ role: 'admin' })
    const banned = () => [...document.querySelectorAll('.ban .who')].map((each) => each.textContent)
    await desk.reply('bans', { bans: [{ user: 'mallory', by: 'carol', at: 1, reason: 'spam' }], more: false })
    await desk.push(event(11, 'banned', { user: 'bob' }))
    expect(banned()).toEqual(['mallory', 'BOB'])

    await click('Unban mallory')
    expect(desk.socket.last('unban')).toMatchObject({ user: 'mallory' })
    await desk.reply('unban')
    await desk.push(event(12, 'unbanned', { user: 'mallory' }))

    expect(banned()).toEqual(['BOB'])
  })

  it('sends of the settings only what was changed', async () => {
    await open({ role: 'owner', settings: { slowMs: 7_000 } })
    await click('Room settings')
    expect([...dialog().querySelectorAll('option')].map((each) => each.textContent)).toContain('7 seconds')
    await fill('Most members', '0')
    await submit()
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('1 000 000')

    await fill('Most members', '50')
    ;(dialog().querySelector('[role=switch]') as HTMLInputElement).click()
    await submit()

    expect(desk.socket.last('room.update')['settings']).toEqual({ receipts: false, maxMembers: 50 })
  })

  it('sends no settings where none was changed', async () => {
    await open({ role: 'owner' })
    await click('Room settings')
    await submit()

    expect(desk.socket.count('room.update')).toBe(0)
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('deletes a room only after its title was typed', async () => {
    await open({ role: 'owner' })
    await click('Delete the room')
    await fill('Type “Lunch” to confirm', 'lunch')
    await submit()
    expect(desk.socket.count('room.delete')).toBe(0)

    await fill('Type “Lunch” to confirm', 'Lunch')
    await submit()
    expect(desk.socket.last('room.delete')).toMatchObject({ room: 'g.1' })
  })

  it('goes back to what is so where a wish of one’s own is refused', async () => {
    await open()
    const chosen = () => document.querySelector('.own .chosen')?.textContent.trim()
    const nothing = [...document.querySelectorAll('.own label')].find((each) => each.textContent.trim() === 'Nothing')
    nothing?.querySelector('input')?.click()
    await flushPromises()
    expect(desk.socket.last('room.update')).toMatchObject({ mine: { notify: 'nothing' } })
    expect(chosen()).toBe('Nothing')

    await desk.refuse('room.update', 'UNAVAILABLE')

    expect(chosen()).toBe('All')
  })

  it('shows of a direct room the other one only', async () => {
    await desk.connect([view({ kind: 'DIRECT', title: undefined, peer: 'u.e5b08fe6988e' })])
    desk.mount(RoomPanel, { roomId: 'g.1' })
    await flushPromises()

    expect(document.querySelector('h3')?.textContent).toBe('小明')
    expect(document.querySelector('.members')).toBeNull()
    expect(document.body.textContent).not.toContain('Leave')
  })
})

describe('a page of members', () => {
  const bob: Member = { user: 'bob', name: 'Bob', role: 'member', online: true }

  it('leaves one who comes behind it to the next page', () => {
    const joined = { type: 'joined', user: 'zoe', name: 'Zoe', role: 'member' } as ImEvent

    expect(afterEvent([bob], joined, true)).toEqual([bob])
    expect(afterEvent([bob], joined, false)).toHaveLength(2)
  })
})

import { expect, test } from 'vitest'
import type { Person } from './support'
import { Stage } from './support'

/** What two people do with messages and rooms, and that the other one sees it. */
const stage = Stage.forFile('--limits', 'open')

/** Alice has a group with Bob in it, and both look at it. */
async function together(title: string): Promise<[Person, Person]> {
  const [alice, bob] = await Promise.all([stage().arrive('alice'), stage().arrive('bob')])
  await alice.createGroup(title, ['bob'])
  await bob.openRoom(title)
  return [alice, bob]
}

/** What the title of the page says that there is to read. */
async function counted(person: Person): Promise<number> {
  return Number(/^\((\d+)\) /.exec(await person.page.title())?.[1] ?? 0)
}

test('what was said is changed, and recalled', async () => {
  const [alice, bob] = await together('Second thoughts')
  await alice.say('tomorow')
  await bob.row('tomorow').waitFor()

  await alice.act('tomorow', 'Edit')
  await alice.page.getByText('You are changing your message').waitFor()
  await alice.composer.fill('tomorrow')
  await alice.composer.press('Enter')

  await bob.row('tomorrow').getByText('edited').waitFor()
  expect(await bob.row('tomorow').count()).toBe(0)
  expect(await alice.composer.inputValue()).toBe('')

  await alice.act('tomorrow', 'Recall')
  await alice.page.getByRole('dialog', { name: 'Recall this message?' }).getByRole('button', { name: 'Recall' }).click()

  for (const each of [alice, bob]) {
    await each.row('This message was recalled.').waitFor()
    expect(await each.messages.getByText('tomorrow').count()).toBe(0)
  }
})

test('messages are answered, reacted to and pinned', async () => {
  const [alice, bob] = await together('Answers')
  await alice.say('Who brings tea?')
  await bob.row('Who brings tea?').waitFor()

  await bob.act('Who brings tea?', 'Reply')
  await bob.page.getByText('Reply to alice').waitFor()
  await bob.say('I do')
  const quote = alice.row('I do').getByRole('button', { name: 'Who brings tea?' })
  await quote.waitFor()
  await quote.click()
  await expect.poll(() => alice.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/Who brings tea\?$/)

  await alice.react('I do', '🎉')
  await bob.reaction('I do', '🎉').click() // joins in
  const both = alice.row('I do').getByRole('button', { name: /^🎉 by .*\(2\)$/ })
  await both.waitFor()
  expect(await both.getAttribute('aria-label')).toContain('bob')
  await bob.reaction('I do', '🎉').click()
  await alice.row('I do').getByRole('button', { name: '🎉 by you (1)' }).waitFor()

  await alice.act('Who brings tea?', 'Pin')
  await bob.row('Who brings tea?').getByText('Pinned').waitFor()
  await bob.page.getByRole('button', { name: 'Pinned messages' }).click()
  const pins = bob.page.getByRole('dialog', { name: 'Pinned messages' })
  await pins.getByText('Who brings tea?').waitFor()
  expect(await pins.getByRole('button', { name: 'Unpin' }).count()).toBe(0) // only those who run the room
})

test('whoever is mentioned is told in the list of rooms, and sees it in the text', async () => {
  const [alice, bob] = await together('Calls')
  await alice.say('first')
  await alice.sign('first', 'Read').waitFor() // so that it is not among the unread ones
  await bob.createGroup('Elsewhere')
  const before = await counted(bob) // a page that closes right after a message came has not read it: there may be some of other tests

  await alice.composer.pressSequentially('please @bo')
  await alice.page.getByRole('option', { name: 'bob' }).waitFor()
  await alice.composer.press('Enter')
  expect(await alice.composer.inputValue()).toBe('please @bob ')
  await alice.composer.pressSequentially('and @nobody')
  await alice.composer.press('Enter')

  const link = bob.roomLink('Calls')
  await link.getByText('1 mention of you').waitFor({ state: 'attached' })
  await link.getByText('1 unread').waitFor({ state: 'attached' })
  await expect.poll(() => counted(bob)).toBe(before + 1)
  await bob.openRoom('Calls')
  const text = bob.row('please @bob and @nobody')
  expect(await text.locator('.mention.mine').allTextContents()).toEqual(['@bob'])
  expect(await alice.row('please @bob and @nobody').locator('.mention').allTextContents()).toEqual(['@bob'])
  expect(await alice.messages.locator('.mine').count()).toBe(0)

  await link.getByText('1 mention of you').waitFor({ state: 'detached' })
})

test('a message is read once it was looked at, and who writes is seen to', async () => {
  const [alice, bob] = await together('Looks')
  await bob.createGroup('Away from it')
  await alice.say('Are you there?')
  await alice.sign('Are you there?', 'Sent').waitFor()

  await bob.openRoom('Looks')
  await alice.sign('Are you there?', 'Read').waitFor()
  await alice.act('Are you there?', 'Read by')
  const readers = alice.page.getByRole('dialog', { name: 'Read by' })
  await readers.getByRole('listitem').getByText('bob').waitFor()
  await readers.getByRole('button', { name: 'Close' }).click()

  await alice.say('I see you') // comes while Bob looks
  await alice.sign('I see you', 'Read').waitFor()

  await bob.composer.pressSequentially('wait')
  await alice.page.getByRole('main').getByText('bob is typing …').waitFor()
  await bob.composer.fill('')
  await alice.page.getByRole('main').getByText('bob is typing …').waitFor({ state: 'detached' })
})

test('a group is made, somebody is invited, silenced, raised and removed', async () => {
  const [alice, bob] = await Promise.all([stage().arrive('alice'), stage().arrive('bob')])
  await alice.createGroup('Club')
  await alice.openPanel()
  await alice.panel.getByRole('button', { name: 'Invite' }).click()
  const invite = alice.page.getByRole('dialog', { name: 'Invite' })
  await invite.getByLabel('Whom').fill('bob')
  await invite.getByRole('button', { name: 'Invite' }).click()
  await invite.waitFor({ state: 'detached' })
  await bob.openRoom('Club')
  await bob.say('thanks')
  await alice.row('thanks').waitFor()

  await alice.actOn('bob', 'Mute')
  const mute = alice.page.getByRole('dialog', { name: 'Mute bob' })
  await mute.getByLabel('For how long').selectOption({ label: '1 hour' })
  await mute.getByRole('button', { name: 'Mute' }).click()
  await bob.page.getByText(/^You may not write here for another (59:\d\d|1:00:00)\.$/).waitFor()
  expect(await bob.composer.count()).toBe(0)
  await alice.member('bob').getByText('muted until').waitFor()

  await alice.actOn('bob', 'Unmute')
  await bob.say('sorry')

  await bob.openPanel()
  await alice.actOn('bob', 'Make admin')
  await bob.member('bob').getByText('Admin').waitFor()
  await bob.panel.getByRole('button', { name: 'Room settings' }).waitFor()

  await alice.actOn('bob', 'Remove')
  await alice.page.getByRole('dialog', { name: 'Remove bob' }).getByRole('button', { name: 'Remove' }).click()
  await bob.roomLink('Club').waitFor({ state: 'detached' })
  await bob.composer.waitFor({ state: 'detached' })
  await bob.page.getByRole('heading', { name: 'No such room' }).waitFor()
  await expect.poll(() => alice.panel.getByRole('list', { name: 'Members' }).getByRole('listitem').count()).toBe(1)
})

test('whoever is banned from a channel is out, and cannot come back until let in again', async () => {
  const [alice, bob] = await Promise.all([stage().arrive('alice'), stage().arrive('bob')])
  await alice.createChannel('Harbour')
  await bob.joinChannel('Harbour')
  await bob.say('spam')
  await alice.row('spam').waitFor()

  await alice.openPanel()
  await alice.actOn('bob', 'Ban')
  const ban = alice.page.getByRole('dialog', { name: 'Ban bob' })
  await ban.getByLabel('Reason (may be empty)').fill('too much spam')
  await ban.getByRole('button', { name: 'Ban' }).click()
  await bob.roomLink('Harbour').waitFor({ state: 'detached' })
  await bob.composer.waitFor({ state: 'detached' })

  const join = bob.page.getByRole('main').getByRole('button', { name: 'Join', exact: true })
  await join.click()
  await bob.page.getByText(/^That did not work: /).waitFor()
  expect(await bob.roomLink('Harbour').count()).toBe(0)

  const banned = alice.panel.getByRole('list', { name: 'Banned' })
  await banned.getByText('too much spam').waitFor()
  await banned.getByRole('button', { name: 'Unban bob' }).click()
  await banned.waitFor({ state: 'detached' })
  await join.click()
  await bob.inRoom('Harbour')
  await bob.say('better now')
  await alice.row('better now').waitFor()
})

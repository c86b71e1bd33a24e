import { expect, test } from 'vitest'
import type { Person } from './support'
import { Stage } from './support'

/** On a phone: one pane at a time, nothing to scroll sideways, and room for a finger. */
const stage = Stage.forFile('--limits', 'open')

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, reducedMotion: 'reduce' } as const
const FINGER = 44
/** What one taps; a link in a text is as high as its line. */
const TAPPED = 'button, [role=menuitem], [role=menuitemradio], [role=option], nav a, input:not(.visually-hidden), textarea, select, label:has(> input)'

/** What is too small for a finger, or reaches out of the page, of all that is on screen. */
function misfits({ page }: Person, view: string): Promise<string[]> {
  return page.evaluate(
    ({ view, tapped, finger }) => {
      const found: string[] = []
      const wide = document.documentElement.scrollWidth - innerWidth
      if (wide > 0) found.push(`${view}: the page is ${wide} px too wide`)
      for (const box of document.querySelectorAll<HTMLElement>('[data-scroller], .scroll, dialog .body')) {
        if (box.scrollWidth > box.clientWidth) found.push(`${view}: ${box.className} is ${box.scrollWidth - box.clientWidth} px too wide`)
      }
      const top = document.querySelector('dialog[open]') ?? document.body
      for (const each of top.querySelectorAll<HTMLElement>(tapped)) {
        const { width, height, left, right, bottom } = each.getBoundingClientRect()
        const hit = document.elementFromPoint(left + width / 2, bottom - height / 2)
        if (!hit || !(each.contains(hit) || hit.contains(each))) continue // behind something, or scrolled out of sight
        const name = each.getAttribute('aria-label') ?? each.textContent?.trim().slice(0, 40)
        // A switch is tapped on all of its line.
        const whole = each.matches('[role=switch]') ? (each.parentElement ?? each).getBoundingClientRect() : { width, height }
        if (whole.width < finger - 0.5 || whole.height < finger - 0.5) found.push(`${view}: ${each.tagName} “${name}” is ${Math.round(whole.width)} × ${Math.round(whole.height)}`)
        if (left < -0.5 || right > innerWidth + 0.5) found.push(`${view}: “${name}” reaches out of the page`)
      }
      return found
    },
    { view, tapped: TAPPED, finger: FINGER },
  )
}

test('one pane at a time, with room for a finger', async () => {
  const [alice, bob] = await Promise.all([stage().arrive('alice', PHONE), stage().arrive('bob')])
  const { page } = alice
  const found: string[] = []
  const look = async (view: string, name?: string) => {
    found.push(...(await misfits(alice, view)))
    if (name !== undefined) await alice.visitor.screenshot(name)
  }
  const main = page.getByRole('main')
  await look('home')
  expect(await alice.rooms.isVisible()).toBe(true)

  await alice.rooms.getByRole('link', { name: 'Channels' }).tap()
  await page.getByRole('heading', { name: 'Find channels' }).waitFor()
  expect(await alice.rooms.isVisible()).toBe(false)
  await look('discover', 'phone-discover')
  await main.getByRole('button', { name: 'Back' }).tap()
  await alice.rooms.waitFor()

  await alice.rooms.getByRole('button', { name: 'New group' }).tap()
  await look('new group', 'phone-new-group')
  const group = page.getByRole('dialog', { name: 'New group' })
  await group.getByLabel('Title').fill('Pocket')
  await group.getByLabel('Members besides you').fill('bob,')
  await look('new group with a member')
  await group.getByRole('button', { name: 'Create' }).tap()
  await alice.inRoom('Pocket')
  expect(await alice.rooms.isVisible()).toBe(false)
  await bob.openRoom('Pocket')
  await bob.say(`hello ${'with a word that is very long'.replaceAll(' ', '')}${'x'.repeat(200)}`)
  await bob.say(`\`\`\`\n${'code that does not break '.repeat(20)}\n\`\`\``)
  await bob.say('https://example.org/' + 'path/'.repeat(60))
  await bob.say('from Bob')
  await alice.composer.tap()
  await alice.composer.fill('from a phone')
  await main.getByRole('button', { name: 'Send' }).tap()
  await bob.row('from a phone').waitFor()
  await alice.row('from Bob').waitFor()
  await look('room', 'phone-room')

  // What can be done with a message, without hovering.
  await alice.row('from Bob').tap()
  const tools = alice.row('from Bob').getByRole('toolbar')
  await tools.waitFor()
  await look('tools of a message', 'phone-message')
  await tools.getByRole('button', { name: 'React' }).tap()
  await page.getByRole('button', { name: 'React with 👍' }).waitFor()
  await look('emoji', 'phone-emoji')
  await page.getByRole('button', { name: 'React with 👍' }).tap()
  await bob.reaction('from Bob', '👍').waitFor()
  await look('reaction')
  await alice.row('from a phone').tap()
  const own = alice.row('from a phone').getByRole('toolbar')
  await own.getByRole('button', { name: 'More' }).tap()
  await own.getByRole('menuitem', { name: 'Recall' }).waitFor()
  await look('menu of a message', 'phone-menu')
  await own.getByRole('menuitem', { name: 'Recall' }).tap()
  await look('recall')
  await page.getByRole('dialog').getByRole('button', { name: 'Recall' }).tap()
  await bob.row('This message was recalled.').waitFor()

  await main.getByRole('button', { name: 'Members and settings' }).tap()
  await alice.member('bob').waitFor()
  await look('panel', 'phone-panel')
  await alice.panel.getByRole('button', { name: 'What to do with bob' }).tap()
  await look('menu of a member')
  await alice.panel.getByRole('menuitem', { name: 'Mute' }).tap()
  await look('mute')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).tap()
  await alice.panel.getByRole('button', { name: 'Room settings' }).tap()
  await look('room settings', 'phone-room-settings')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).tap()
  await alice.panel.getByRole('button', { name: 'Close' }).tap()
  await alice.panel.waitFor({ state: 'detached' })

  await main.getByRole('button', { name: 'Back' }).tap()
  await alice.rooms.waitFor()
  expect(await alice.messages.isVisible()).toBe(false)
  await look('home with rooms', 'phone-home')
  await alice.rooms.getByRole('button', { name: 'What to do with Pocket' }).tap()
  await look('menu of a room', 'phone-room-menu')
  await alice.rooms.getByRole('menuitem', { name: 'Details' }).tap()
  await alice.panel.waitFor()
  await page.goBack()
  await alice.rooms.waitFor()
  await alice.rooms.getByRole('button', { name: 'Menu' }).tap()
  await look('menu')
  await alice.rooms.getByRole('menuitem', { name: 'Settings' }).tap()
  await look('settings', 'phone-settings')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap()

  await page.emulateMedia({ colorScheme: 'dark' })
  await alice.roomLink('Pocket').tap()
  await alice.row('from Bob').waitFor()
  await look('room in the dark', 'phone-room-dark')
  expect(found).toEqual([])
})

test('the room keeps the latest message in sight above the keyboard', async () => {
  const alice = await stage().arrive('alice', PHONE)
  await alice.createGroup('Typing')
  for (let n = 1; n <= 25; n++) await alice.say(`message ${n}`)
  const bottom = async () => (await alice.row('message 25').boundingBox())?.y ?? Infinity
  const before = await bottom()

  await alice.page.setViewportSize({ width: 390, height: 500 }) // as interactive-widget=resizes-content does

  await expect.poll(bottom).toBeLessThan(before - 300)
  const composer = await alice.composer.boundingBox()
  expect((composer?.y ?? 0) + (composer?.height ?? 0)).toBeLessThanOrEqual(500)
  expect(await bottom()).toBeLessThan(composer?.y ?? 0)
})

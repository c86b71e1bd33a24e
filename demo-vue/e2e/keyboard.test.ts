import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { zh } from '../src/app/i18n/zh'
import { Person, Stage } from './support'

/** Everything with the keyboard alone. The focus is always somewhere, and one always sees where. */
const stage = Stage.forFile('--limits', 'open')

const MOST_STEPS = 60

class Keyboard {
  /** Where the focus was without being seen, or nowhere. */
  readonly lost: string[] = []

  constructor(private readonly person: Person) {}

  async press(key: string): Promise<void> {
    const from = await this.person.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim().slice(0, 40))
    await this.person.page.keyboard.press(key)
    const where = await this.focus()
    if (where !== '') this.lost.push(`after ${key} at “${from}”: ${where}`)
  }

  async type(text: string): Promise<void> {
    await this.person.page.keyboard.type(text)
  }

  /** With Tab, or another key, until the focus is on it. */
  async to(target: Locator, key = 'Tab'): Promise<void> {
    await target.waitFor()
    for (let steps = 0; !(await isFocused(target)); steps++) {
      if (steps === MOST_STEPS) throw new Error(`${key} does not lead to ${target.toString()}`)
      await this.press(key)
    }
  }

  async choose(target: Locator, key = 'Tab'): Promise<void> {
    await this.to(target, key)
    await this.press('Enter')
  }

  /** Waits until something has the focus, as a menu or a dialog that has just opened. */
  async at(target: Locator): Promise<void> {
    await expect.poll(() => isFocused(target)).toBe(true)
  }

  /** What is wrong with the focus, once the page has settled; nothing, if it can be seen. */
  private async focus(): Promise<string> {
    return this.person.page.evaluate(async () => {
      const frames = async (n: number) => {
        for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame)
      }
      const marked = (element: Element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      }
      const problem = () => {
        const element = document.activeElement
        if (!element || element === document.body) return 'the focus is nowhere'
        const name = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)}`
        // A field is marked by its box, a radio button that is only heard by its label.
        const around = [element, element.parentElement, element.closest('label')].filter((each) => each !== null)
        const shown = around.find((each) => marked(each))
        if (!shown) return `no mark on ${name}`
        const { left, top, right, bottom } = shown.getBoundingClientRect()
        return left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1 ? '' : `out of sight: ${name}`
      }
      // What the key closes or opens may take a moment, in which the focus is on its way.
      for (let tries = 0; tries < 30 && problem() !== ''; tries++) await frames(2)
      return problem()
    })
  }
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluateAll((all) => all.some((each) => each === document.activeElement))
}

test('from signing in to signing out without a pointer', async () => {
  const bob = await stage().arrive('bob')
  const alice = new Person(await stage().visitors.visitor('alice'))
  const { page } = alice
  const keys = new Keyboard(alice)
  await page.goto(stage().server.url)

  // Sign in.
  await keys.to(page.getByRole('textbox', { name: 'Your name' }))
  await keys.type('alice')
  await keys.press('Enter')
  await alice.connected()

  // A group with Bob.
  await keys.choose(page.getByRole('button', { name: 'New group' }))
  const group = page.getByRole('dialog', { name: 'New group' })
  await keys.at(group.getByLabel('Title'))
  await keys.type('Keys')
  await keys.to(group.getByLabel('Members besides you'))
  await keys.type('bob')
  await keys.press('Enter')
  await group.getByRole('listitem').filter({ hasText: 'bob' }).waitFor()
  await keys.choose(group.getByRole('button', { name: 'Create' }))
  await alice.inRoom('Keys')
  await bob.openRoom('Keys')
  await bob.say('from Bob')

  // Another room, and back through the list.
  await keys.press('Control+k')
  const goTo = page.getByRole('dialog', { name: 'Go to a room' })
  await keys.at(goTo.getByRole('combobox'))
  await keys.type('gene')
  await goTo.getByRole('option', { name: 'General' }).waitFor()
  await keys.press('Enter')
  await alice.inRoom('General')
  await keys.to(alice.rooms.getByRole('link', { name: 'General' }), 'Shift+Tab')
  await keys.choose(alice.roomLink('Keys'), 'ArrowUp')
  await alice.inRoom('Keys')

  // Write, with a new line and a name that is completed.
  await keys.to(alice.composer)
  await keys.type('hello @b')
  await page.getByRole('option', { name: 'bob' }).waitFor()
  await keys.press('Enter')
  await keys.press('Shift+Enter')
  await keys.type('second line')
  await keys.press('Enter')
  await bob.row('hello @bob second line').waitFor()
  await keys.type('typo')
  await keys.press('Enter')
  await bob.row('typo').waitFor()

  // Change the last one.
  await keys.press('ArrowUp')
  await keys.at(alice.composer)
  expect(await alice.composer.inputValue()).toBe('typo')
  await keys.press('Control+a')
  await keys.type('corrected')
  await keys.press('Enter')
  await bob.row('corrected').waitFor()

  // Along the messages: react to Bob's, and answer it.
  const row = (text: string) => alice.row(text).getByRole('article')
  await keys.to(row('corrected'), 'Shift+Tab')
  await keys.to(row('from Bob'), 'ArrowUp')
  await keys.press('Enter')
  const tools = alice.row('from Bob').getByRole('toolbar')
  await keys.at(tools.getByRole('button', { name: 'React' }))
  await keys.press('Enter')
  await keys.to(page.getByRole('button', { name: 'React with 😂' }), 'ArrowRight')
  await keys.press('Enter')
  await bob.reaction('from Bob', '😂').waitFor()

  await keys.choose(tools.getByRole('button', { name: 'Reply' }))
  await keys.at(alice.composer)
  await keys.type('an answer')
  await keys.press('Enter')
  await bob.row('an answer').getByRole('button', { name: 'from Bob' }).waitFor()

  // Recall the answer.
  await keys.to(row('an answer'), 'Shift+Tab')
  await keys.press('Enter')
  await keys.choose(alice.row('an answer').getByRole('button', { name: 'More' }))
  await keys.choose(alice.row('an answer').getByRole('menuitem', { name: 'Recall' }), 'ArrowDown')
  await keys.choose(page.getByRole('dialog', { name: 'Recall this message?' }).getByRole('button', { name: 'Recall' }))
  await bob.row('This message was recalled.').waitFor()
  await keys.press('Escape') // from the messages to where one writes
  await keys.at(alice.composer)

  // The panel: silence Bob.
  await keys.choose(page.getByRole('button', { name: 'Members and settings' }), 'Shift+Tab')
  await alice.panel.waitFor()
  await keys.choose(alice.panel.getByRole('button', { name: 'What to do with bob' }))
  await keys.choose(alice.panel.getByRole('menuitem', { name: 'Mute' }), 'ArrowDown')
  await keys.choose(page.getByRole('dialog', { name: 'Mute bob' }).getByRole('button', { name: 'Mute' }))
  await bob.page.getByText(/^You may not write here for another /).waitFor()
  await keys.press('Escape')
  await alice.panel.waitFor({ state: 'detached' })

  // The language, and out.
  await keys.choose(alice.rooms.getByRole('button', { name: 'Menu' }), 'Shift+Tab')
  await keys.choose(alice.rooms.getByRole('menuitem', { name: '中文' }), 'ArrowDown')
  await page.getByRole('navigation', { name: zh.rooms.title }).waitFor()
  await keys.press('Enter')
  await keys.choose(page.getByRole('menuitem', { name: zh.settings.signOut }), 'ArrowUp')
  await page.getByRole('button', { name: zh.shell.signIn }).waitFor()
  await keys.press('Tab')

  expect(keys.lost).toEqual([])
})

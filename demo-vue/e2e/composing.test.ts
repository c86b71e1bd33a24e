import type { CDPSession } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Person } from './support'
import { Stage } from './support'

/** Writing with an input method, with several lines, and over a while. */
const stage = Stage.forFile('--limits', 'open')

/** Keys that the browser hands to an input method have this code, whatever they are. */
const PROCESS = { windowsVirtualKeyCode: 229, key: 'Process' }
const ENTER = { windowsVirtualKeyCode: 13, key: 'Enter' }

/** An input method: what is composed stands in the field, and keys belong to it until it has done. */
class InputMethod {
  private constructor(private readonly browser: CDPSession) {}

  static async of({ page }: Person): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page))
  }

  async compose(text: string): Promise<void> {
    await this.press('KeyA')
    await this.browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }

  /** Enter, as it takes what is composed. */
  async take(text: string): Promise<void> {
    await this.press('Enter')
    await this.browser.send('Input.insertText', { text })
  }

  /** A key that is heard, and writes nothing. */
  async press(code: string, as = PROCESS): Promise<void> {
    await this.browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code, ...as })
    await this.browser.send('Input.dispatchKeyEvent', { type: 'keyUp', code, ...as })
  }
}

test('Enter belongs to the input method until it has done, and then sends once', async () => {
  const [alice, bob] = await Promise.all([stage().arrive('alice'), stage().arrive('bob')])
  await alice.createGroup('Words', ['bob'])
  await bob.openRoom('Words')
  const ime = await InputMethod.of(alice)
  await alice.composer.focus()

  for (const syllable of ['n', 'ni', 'nihao']) await ime.compose(syllable)
  expect(await alice.composer.inputValue()).toBe('nihao')
  await ime.press('Enter', ENTER) // some browsers give the key its name, and say isComposing
  expect(await alice.composer.inputValue()).toBe('nihao')
  await ime.take('你好')
  expect(await alice.composer.inputValue()).toBe('你好')
  expect(await alice.rows.count()).toBe(0)

  for (const syllable of ['s', 'shijie']) await ime.compose(syllable)
  await ime.press('Enter', ENTER) // now there is something that could be sent
  await ime.take('世界')
  expect(await alice.composer.inputValue()).toBe('你好世界')
  expect(await alice.rows.count()).toBe(0)

  await alice.page.keyboard.press('Enter')
  await bob.row('你好世界').waitFor()
  await alice.sign('你好世界', 'Read').waitFor()
  expect(await alice.composer.inputValue()).toBe('')
  expect(await bob.rows.count()).toBe(1)
})

test('a name is completed after it was composed, and not by the Enter that ends the composing', async () => {
  const [alice] = await Promise.all([stage().arrive('alice'), stage().arrive('小明')])
  await alice.createGroup('Mentions', ['小明'])
  const ime = await InputMethod.of(alice)
  await alice.composer.focus()

  await alice.page.keyboard.type('@')
  await ime.compose('xiao')
  await ime.take('小')
  expect(await alice.composer.inputValue()).toBe('@小')
  await alice.page.getByRole('option', { name: '小明' }).waitFor()
  await alice.page.keyboard.press('Enter')
  expect(await alice.composer.inputValue()).toBe('@小明 ')
  expect(await alice.rows.count()).toBe(0)

  await ime.compose('ni')
  await ime.take('你来吗')
  await alice.page.keyboard.press('Enter')
  await alice.row('@小明 你来吗').getByText('@小明', { exact: true }).waitFor()
})

test('Shift and Enter break a line', async () => {
  const alice = await stage().arrive('alice')
  await alice.createGroup('Lines')
  await alice.composer.focus()
  const height = async () => (await alice.composer.boundingBox())?.height ?? 0
  const one = await height()

  await alice.page.keyboard.type('first')
  await alice.page.keyboard.press('Shift+Enter')
  await alice.page.keyboard.type('second')
  expect(await alice.composer.inputValue()).toBe('first\nsecond')
  await expect.poll(height).toBeGreaterThan(one)
  expect(await alice.rows.count()).toBe(0)

  await alice.page.keyboard.press('Enter')
  await alice.row('first second').waitFor()
  expect(await alice.row('first second').locator('br').count()).toBe(1)
  await expect.poll(height).toBe(one)
})

test('what is not sent yet is there again in its room, also after a reload', async () => {
  const alice = await stage().arrive('alice')
  await alice.createGroup('Here')
  await alice.composer.fill('for here\nand later')
  await alice.createGroup('There')
  expect(await alice.composer.inputValue()).toBe('')
  await alice.composer.fill('for there')

  await alice.openRoom('Here')
  expect(await alice.composer.inputValue()).toBe('for here\nand later')
  await alice.page.reload()
  await alice.inRoom('Here')
  expect(await alice.composer.inputValue()).toBe('for here\nand later')
  await alice.openRoom('There')
  expect(await alice.composer.inputValue()).toBe('for there')

  await alice.composer.press('Enter')
  await alice.row('for there').waitFor()
  await alice.page.reload()
  await alice.inRoom('There')
  expect(await alice.composer.inputValue()).toBe('')
  await alice.sign('for there', 'Sent').waitFor()
  expect(await alice.rows.count()).toBe(1)
})

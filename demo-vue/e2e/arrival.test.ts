import { beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { fill, Raw, Stage, within } from './support'
import { costOfArrivals, median } from './support/trace'

/** What a message costs the page that shows it, beneath a thousand others. */
const stage = Stage.forFile('--limits', 'open')

const COUNT = 1_000
const ARRIVING = 60
const LIMIT_MS = 16
const ROUNDS = 6
const CHANNEL = { id: 'busy', title: 'Busy' }

beforeAll(() => fill(stage().server.ws, CHANNEL, COUNT, (n) => `Message **${n}**, with a [link](https://example.org/${n}) and \`code\``))

/** Resolves when the next row has been painted. Asks the page nothing meanwhile: that would count as its work. */
async function paintedRows(page: Page): Promise<() => Promise<void>> {
  let tell = (): void => undefined
  await page.exposeFunction('__painted', () => tell())
  await page.evaluate(() => {
    const told = globalThis as unknown as { __painted(): void }
    const list = document.querySelector('[data-scroller] ol')
    if (!list) throw new Error('no messages')
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => addedNodes.length > 0)) requestAnimationFrame(() => setTimeout(() => told.__painted()))
    }).observe(list, { childList: true })
  })
  return () => new Promise((resolve) => (tell = resolve))
}

test('a message that arrives beneath a thousand others takes the main thread less than a frame', async () => {
  const ann = await stage().arrive('ann', { viewport: { width: 1440, height: 900 } })
  await ann.joinChannel(CHANNEL.title)
  const rows = ann.messages.locator('[data-seq]')
  // Back to the beginning, so that all of them are loaded, and to the end again.
  await ann.page.mouse.move(900, 450)
  await expect
    .poll(async () => (await ann.page.mouse.wheel(0, -4_000), rows.first().getAttribute('data-seq')), { interval: 50, timeout: 60_000 })
    .toBe('1')
  await ann.page.getByRole('button', { name: 'To the latest message' }).click()
  await ann.messages.locator(`[data-seq="${COUNT}"]`).waitFor()
  await ann.composer.focus()
  const bob = await Raw.connect(stage().server.ws, 'bob', 'Bob')
  await bob.ask('join', { room: CHANNEL.id })

  // A pointer that rests on a message makes the page show what can be done with it.
  await ann.page.mouse.move(2, 2)
  const painted = await paintedRows(ann.page)
  // What else the machine does only adds to it: the best of a few rounds is nearest to what the page does.
  const rounds: number[] = []
  while (rounds.length < ROUNDS && !(Math.min(...rounds) < LIMIT_MS)) {
    const costs = await costOfArrivals(ann.page, async () => {
      for (let n = 1; n <= ARRIVING; n++) {
        const shown = painted()
        await bob.say(CHANNEL.id, [`Arrival ${n}`])
        await within(`arrival ${n} to be painted`, shown)
      }
    })
    expect(costs.length).toBeGreaterThanOrEqual(ARRIVING)
    rounds.push(median(costs))
  }
  await bob.close()

  console.log(`an arriving message took ${rounds.map((each) => each.toFixed(1)).join(', then ')} ms of the main thread (medians of ${ARRIVING})`)
  expect(Math.min(...rounds)).toBeLessThan(LIMIT_MS)
}, 120_000)

import { beforeAll, expect, test } from 'vitest'
import { fill, Person, Stage } from './support'

/** A long channel is read back to its beginning, and nothing that one looks at moves by itself. */
const stage = Stage.forFile('--limits', 'open')

const COUNT = 5_000
const LINKED = 2_500
const CHANNEL = { id: 'long', title: 'Long' }
/** As many rows as the page keeps at most, see room/span.ts. */
const MOST_ROWS = 500
const WIDE = { viewport: { width: 1440, height: 900 } }

let said: Map<number, string>
beforeAll(async () => {
  said = await fill(stage().server.ws, CHANNEL, COUNT, textOf)
})

/** Of several heights, so that a wrong guess of one would show. */
function textOf(n: number): string {
  const lines = n % 7 === 0 ? 4 : n % 11 === 0 ? 9 : 1
  return Array.from({ length: lines }, (_, line) => `Message ${n}, line ${line + 1}`).join('\n')
}

const text = (seq: number) => said.get(seq) ?? ''

interface Seen {
  /** How far the row under the pointer went when rows came or left, or between two frames beyond what was scrolled. */
  worst: number
  /** How often older rows came. */
  loads: number
  mostRows: number
}

/** Begins to watch the row under the pointer, in every frame and around every change of the list. */
async function watchPlace({ page, messages }: Person): Promise<() => Promise<Seen>> {
  const box = await messages.boundingBox()
  const at = { x: (box?.x ?? 0) + 200, y: 450 }
  await page.mouse.move(at.x, at.y)
  const seen = await page.evaluateHandle(({ y }) => {
    const scroller = document.querySelector('[data-scroller]')
    const list = scroller?.firstElementChild
    if (!scroller || !list) throw new Error('no messages')
    const seen = { worst: 0, loads: 0, mostRows: 0 }
    const rows = () => [...list.querySelectorAll<HTMLElement>('[data-seq]')]
    const first = () => Number(list.querySelector<HTMLElement>('[data-seq]')?.dataset['seq'])
    let before = { row: undefined as HTMLElement | undefined, top: 0, scrolled: 0, first: first() }
    const take = () => {
      const row = rows().find((each) => each.getBoundingClientRect().bottom > y)
      before = { row, top: row?.getBoundingClientRect().top ?? 0, scrolled: scroller.scrollTop, first: first() }
    }
    const compare = (scrolled: number) => {
      if (!before.row?.isConnected) return
      seen.worst = Math.max(seen.worst, Math.abs(before.row.getBoundingClientRect().top - before.top + scrolled))
    }
    const byScrolling = () => {
      compare(scroller.scrollTop - before.scrolled)
      take()
    }
    // In front of the page's own listener, which changes the list.
    addEventListener('scroll', byScrolling, { capture: true })
    new MutationObserver(() => {
      compare(0)
      if (first() < before.first) seen.loads++
      seen.mostRows = Math.max(seen.mostRows, rows().length)
      take()
    }).observe(list, { childList: true })
    const frame = () => {
      byScrolling()
      requestAnimationFrame(frame)
    }
    take()
    frame()
    return seen
  }, at)
  return () => seen.jsonValue()
}

/** Turns the wheel like somebody who is in a hurry, until there is nothing more in that direction. */
async function wheelTo({ page }: Person, end: 'first' | 'last'): Promise<void> {
  const there = async () => {
    await page.mouse.wheel(0, end === 'first' ? -2_500 : 2_500)
    return page.evaluate(
      ([end, last]) => {
        const scroller = document.querySelector('[data-scroller]')
        const rows = [...document.querySelectorAll<HTMLElement>('[data-scroller] [data-seq]')]
        if (!scroller) return false
        return end === 'first'
          ? rows[0]?.dataset['seq'] === '1' && scroller.scrollHeight - scroller.clientHeight + scroller.scrollTop < 2 // each is rounded
          : rows.at(-1)?.dataset['seq'] === last && scroller.scrollTop > -1
      },
      [end, String(COUNT)],
    )
  }
  await expect.poll(there, { interval: 40, timeout: 2 * 60_000 }).toBe(true)
}

function inSight(person: Person, seq: number): Promise<boolean> {
  return person.row(text(seq)).evaluateAll((rows) => {
    const box = document.querySelector('[data-scroller]')?.getBoundingClientRect()
    const row = rows[0]?.getBoundingClientRect()
    return box !== undefined && row !== undefined && row.top >= box.top - 1 && row.bottom <= box.bottom + 1
  })
}

test('a channel of five thousand messages is scrolled to its beginning without a jump, and left for its end', async () => {
  const alice = await stage().arrive('alice', WIDE)
  await alice.joinChannel(CHANNEL.title)
  await alice.row(text(COUNT)).waitFor()

  const seen = await watchPlace(alice)
  await wheelTo(alice, 'first')

  const { worst, loads, mostRows } = await seen()
  expect(loads).toBeGreaterThanOrEqual(COUNT / 200)
  expect(worst).toBeLessThanOrEqual(2)
  expect(mostRows).toBeLessThanOrEqual(MOST_ROWS)
  await alice.messages.getByRole('heading', { name: 'This is where “Long” begins.' }).waitFor()
  expect(await inSight(alice, 1)).toBe(true)
  await alice.visitor.screenshot('history-beginning')

  await alice.page.getByRole('button', { name: 'To the latest message' }).click()
  await expect.poll(() => inSight(alice, COUNT)).toBe(true)
  await alice.page.getByRole('button', { name: 'To the latest message' }).waitFor({ state: 'detached' })
  expect(await alice.rows.count()).toBeLessThanOrEqual(MOST_ROWS)
}, 3 * 60_000)

test('a link to a message leads there, and from there one reads on without a jump', async () => {
  const bob = await stage().arrive('bob', WIDE)
  await bob.joinChannel(CHANNEL.title)
  await bob.row(text(COUNT)).waitFor()
  await bob.page.goto(`${stage().server.url}#/room/${CHANNEL.id}/${LINKED}`)
  await expect.poll(() => inSight(bob, LINKED)).toBe(true)
  await bob.visitor.screenshot('history-link')

  const seen = await watchPlace(bob)
  await wheelTo(bob, 'last')

  const { worst, mostRows } = await seen()
  expect(worst).toBeLessThanOrEqual(2)
  expect(mostRows).toBeLessThanOrEqual(MOST_ROWS)
})

test('a link to a message is opened by somebody who has to sign in and to join first', async () => {
  const carol = new Person(await stage().visitors.visitor('carol', WIDE))
  await carol.page.goto(`${stage().server.url}#/room/${CHANNEL.id}/${LINKED}`)
  await carol.signIn()
  await carol.page.getByRole('button', { name: 'Join', exact: true }).click()

  await expect.poll(() => inSight(carol, LINKED)).toBe(true)
})

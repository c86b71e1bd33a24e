import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Visitor } from './support'
import { ChatServer, FaultProxy, Visitors } from './support'

/** Two people talk while things break; what both see in the end is one and the same, and all that was said. */
const LOST_CONNECTION = /WebSocket connection to .* failed/
const WAIT = { timeout: 30_000 }

let proxy: FaultProxy
let server: ChatServer
let visitors: Visitors

beforeAll(async () => {
  proxy = await FaultProxy.open()
  server = await ChatServer.start('--ws-url', proxy.ws)
  proxy.to(server.wsPort)
  visitors = await Visitors.launch()
})

afterEach(async () => {
  proxy.restore()
  await visitors.leave()
})

afterAll(async () => {
  await visitors?.close()
  await server?.stop()
  await proxy?.close()
})

async function arrive(name: string): Promise<Visitor> {
  const visitor = await visitors.visitor(name)
  visitor.expect(LOST_CONNECTION)
  await visitor.page.goto(server.url)
  await visitor.page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await visitor.page.keyboard.press('Enter')
  await enter(visitor)
  return visitor
}

async function enter({ page }: Visitor): Promise<void> {
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: /General/ }).click()
  await page.locator('#composer').waitFor()
}

async function say({ page }: Visitor, text: string): Promise<void> {
  await page.locator('#composer').fill(text)
  await page.keyboard.press('Enter')
}

/** Who said what, in order; what is not sent yet is marked as such. */
function timeline({ page }: Visitor): Promise<string[]> {
  return page.locator('li[data-key]').evaluateAll((rows) =>
    rows.map((row) => `${row.querySelector('article')?.getAttribute('aria-label')?.split(',')[0] ?? ''}: ${row.querySelector('.content')?.textContent.trim() ?? ''}${row.classList.contains('unsent') ? ' …' : ''}`),
  )
}

async function bothSee(one: Visitor, other: Visitor, texts: readonly string[]): Promise<void> {
  for (const each of [one, other]) {
    await expect.poll(async () => (await timeline(each)).map((line) => line.replace(/^.*?(?=t\d+)/s, '')).filter((line) => line.startsWith('t')), WAIT).toEqual(texts)
  }
  expect(await timeline(one)).toEqual(await timeline(other))
}

const texts = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `t${from + at}`)

test('two browsers chat through cuts of the wire, and end with equal timelines', async () => {
  const [ann, bob] = [await arrive('ann'), await arrive('bob')]

  for (let at = 0; at < 12; at++) {
    await say(at % 2 === 0 ? ann : bob, `t${at}`)
    // One settles the order of what they say; every third one is said into a wire that is just being cut.
    if (at % 3 === 2) proxy.cut()
    await expect.poll(async () => (await timeline(at % 2 === 0 ? bob : ann)).some((line) => line.endsWith(`t${at}`)), WAIT).toBe(true)
  }

  await bothSee(ann, bob, texts(0, 12))
})

test('two browsers go on through a restart of the server, with what they said meanwhile', async () => {
  const [ann, bob] = [await arrive('anna'), await arrive('bert')]
  await say(ann, 't100')
  await expect.poll(async () => (await timeline(bob)).some((line) => line.endsWith('t100')), WAIT).toBe(true)

  await server.stop()
  await say(ann, 't101')
  await say(ann, 't102')
  await ann.page.getByText('2 messages wait to be sent').waitFor()
  await server.run()

  // The log was in memory, so it begins anew; what was unsent is in it, once and in order.
  await ann.page.getByRole('button', { name: 'Reconnect now' }).click()
  await bothSee(ann, bob, texts(101, 103))
  await say(bob, 't103')
  await bothSee(ann, bob, texts(101, 104))
  await ann.screenshot('after-a-restart')
})

test('what is sent offline is delivered once after a reload and a return', async () => {
  const [ann, bob] = [await arrive('andy'), await arrive('bill')]
  await say(ann, 't200')
  await expect.poll(async () => (await timeline(bob)).some((line) => line.endsWith('t200')), WAIT).toBe(true)

  proxy.down()
  await say(ann, 't201')
  await say(ann, 't202')
  await expect.poll(async () => (await timeline(ann)).filter((line) => line.endsWith('…')).length, WAIT).toBe(2)
  await ann.page.reload()
  await ann.page.getByText('2 messages wait to be sent').waitFor()
  proxy.restore()

  await enter(ann)
  const unread = (lines: string[]) => lines.map((line) => line.replace(/^.*?(?=t\d+)/s, '')).filter((line) => /^t2\d\d$/.test(line))
  for (const each of [ann, bob]) await expect.poll(async () => unread(await timeline(each)), WAIT).toEqual(['t200', 't201', 't202'])
  expect(await timeline(ann)).toEqual(await timeline(bob))
})

test('a connection that is silent is given up, and what was said into it arrives once', async () => {
  const [ann, bob] = [await arrive('abel'), await arrive('boas')]
  await say(ann, 't300')
  await expect.poll(async () => (await timeline(bob)).some((line) => line.endsWith('t300')), WAIT).toBe(true)

  proxy.blackhole()
  await say(ann, 't301')
  await expect.poll(async () => (await timeline(ann)).some((line) => line.endsWith('t301 …')), WAIT).toBe(true)
  proxy.restore()

  for (const each of [ann, bob]) {
    await expect.poll(async () => (await timeline(each)).filter((line) => line.includes('t301')).length, WAIT).toBe(1)
    await expect.poll(async () => (await timeline(each)).some((line) => line.endsWith('t301')), WAIT).toBe(true)
  }
})

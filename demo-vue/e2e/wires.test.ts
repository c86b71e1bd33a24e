import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ContainerServer, HttpProxy, Person, Visitor, Visitors } from './support'

let server: ContainerServer
let visitors: Visitors
let proxy: HttpProxy
let people = 0

beforeAll(async () => {
  server = await ContainerServer.start()
  visitors = await Visitors.launch()
})
afterAll(async () => {
  await visitors.close()
  await server.stop()
})
beforeEach(async () => {
  proxy = await HttpProxy.before(server.port)
})
afterEach(async () => {
  await visitors.leave()
  await proxy.close()
})

const WORDS = {
  websocket: 'Connected by WebSocket.',
  sse: 'Connected by an event stream: no WebSocket gets through here.',
  longPoll: 'Connected by long polls: neither WebSocket nor event streams get through here.',
} as const

/** Somebody behind the proxy, whose browser says what the proxy does. */
async function behind(name: string): Promise<Person> {
  const person = new Person(await visitors.visitor(name))
  person.visitor.expect(/WebSocket connection to .* failed/)
  person.visitor.expect(/net::ERR_(EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|ABORTED)/)
  await person.page.goto(proxy.url)
  await person.signIn(name)
  await person.openRoom('General')
  return person
}

/** A new name, since the room outlives each test. */
const name = (word: string) => `${word} ${++people}`

async function isConnectedBy(person: Person, wire: keyof typeof WORDS): Promise<void> {
  await person.choose('Settings')
  const dialog = person.page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByText(WORDS[wire]).waitFor()
  await person.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
}

async function talk(one: Person, other: Person, text: string): Promise<void> {
  await one.say(text)
  await one.sign(text, 'Sent').or(one.sign(text, 'Read')).waitFor()
  await other.row(text).waitFor()
}

const texts = (person: Person) => person.rows.getByRole('article').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))

test('talks by WebSocket where there is one', async () => {
  const anna = await behind(name('Anna'))
  await isConnectedBy(anna, 'websocket')
  expect(proxy.count('/im/open')).toBe(0)
})

test('talks by an event stream behind a proxy that resets WebSockets', async () => {
  proxy.upgrades = 'cut'
  const [anna, ben] = [await behind(name('Anna')), await behind(name('Ben'))]
  await isConnectedBy(anna, 'sse')

  await talk(anna, ben, 'through the wall')
  await talk(ben, anna, 'and back')
})

test('talks by long polls behind a proxy that accepts everything and keeps back what has no end', async () => {
  proxy.upgrades = 'buffer'
  proxy.buffers = true
  const [anna, ben] = [await behind(name('Anna')), await behind(name('Ben'))]
  await isConnectedBy(anna, 'longPoll')

  await talk(anna, ben, 'one piece at a time')
  await talk(ben, anna, 'so it seems')
})

test('the wire changes in the middle of a conversation, and both see the same', async () => {
  const [anna, ben] = [await behind(name('Anna')), await behind(name('Ben'))]
  await talk(anna, ben, 'before the wall')

  proxy.upgrades = 'cut'
  proxy.cut()
  await anna.say('while there was nothing')
  await talk(ben, anna, 'behind the wall')
  await ben.row('while there was nothing').waitFor()
  await isConnectedBy(anna, 'sse')

  proxy.upgrades = 'pass'
  for (let i = 0; i < 20; i++) await talk(i % 2 ? anna : ben, i % 2 ? ben : anna, `no. ${i} while it moves back`)
  await anna.page.evaluate(() => dispatchEvent(new Event('online')))
  await isConnectedBy(anna, 'websocket')
  await talk(anna, ben, 'after the wall')

  // The names of rows say who wrote, and one's own say "You"; what was written stands behind the time.
  const said = async (person: Person) => (await texts(person)).map((label) => label.replace(/^.*?, (?=\d\d:\d\d)/, ''))
  expect(await said(anna)).toEqual(await said(ben))
  expect(new Set(await said(anna)).size).toBe((await said(anna)).length)
}, 120_000)

test('eight tabs without WebSocket leave the page its connections', async () => {
  proxy.upgrades = 'cut'
  const anna = await behind(name('Anna'))
  const context = anna.page.context()
  const credentials = await anna.page.evaluate(() => sessionStorage.getItem('imbed.credentials') ?? '')
  const tabs = [anna]
  for (let i = 1; i < 8; i++) {
    const page = await context.newPage()
    await page.addInitScript((kept) => sessionStorage.setItem('imbed.credentials', kept), credentials)
    await page.goto(anna.page.url())
    const tab = new Person(new Visitor(anna.name, context, page))
    await tab.connected()
    await tab.inRoom('General')
    tabs.push(tab)
  }

  const last = tabs.at(-1) as Person
  await talk(last, anna, 'from the eighth tab')
  for (const tab of tabs) await tab.row('from the eighth tab').waitFor()
  const ms = await last.page.evaluate(async () => {
    const began = performance.now()
    await Promise.all(Array.from({ length: 4 }, () => fetch('config.json', { cache: 'no-store' })))
    return performance.now() - began
  })
  expect(ms).toBeLessThan(2_000)
  expect(proxy.count('/im/events'), 'no more than the slots').toBe(2)
}, 120_000)

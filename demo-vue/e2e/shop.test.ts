import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import { Inspection, Person, Shop, Visitor, Visitors } from './support'

/** A Spring Boot application with the chat on its port: its login is the chat's, its transactions write there, too. */
const PASSWORDS = { Ann: 'jasmine', Ben: 'kettle' } as const
const ROOM = 'Ann and the tea shop'
vi.setConfig({ testTimeout: 3 * 60_000 }) // axe takes its time where there is little of it

let shop: Shop
let visitors: Visitors

beforeAll(async () => {
  shop = await Shop.open()
  visitors = await Visitors.launch()
}, 120_000)
afterEach(() => visitors.leave())
afterAll(async () => {
  await visitors?.close()
  await shop?.close()
})

async function logIn(page: Page, name: keyof typeof PASSWORDS): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(PASSWORDS[name])
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Somebody who has logged in and looks at the shop. */
async function enter(name: keyof typeof PASSWORDS): Promise<Page> {
  const { page } = await visitors.visitor(name)
  await page.goto(shop.url)
  await logIn(page, name)
  await page.getByRole('button', { name: 'Log out' }).waitFor()
  return page
}

/** The chat in another tab, where the room is open. */
async function chatBeside(page: Page, name: string): Promise<Person> {
  const visitor = new Visitor(name, page.context(), await page.context().newPage())
  const person = new Person(visitor)
  await person.page.goto(`${shop.url}chat/`)
  await person.connected()
  await person.openRoom(ROOM)
  return person
}

const order = (page: Page, tea: string) => page.getByRole('button', { name: `Order ${tea}` }).click()

test('customer and seller talk by the login of the shop, and an order tells both', async () => {
  const [counter, teas] = [await enter('Ben'), await enter('Ann')]
  const [ben, ann] = [await chatBeside(counter, 'Ben'), await chatBeside(teas, 'Ann')]

  await ann.say('Which one for the evening?')
  await ben.row('Which one for the evening?').waitFor()
  await ben.say('The oolong, and no heck of a price')
  await ann.row('The oolong, and no **** of a price').waitFor()

  await order(teas, 'Old tree oolong')
  await teas.getByRole('status').getByText('Order 1 is placed.').waitFor()
  for (const each of [ann, ben]) await each.row('Order 1 placed: Old tree oolong.').waitFor()

  await counter.reload()
  await counter.getByRole('button', { name: 'Send order 1' }).click()
  for (const each of [ann, ben]) await each.row('Order 1 is on its way.').waitFor()
  await ann.visitor.screenshot('shop-chat')
})

test('an order that fails leaves no notice in the chat', async () => {
  const teas = await enter('Ann')
  const ann = await chatBeside(teas, 'Ann')

  await teas.getByRole('button', { name: 'Order all the same: Spring rain' }).click()
  await teas.getByRole('alert').getByText('Sold out').waitFor()
  await order(teas, 'Jasmine pearls')

  await ann.rows.filter({ hasText: 'placed: Jasmine pearls' }).waitFor()
  expect(await ann.rows.filter({ hasText: 'Spring rain' }).count()).toBe(0)
})

test('the word filter tells why it takes a message from nobody', async () => {
  const ann = await chatBeside(await enter('Ann'), 'Ann')

  await ann.say('A coffee, please')

  await ann.row('A coffee, please').getByText('we do not speak of coffee here').waitFor()
})

test('whoever logs out of the shop is out of the chat, which asks for the login and is where it was', async () => {
  const teas = await enter('Ann')
  const { page, visitor } = await chatBeside(teas, 'Ann')
  visitor.expect(/401/)

  await teas.getByRole('button', { name: 'Log out' }).click()
  await page.getByText('Signed out: ').waitFor()
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await logIn(page, 'Ann')

  const ann = new Person(visitor)
  await ann.connected()
  await ann.inRoom(ROOM)
})

test.each([
  ['a desk', { width: 1200, height: 800 }],
  ['a phone', { width: 360, height: 740 }],
])('its pages are fit for everybody, on %s', async (where, size) => {
  const visitor = await visitors.visitor('Ann', { viewport: size })
  const { page } = visitor
  const inspection = new Inspection(visitor)
  const look = async (view: string) => {
    await inspection.look(view)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${view}: too wide`).toBeLessThanOrEqual(0)
    await visitor.screenshot(`shop-${view}-${where.replace(/^a /, '')}`)
  }

  await page.goto(shop.url)
  await look('login')
  await logIn(page, 'Ann')
  await order(page, 'Jasmine pearls')
  await page.getByRole('status').waitFor()
  await look('teas')
  await page.getByRole('button', { name: 'Log out' }).click()
  await logIn(page, 'Ben')
  await page.getByRole('heading', { name: 'Orders' }).waitFor()
  await look('orders')

  expect(inspection.found).toEqual([])
})

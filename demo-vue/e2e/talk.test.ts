import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ChatServer, FaultProxy, Person, Visitors } from './support'

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

/** Presses the button, if it is there at this moment: the client may be about to come back by itself, or just have. */
async function hurry(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Reconnect now' }).evaluateAll((buttons) => {
    for (const button of buttons) button.dispatchEvent(new Event('click'))
  })
}

async function arrive(name: string): Promise<Person> {
  const person = await Person.arrive(visitors, name, server.url)
  person.visitor.expect(LOST_CONNECTION)
  await person.openRoom('General')
  return person
}

/** What stands on the page, in order: the number that the server gave, if it has, and the text. */
function timeline(of: Person): Promise<string[]> {
  return of.rows.evaluateAll((rows) =>
    rows.map((row) => `${row.dataset['seq'] || 'unsent'} ${row.querySelector('article')?.ariaLabel?.replace(/^.*?, \d\d:\d\d: /s, '') ?? ''}`),
  )
}

/** Of the messages that this test has sent, whose texts begin alike. */
async function texts(of: Person, beginning: string): Promise<string[]> {
  const all = (await timeline(of)).filter((line) => !line.startsWith('unsent')).map((line) => line.replace(/^\d+ /, ''))
  return all.filter((text) => text.startsWith(beginning))
}

async function bothSee(one: Person, other: Person, beginning: string, expected: readonly string[]): Promise<void> {
  for (const each of [one, other]) await expect.poll(() => texts(each, beginning), WAIT).toEqual(expected)
  expect(await timeline(one)).toEqual(await timeline(other))
}

const seen = (by: Person, text: string) => by.row(text).and(by.page.locator(':not([data-seq=""])')).waitFor()

test('two browsers chat through cuts of the wire, and end with equal timelines', async () => {
  const [ann, bob] = [await arrive('ann'), await arrive('bob')]
  const expected: string[] = []

  for (let at = 0; at < 12; at++) {
    const [speaker, hearer] = at % 2 === 0 ? [ann, bob] : [bob, ann]
    expected.push(`cut ${at}`)
    await speaker.say(`cut ${at}`)
    // Often into a wire that is just being cut.
    if (at % 3 === 2) proxy.cut()
    await seen(hearer, `cut ${at}`)
  }

  await bothSee(ann, bob, 'cut', expected)
})

test('two browsers go on through a restart of the server, with what they said meanwhile', async () => {
  const [ann, bob] = [await arrive('anna'), await arrive('bert')]
  await ann.say('before')
  await seen(bob, 'before')

  await server.stop()
  await ann.say('restart 1')
  await ann.say('restart 2')
  await ann.page.getByText('2 messages wait to be sent').waitFor()
  await ann.visitor.screenshot('while-the-server-is-away')
  await server.run()

  // The log was in memory, so it begins anew; what was unsent is in it, once and in order.
  await hurry(ann)
  await bothSee(ann, bob, 'restart', ['restart 1', 'restart 2'])
  await bob.say('restart 3')
  await bothSee(ann, bob, 'restart', ['restart 1', 'restart 2', 'restart 3'])
})

test('what is sent offline is delivered once after a reload and a return', async () => {
  const [ann, bob] = [await arrive('andy'), await arrive('bill')]
  await ann.say('offline 1')
  await seen(bob, 'offline 1')

  proxy.down()
  await ann.say('offline 2')
  await ann.say('offline 3')
  await ann.page.reload()
  await ann.page.getByText('2 messages wait to be sent').waitFor()
  proxy.restore()
  await hurry(ann)

  await ann.inRoom('General')
  await bothSee(ann, bob, 'offline', ['offline 1', 'offline 2', 'offline 3'])
})

test('what was said into a connection that is silent arrives once', async () => {
  const [ann, bob] = [await arrive('abel'), await arrive('boas')]
  await ann.say('silence 1')
  await seen(bob, 'silence 1')

  proxy.blackhole()
  await ann.say('silence 2')
  await ann.sign('silence 2', 'Is being sent').waitFor()
  proxy.restore()

  await bothSee(ann, bob, 'silence', ['silence 1', 'silence 2'])
})

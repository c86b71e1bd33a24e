import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Visitor } from './support'
import { ChatServer, FaultProxy, Visitors, within } from './support'

/** What the other files of tests rely on: the server's life, the proxy in its way, and pages that cannot hide a complaint. */
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

/** A visitor whose page has connected. */
async function signedIn(name: string): Promise<Visitor> {
  const visitor = await visitors.visitor(name)
  const connected = helloAnswered(visitor)
  await visitor.page.goto(server.url)
  await visitor.page.getByRole('textbox').fill(name)
  await visitor.page.keyboard.press('Enter')
  await connected
  return visitor
}

/** The page's next connection on which the server speaks. */
async function helloAnswered(visitor: Visitor): Promise<void> {
  const socket = await visitor.page.waitForEvent('websocket')
  expect(socket.url()).toBe(proxy.ws)
  await socket.waitForEvent('framereceived')
}

test('page signs in through the proxy and complains of nothing', async () => {
  const alice = await signedIn('alice')
  await alice.screenshot('harness-signed-in')

  expect(proxy.accepted).toBeGreaterThan(0)
  expect(alice.problems).toEqual([])
})

test('page comes back after a cut', async () => {
  const alice = await signedIn('alice')

  const back = helloAnswered(alice)
  proxy.cut()

  await back
})

test('page comes back after the server was restarted, and after it was killed', async () => {
  const alice = await signedIn('alice')
  alice.expect(/WebSocket connection to .* failed/)
  const { wsPort, httpPort } = server

  for (const end of [() => server.stop(), () => server.kill()]) {
    const back = backAfter(alice)
    await end()
    await server.run()
    expect([server.wsPort, server.httpPort]).toEqual([wsPort, httpPort])
    await back
  }
})

/** Through the proxy also a server that is away can be connected to, for a moment: tries until one speaks. */
async function backAfter(visitor: Visitor): Promise<void> {
  const spoke = new Promise<void>((resolve) => {
    visitor.page.on('websocket', (socket) => socket.on('framereceived', () => resolve()))
  })
  await within('the page to be back', spoke)
}

test('what the policy forbids, is thrown or is logged fails the test', async () => {
  const mallory = await visitors.visitor('mallory')
  await mallory.page.goto(server.url)

  await mallory.page.evaluate(() => {
    const script = document.createElement('script')
    script.src = 'https://evil.example/x.js'
    document.head.append(script)
  }).catch(() => undefined) // trusted types refuse the address already
  await mallory.page.evaluate(() => void fetch('https://evil.example/').catch(() => undefined))
  await mallory.page.evaluate(() => console.error('a complaint'))
  await mallory.page.evaluate(() => void Promise.reject(new Error('thrown')))
  await expect.poll(() => mallory.problems.join('\n')).toContain('thrown')

  const told = mallory.problems.join('\n')
  expect(told).toMatch(/policy: require-trusted-types-for/)
  expect(told).toMatch(/policy: connect-src https:\/\/evil\.example/)
  expect(told).toContain('error: a complaint')
  await expect(visitors.leave()).rejects.toThrow('mallory: policy')
})

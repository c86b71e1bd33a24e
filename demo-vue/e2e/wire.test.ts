import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { ClientOptions } from 'ws'
import { within } from './support/deadline'
import { ChatServer } from './support/server'

/** The wire as an implementation sees it that shares nothing with ours. The bytes themselves are im-testkit's to look at. */
const PING = '{"op":"ping","id":7}'
/** Nobody has said hello; so the answer is an error, under the same id. */
const ANSWER = '"re":7,'

let server: ChatServer
const sockets: WebSocket[] = []

beforeAll(async () => {
  server = await ChatServer.start()
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
})

afterAll(async () => {
  await server?.stop()
})

function connect(protocols: string[], options: ClientOptions = {}): WebSocket {
  const socket = new WebSocket(server.ws, protocols, options)
  sockets.push(socket)
  return socket
}

async function open(protocols = ['im.v1'], options: ClientOptions = {}): Promise<WebSocket> {
  const socket = connect(protocols, options)
  await within('a WebSocket', once(socket, 'open'))
  return socket
}

async function text(socket: WebSocket): Promise<string> {
  const [data] = await within('a message', once(socket, 'message'))
  return String(data)
}

async function closed(socket: WebSocket): Promise<number> {
  const [code] = await within('the close', once(socket, 'close'))
  return Number(code)
}

async function refused(protocols: string[], options: ClientOptions = {}): Promise<number> {
  const socket = connect(protocols, options)
  // The library reports what it does itself after the answer, too.
  socket.on('error', () => undefined)
  const [, response] = (await within('the refusal', once(socket, 'unexpected-response'))) as [unknown, IncomingMessage]
  return response.statusCode ?? 0
}

test('selects im.v1 and no compression', async () => {
  const socket = await open(['other', 'im.v1'], { perMessageDeflate: true })
  expect(socket.protocol).toBe('im.v1')
  expect(socket.extensions).toBe('')

  const plain = await open([])
  expect(plain.protocol).toBe('')
})

test('refuses other subprotocols, foreign pages and other versions', async () => {
  expect(await refused(['other'])).toBe(400)
  expect(await refused(['im.v1'], { origin: 'https://evil.example' })).toBe(403)
  expect(await refused(['im.v1'], { protocolVersion: 8 })).toBe(426)
})

test('joins fragments, with a ping between', async () => {
  const socket = await open()
  const pong = once(socket, 'pong')
  const answer = text(socket)

  socket.send(PING.slice(0, 5), { fin: false })
  socket.ping('between')
  socket.send(PING.slice(5, 6), { fin: false })
  socket.send(PING.slice(6), { fin: true })

  expect(await answer).toContain(ANSWER)
  expect(String((await within('the pong', pong))[0])).toBe('between')
})

test.each([20, 125, 126, 65_535, 65_536])('answers a message of %i bytes', async (bytes) => {
  const socket = await open()
  const answer = text(socket)

  socket.send(PING.padEnd(bytes))

  expect(await answer).toContain(ANSWER)
})

test.each([1000, 1001, 3000, 4000, 4999])('answers close code %i with itself', async (code) => {
  const socket = await open()
  const end = closed(socket)

  socket.close(code, 'bye')

  expect(await end).toBe(code)
})

test.each<[string, number, (socket: WebSocket) => void]>([
  ['a binary message', 1003, (socket) => socket.send(Buffer.from('x'), { binary: true })],
  ['a frame without a mask', 1002, (socket) => socket.send(PING, { mask: false })],
  ['text that is not UTF-8', 1007, (socket) => socket.send(Buffer.from([0xc3, 0x28]), { binary: false })],
  ['more than 64 KiB', 1009, (socket) => socket.send('x'.repeat(65_537))],
])('ends the connection after %s', async (_, code, say) => {
  const socket = await open()
  const end = closed(socket)

  say(socket)

  expect(await end).toBe(code)
})

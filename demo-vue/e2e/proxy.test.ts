import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FaultProxy, within } from './support'

/** A server that says everything back, and a proxy before it. */
let echo: Server
let proxy: FaultProxy
const sockets: Socket[] = []

beforeEach(async () => {
  echo = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  proxy = await FaultProxy.open()
  proxy.to((echo.address() as AddressInfo).port)
})

afterEach(async () => {
  await proxy.close()
  for (const socket of sockets.splice(0)) socket.destroy()
  echo.close()
})

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined)
  sockets.push(socket)
  await within('a connection to the proxy', once(socket, 'connect'))
  return socket
}

/** Also after an error, which `once` would throw. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

async function heard(socket: Socket, length: number): Promise<string> {
  let text = ''
  const all = new Promise<string>((resolve) => {
    socket.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.length >= length) resolve(text)
    })
  })
  return within(`${length} bytes, so far ${text.length}`, all)
}

async function say(socket: Socket, text: string): Promise<string> {
  const answer = heard(socket, text.length)
  socket.write(text)
  return answer
}

test('passes on what both ends say', async () => {
  expect(await say(await dial(), 'hello')).toBe('hello')
})

test('cuts all connections, and lets new ones through', async () => {
  const socket = await dial()
  await say(socket, 'hello')

  const closed = closeOf(socket)
  proxy.cut()

  await within('the cut', closed)
  expect(await say(await dial(), 'again')).toBe('again')
})

test('refuses new connections while it is down', async () => {
  proxy.down()
  const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined)
  await within('the reset', closeOf(refused))

  proxy.restore()

  expect(await say(await dial(), 'back')).toBe('back')
})

test('tells nobody that it swallows', async () => {
  const socket = await dial()
  await say(socket, 'hello')
  const ended = closeOf(socket)
  let told = ''
  socket.on('data', (piece: Buffer) => (told += piece.toString()))

  proxy.blackhole()
  socket.write('lost')
  await expect.poll(() => proxy.swallowed).toBe('lost'.length)
  const silent = await dial() // connects: nobody is told

  expect(silent.destroyed).toBe(false)
  expect(socket.destroyed).toBe(false)
  proxy.restore()
  await within('the reset after the black hole', ended)
  expect(told).toBe('')
  expect(await say(await dial(), 'back')).toBe('back')
})

test('delays without loss or disorder, also when the delay shrinks', async () => {
  const socket = await dial()
  const text = Array.from({ length: 2_000 }, (_, i) => `${i},`).join('')
  const answer = heard(socket, text.length)

  const begin = performance.now()
  proxy.delay(80)
  socket.write(text.slice(0, 4_000))
  const [, served] = await within('the first half at the server', serverHears())
  expect(served - begin).toBeGreaterThanOrEqual(75)
  proxy.delay(0)
  socket.write(text.slice(4_000))

  expect(await answer).toBe(text)
})

/** The first piece that reaches the echo server, and when. */
async function serverHears(): Promise<[Buffer, number]> {
  const server = await within('a connection at the server', accepted())
  const [piece] = (await once(server, 'data')) as [Buffer]
  return [piece, performance.now()]
}

async function accepted(): Promise<Socket> {
  const there = sockets.find((each) => each.localPort === (echo.address() as AddressInfo).port)
  return there ?? ((await once(echo, 'connection')) as [Socket])[0]
}

test('what is on its way arrives before the end of the stream', async () => {
  proxy.delay(30)
  const socket = await dial()
  const answer = heard(socket, 3)
  const ended = once(socket, 'end')

  socket.end('bye')

  expect(await answer).toBe('bye')
  await within('the end', ended)
})

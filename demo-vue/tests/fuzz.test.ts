import { describe, expect, it } from 'vitest'
import { MemoryOutboxStore } from '../src/client/outbox/store'
import { WIRES } from '../src/client/wire/wire'
import type { WireName } from '../src/client/wire/wire'
import { HttpPeer, WiredWorld } from './http-world'
import { ModelServer } from './model-server'
import { FakeClock, seeded } from './world'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500)
const STEPS = 60

/** Over one wire, or over whichever works at the moment. */
type Over = WireName | 'any'

interface Device {
  user: string
  name: string
  world: WiredWorld
  store: MemoryOutboxStore
  texts: string[] // in the order in which they were sent
}

const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T

interface Course {
  over: Over
  clock: FakeClock
  server: ModelServer
  random: () => number
  /** No WebSocket is let through at the moment. */
  wall: boolean
  calm: boolean
}

function start(device: Omit<Device, 'world'>, course: Course, life: number): WiredWorld {
  const { over, clock, server, random } = course
  const wires = over === 'any' ? WIRES : [over]
  const world = new WiredWorld({ user: device.user, wires }, { clock }, device.store, `${device.name}-${life}`)
  world.random = random
  world.onSocket = (socket) => {
    if (course.wall && over === 'any' && !(socket instanceof HttpPeer)) queueMicrotask(() => socket.end())
    else server.accept(socket, device.user)
  }
  world.http.latency = () => 1 + random() * 60
  world.http.verdict = ({ path }) => {
    const dice = random()
    if (course.calm || path === 'open') return undefined
    return dice < 0.02 ? 'fail' : dice < 0.05 ? 'lose answer' : dice < 0.06 ? { status: 502 } : undefined
  }
  world.client.connect()
  void world.client.room('g.1').timeline
  return world
}

async function run(seed: number, over: Over): Promise<void> {
  const random = seeded(seed)
  const clock = new FakeClock()
  const server = new ModelServer(clock, random)
  const course: Course = { over, clock, server, random, wall: false, calm: false }
  server.faults = { drop: 0.05, repeat: 0.1, late: 0.2, cut: 0.02 }
  const devices: Device[] = [['alice', 'phone'], ['alice', 'laptop'], ['bob', 'desk']].map(([user = '', name = '']) => {
    const device = { user, name, store: new MemoryOutboxStore(), texts: new Array<string>() }
    return { ...device, world: start(device, course, 0) }
  })
  let texts = 0
  for (let step = 0; step < STEPS; step++) {
    const device = pick(random, devices)
    const room = device.world.client.room('g.1')
    const dice = random()
    if (dice < 0.45) {
      const text = `${device.name} ${++texts}`
      device.texts.push(text)
      room.send(text)
    } else if (dice < 0.55) {
      server.edit(1 + Math.floor(random() * server.messages.length), `edited ${step}`)
    } else if (dice < 0.6) {
      server.restart()
    } else if (dice < 0.65) {
      server.post('carol', `carol ${step}`)
    } else if (dice < 0.7) {
      room.markRead(Math.ceil(random() * (room.info?.seq ?? 0)))
    } else if (dice < 0.75) {
      room.timeline.loadOlder(5).catch(() => undefined)
    } else if (dice < 0.8) {
      await clock.advance(1) // what was just written is kept by then, as it would be in a page
      await device.world.client.disconnect()
      device.world = start(device, course, step + 1)
    } else if (dice < 0.85) {
      device.world.http.streams.at(-1)?.cut()
    } else if (dice < 0.88) {
      course.wall = !course.wall
    }
    await clock.advance(random() * 600)
  }

  server.faults = { drop: 0, repeat: 0, late: 0, cut: 0 }
  course.calm = true
  course.wall = false
  await clock.advance(120_000)
  server.post('carol', 'the end')
  await clock.advance(120_000)
  await check(server, devices, clock)
  const used = devices.map(({ world }) => world.client.status.wire)
  expect(new Set(used), 'nobody is left with what they fell back to').toEqual(new Set([over === 'any' ? 'websocket' : over]))
}

async function check(server: ModelServer, devices: Device[], clock: FakeClock): Promise<void> {
  const cids = server.messages.map((message) => `${message.sender} ${message.cid}`)
  expect(new Set(cids).size, 'no duplicate in the log').toBe(cids.length)
  for (const device of devices) {
    const { client } = device.world
    expect(await device.store.load(), 'nothing is left to send').toEqual([])
    expect(client.outbox.items()).toEqual([])
    const stored = server.messages.filter((message) => message.cid.startsWith(`${device.name}-`)).length
    expect(stored, 'no loss').toBe(device.texts.length)

    const { timeline, info } = client.room('g.1')
    for (let i = 0; i < 50 && (timeline.hasOlder || timeline.items.some((item) => item.kind === 'hole')); i++) {
      const hole = timeline.items.find((item) => item.kind === 'hole')
      const loading = hole ? timeline.loadHole(hole) : timeline.loadOlder()
      await clock.advance(2000)
      await loading
    }
    const shown = timeline.items.map((item) => item.kind === 'message' && [item.message.seq, item.message.cid, item.message.content])
    expect(shown, 'the log, each once and in order').toEqual(server.messages.map((message) => [message.seq, message.cid, message['content']]))
    expect(new Set(timeline.items.map((item) => item.key)).size).toBe(shown.length)
    expect(info?.unread, 'unread').toBe(server.unread(device.user))
  }
}

const CHUNK = 50
/** The state machine is the same over all of them; what a wire adds is less. */
const SHARE: Record<Over, number> = { websocket: 1, sse: 0.1, longPoll: 0.1, poll: 0.1, any: 0.3 }

describe.each(Object.entries(SHARE) as [Over, number][])('over %s', (over, share) => {
  const runs = Math.max(1, Math.round(RUNS * share))
  const starts = Array.from({ length: Math.ceil(runs / CHUNK) }, (_, i) => i * CHUNK)

  // with drops, repeats, late and reordered lines, cut connections, lost answers, restarts and reloads
  it.each(starts)(`nothing is lost, repeated or out of order in ${runs} runs: from seed %i`, { timeout: 60_000 }, async (from) => {
    for (let seed = from; seed < Math.min(from + CHUNK, runs); seed++) {
      try {
        await run(seed, over)
      } catch (e) {
        throw new Error(`seed ${seed}`, { cause: e })
      }
    }
  })
})

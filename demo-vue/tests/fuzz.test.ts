import { describe, expect, it } from 'vitest'
import { MemoryOutboxStore } from '../src/client/outbox/store'
import { ModelServer } from './model-server'
import { FakeClock, World, seeded } from './world'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500)
const STEPS = 60

interface Device {
  user: string
  name: string
  world: World
  store: MemoryOutboxStore
  texts: string[] // in the order in which they were sent
}

const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T

function start(device: Omit<Device, 'world'>, clock: FakeClock, server: ModelServer, random: () => number, life: number): World {
  const world = new World({ user: device.user }, device.store, { clock }, `${device.name}-${life}`)
  world.random = random
  world.onSocket = (socket) => server.accept(socket, device.user)
  world.client.connect()
  void world.client.room('g.1').timeline
  return world
}

async function run(seed: number): Promise<void> {
  const random = seeded(seed)
  const clock = new FakeClock()
  const server = new ModelServer(clock, random)
  server.faults = { drop: 0.05, repeat: 0.1, late: 0.2, cut: 0.02 }
  const devices: Device[] = [['alice', 'phone'], ['alice', 'laptop'], ['bob', 'desk']].map(([user = '', name = '']) => {
    const device = { user, name, store: new MemoryOutboxStore(), texts: new Array<string>() }
    return { ...device, world: start(device, clock, server, random, 0) }
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
      device.world = start(device, clock, server, random, step + 1)
    }
    await clock.advance(random() * 600)
  }

  server.faults = { drop: 0, repeat: 0, late: 0, cut: 0 }
  await clock.advance(120_000)
  server.post('carol', 'the end')
  await clock.advance(120_000)
  await check(server, devices, clock)
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

describe(`in ${RUNS} runs with drops, repeats, late and reordered lines, cut connections, restarts and reloads`, () => {
  const CHUNK = 50
  it.each(Array.from({ length: Math.ceil(RUNS / CHUNK) }, (_, i) => i * CHUNK))('nothing is lost, repeated or out of order: from seed %i', async (from) => {
    for (let seed = from; seed < Math.min(from + CHUNK, RUNS); seed++) {
      try {
        await run(seed)
      } catch (e) {
        throw new Error(`seed ${seed}`, { cause: e })
      }
    }
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { IDLE_MS, followAway } from '../../src/app/composables/away'
import { World } from '../world'

describe('being away', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('is told when the page was not touched for a while, and when it is again', async () => {
    const world = new World()
    const socket = await world.connect()
    const off = followAway(world.client)
    const told = () => socket.sent.filter(({ op }) => op === 'presence').map(({ away }) => away)

    vi.advanceTimersByTime(IDLE_MS - 2)
    dispatchEvent(new Event('pointermove'))
    vi.advanceTimersByTime(IDLE_MS - 1)
    expect(told()).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told()).toEqual([true])

    dispatchEvent(new Event('keydown'))
    expect(told()).toEqual([true, false])
    off()
    vi.advanceTimersByTime(2 * IDLE_MS)
    expect(told()).toEqual([true, false])
  })
})

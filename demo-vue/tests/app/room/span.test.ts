import { describe, expect, it } from 'vitest'
import { SIZE, STEP, TAIL, around, carried, latest, newer, older } from '../../../src/app/room/span'

const items = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => ({ key: `k${from + i}` }))

describe('the rendered part of a timeline', () => {
  it('is the latest one, or lies around a message', () => {
    expect(latest(10)).toEqual({ from: 0, to: 10 })
    expect(latest(1000)).toEqual({ from: 1000 - TAIL, to: 1000 })
    expect(around(500, 1000)).toEqual({ from: 500 - SIZE / 2, to: 500 + SIZE / 2 })
    expect(around(3, 1000)).toEqual({ from: 0, to: SIZE })
    expect(around(999, 1000)).toEqual({ from: 1000 - SIZE, to: 1000 })
  })

  it('never grows beyond its size and a step, whichever way one reads', () => {
    let span = latest(5000)
    for (let i = 0; i < 5000 / STEP; i++) {
      span = older(span)
      expect(span.to - span.from).toBeLessThanOrEqual(SIZE + STEP)
    }
    expect(span.from).toBe(0)
    for (let i = 0; i < 5000 / STEP; i++) span = newer(span, 5000)
    expect(span.to).toBe(5000)
    expect(span.to - span.from).toBeLessThanOrEqual(SIZE + STEP)
  })

  it('shows the same messages after older ones were put before them', () => {
    expect(carried({ from: 2, to: 6 }, items(51, 60), items(1, 60), false)).toEqual({ from: 52, to: 56 })
  })

  it('takes in what arrives at its end', () => {
    expect(carried({ from: 0, to: 10 }, items(1, 10), items(1, 11), true)).toEqual({ from: 0, to: 11 })
    expect(carried({ from: 0, to: 5 }, items(1, 10), items(1, 11), false)).toEqual({ from: 0, to: 5 })
  })

  it('gives up old rows at the bottom, and elsewhere rather does not take in new ones', () => {
    const many = TAIL + STEP
    expect(carried({ from: 0, to: many - 1 }, items(1, many - 1), items(1, many), true)).toEqual({ from: 0, to: many })
    expect(carried({ from: 0, to: many }, items(1, many), items(1, many + 1), true)).toEqual(latest(many + 1))
    const full = SIZE + STEP
    expect(carried({ from: 0, to: full }, items(1, full), items(1, full + 1), false)).toEqual({ from: 0, to: full })
  })

  it('goes on at the next one when its first message is gone', () => {
    const before = items(1, 10)
    expect(carried({ from: 2, to: 10 }, before, before.filter((_, at) => at !== 2), true)).toEqual({ from: 2, to: 9 })
  })

  it('is the latest one when a new list has nothing of the old one', () => {
    expect(carried({ from: 0, to: 0 }, [], items(1, 500), true)).toEqual(latest(500))
  })
})

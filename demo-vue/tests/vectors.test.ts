import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeRequest } from '../src/client/protocol/codec'
import { OPS } from '../src/client/protocol/frames'
import type { Op } from '../src/client/protocol/frames'
import { MalformedFrame } from '../src/client/protocol/schema'

interface Vector {
  name: string
  op?: Op
  wire?: Record<string, unknown>
  line?: string
  means?: unknown
  meansLine?: string
  ignored?: boolean
  id?: number
  message?: string
}
type Kind = 'requests' | 'replies' | 'frames' | 'badFrames'

const file = new URL('../../im-core/src/test/resources/protocol-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Record<Kind, Vector[]>

const lineOf = (vector: Vector) => vector.line ?? JSON.stringify(vector.wire)
/** By way of this platform's own writer: it has no escapes and number literals of its own choice. */
const meaning = (vector: Vector) => JSON.stringify(JSON.parse(vector.meansLine ?? JSON.stringify(vector.means ?? JSON.parse(lineOf(vector)))))

describe('the vectors that every implementation shares', () => {
  describe('request is written as it means', () => {
    it.each(vectors.requests)('$name', (vector) => {
      const { op, id, ...args } = JSON.parse(lineOf(vector)) as { op: Op; id: number }
      expect(encodeRequest(op, id, args)).toBe(meaning(vector))
    })
  })

  describe('reply is read by its op, pushed frame by itself', () => {
    it.each([...vectors.replies, ...vectors.frames])('$name', (vector) => {
      const frame = decodeFrame(lineOf(vector), () => vector.op)

      if (vector.ignored) {
        expect(frame).toBeNull()
        return
      }
      const written = frame && 'result' in frame ? { re: frame.re, ...frame.result } : frame
      expect(JSON.stringify(written)).toBe(meaning(vector))
    })
  })

  describe('bad server frame is refused with the id that it answers', () => {
    it.each(vectors.badFrames)('$name', (vector) => {
      let refusal: unknown
      try {
        decodeFrame(lineOf(vector), () => vector.op)
      } catch (e) {
        refusal = e
      }

      expect(refusal).toBeInstanceOf(MalformedFrame)
      expect((refusal as MalformedFrame).message).toContain(vector.message)
      expect((refusal as MalformedFrame).id).toBe(vector.id)
    })
  })

  it('know every op of this codec', () => {
    const known = new Set(vectors.requests.map((vector) => (JSON.parse(lineOf(vector)) as { op: Op }).op))
    expect(Object.keys(OPS).filter((op) => !known.has(op as Op))).toEqual([])
  })
})

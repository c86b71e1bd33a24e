/**
 * Which part of the loaded items is rendered. Thousands may be loaded; a few hundred rows in the page are what a
 * browser lays out without a pause, and then find-in-page and screen readers still work as with all of them.
 */
export interface Span {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

interface Keyed {
  readonly key: string
}

export const SIZE = 400
/** At the end fewer: messages arrive there, and each costs the more the more rows there are. */
export const TAIL = 120
/** How many come at one edge, so that the other edge does not move with each. */
export const STEP = 100

export function latest(length: number): Span {
  return { from: Math.max(0, length - TAIL), to: length }
}

export function around(index: number, length: number): Span {
  const from = Math.max(0, Math.min(index - SIZE / 2, length - SIZE))
  return { from, to: Math.min(length, from + SIZE) }
}

export function older({ from, to }: Span): Span {
  const start = Math.max(0, from - STEP)
  return { from: start, to: Math.min(to, start + SIZE + STEP) }
}

export function newer({ from, to }: Span, length: number): Span {
  const end = Math.min(length, to + STEP)
  return { from: Math.max(from, end - SIZE - STEP), to: end }
}

/**
 * The same part of a list that has changed. If it reached to the end it does so still: at the bottom it gives up old rows
 * by and by, and when the reader is elsewhere it stops growing rather than take away what is being read.
 */
export function carried(span: Span, before: readonly Keyed[], now: readonly Keyed[], atBottom: boolean): Span {
  if (before.length === 0) return latest(now.length)
  const open = span.to === before.length
  const from = indexAfter(span.from, before, now)
  const to = open ? now.length : Math.max(from, indexAfter(span.to, before, now))
  if (open && atBottom) return to - from <= TAIL + STEP ? { from, to } : latest(now.length)
  return { from, to: Math.min(to, from + SIZE + STEP) }
}

/** Where the item of that index is now; if it is gone, the next one that is not. */
function indexAfter(index: number, before: readonly Keyed[], now: readonly Keyed[]): number {
  // Mostly nothing changed in front of it.
  if (index === 0 && before[0]?.key === now[0]?.key) return 0
  if (index < before.length && before[index]?.key === now[index]?.key) return index
  const places = new Map(now.map((item, at) => [item.key, at]))
  for (let i = index; i < before.length; i++) {
    const at = places.get(before[i]?.key ?? '')
    if (at !== undefined) return at
  }
  return now.length
}

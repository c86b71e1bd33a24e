/** What stands in a timeline, line by line: messages in groups, days, the unread divider, holes. */
import type { HoleItem, Item, MessageItem } from '../../client'

/** What one person writes within this time stands under one name. */
export const GROUP_MS = 5 * 60_000

export interface MessageLine {
  readonly kind: 'message'
  readonly key: string
  readonly item: MessageItem
  /** Begins a group, so it has the author's name. */
  readonly head: boolean
  readonly own: boolean
  /** An own one that somebody else has read. */
  readonly read: boolean
}

export type Line =
  | MessageLine
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'hole'; readonly key: string; readonly item: HoleItem }

export interface Layout {
  readonly me: string | undefined
  readonly firstUnread?: number | undefined
  /** Up to where others have read. */
  readonly readTo: number
}

/** The lines of `items[from]` to before `items[to]`. */
export function linesOf(items: readonly Item[], from: number, to: number, { me, firstUnread, readTo }: Layout): Line[] {
  const lines: Line[] = []
  let before = lastMessage(items, from)
  // Pending ones bear the time of this device, which must not take the days back.
  let clock = before?.message.at ?? 0
  let midnight = endOfDay(clock)
  let divided = seqOf(before) >= (firstUnread ?? Infinity)
  let apart = before === undefined
  let known = before !== undefined // what stands directly before
  for (const item of items.slice(from, to)) {
    if (item.kind === 'hole') {
      lines.push({ kind: 'hole', key: item.key, item })
      apart = true
      known = false
      continue
    }
    const at = Math.max(clock, item.message.at)
    if (!before || at >= midnight) {
      midnight = endOfDay(at)
      lines.push({ kind: 'day', key: `day ${new Date(at).toDateString()}`, at })
      apart = true
    }
    if (!divided && firstUnread !== undefined && seqOf(item) >= firstUnread) {
      divided = true
      // Else it belongs somewhere among what is not loaded.
      if (known || item.message.seq === firstUnread) {
        apart = true
        lines.push({ kind: 'unread', key: 'unread' })
      }
    }
    const own = item.message.sender === me
    const head = apart || before?.message.sender !== item.message.sender || at - clock > GROUP_MS
    lines.push({ kind: 'message', key: item.key, item, head, own, read: own && (item.message.seq ?? Infinity) <= readTo })
    before = item
    clock = at
    apart = false
    known = true
  }
  return lines
}

/** The midnight after it, where the reader is. */
function endOfDay(at: number): number {
  return new Date(at).setHours(24, 0, 0, 0)
}

/** What is pending stands below everything. */
function seqOf(item: MessageItem | undefined): number {
  return item ? (item.message.seq ?? -1) : -1
}

function lastMessage(items: readonly Item[], before: number): MessageItem | undefined {
  const item = items[before - 1]
  return item?.kind === 'message' ? item : undefined
}

/** Where the message of that seq stands among the items, or -1. */
export function indexOfSeq(items: readonly Item[], seq: number): number {
  const place = (item: Item | undefined) => (item?.kind === 'hole' ? item.before - 0.5 : (item?.message.seq ?? Infinity))
  let low = 0
  for (let high = items.length; low < high; ) {
    const middle = (low + high) >> 1
    if (place(items[middle]) < seq) low = middle + 1
    else high = middle
  }
  return place(items[low]) === seq ? low : -1
}

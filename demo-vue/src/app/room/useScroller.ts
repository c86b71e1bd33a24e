/**
 * The scrolling of a timeline. The scroller is a `column-reverse` one with a single child, so that it stays at its bottom
 * by itself and its offset is 0 there, and below 0 further up: what is put in above moves nothing. What changes below the
 * reader would; so the row at the upper edge is measured before each rendering and put back in its place after it.
 */
import { nextTick, onBeforeUpdate, onUpdated, ref, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { Item, Timeline } from '../../client'
import { indexOfSeq } from './rows'
import { STEP, around, carried, latest, newer, older } from './span'

/** As good as at the bottom. */
const NEAR_PX = 32
/** More is fetched when less than this many heights of the window are left. */
const AHEAD = 1.5
const LIT_MS = 2_500

type Box = Readonly<ShallowRef<HTMLElement | null>>

export function useScroller(box: Box, list: Box, timeline: () => Timeline, items: () => readonly Item[]) {
  const span = shallowRef(latest(items().length))
  const atBottom = ref(true)
  const loading = ref(false)
  const lit = ref<number>()
  let place: Place | undefined
  let dark: ReturnType<typeof setTimeout> | undefined

  watch(items, (now, before) => {
    const same = carried(span.value, before, now, atBottom.value)
    // What was loaded comes into the page together with what it changes in the row that was the first one: at the very top
    // a list that is first shorter would be moved.
    span.value = loading.value ? older(same) : same
  })

  onBeforeUpdate(() => (place = atBottom.value ? undefined : upperEdge(box.value, list.value)))
  onUpdated(() => {
    if (!box.value) return
    if (atBottom.value) box.value.scrollTop = 0
    else if (place?.element.isConnected) {
      const moved = place.element.getBoundingClientRect().bottom - place.bottom
      if (moved !== 0) box.value.scrollTop += moved // which would end a scrolling that is under way
    }
    look()
  })

  /** Where the reader is by now, and whether more should be there soon. */
  function look(): void {
    if (!box.value) return
    const { scrollTop, scrollHeight, clientHeight } = box.value
    atBottom.value = span.value.to === items().length && -scrollTop < NEAR_PX
    if (clientHeight === 0) return // not laid out
    if (scrollHeight - clientHeight + scrollTop < AHEAD * clientHeight) loadOlder()
    if (-scrollTop < AHEAD * clientHeight && span.value.to < items().length) span.value = newer(span.value, items().length)
  }

  function loadOlder(): void {
    if (span.value.from > 0) span.value = older(span.value)
    else if (timeline().hasOlder && !loading.value) void fetchOlder()
  }

  /** What comes before the first of all; without a connection nothing, and the next scrolling tries again. */
  async function fetchOlder(): Promise<void> {
    loading.value = true
    try {
      await timeline().loadOlder(STEP)
      await nextTick()
    } catch {
      // said by the connection's banner
    } finally {
      loading.value = false
    }
  }

  async function toLatest(): Promise<void> {
    span.value = latest(items().length)
    atBottom.value = true
    await nextTick()
    if (box.value) box.value.scrollTop = 0
  }

  /** Shows a message in the middle, and says for a moment which one it is. Whether it is there. */
  async function jump(seq: number): Promise<boolean> {
    await timeline().loadAround(seq)
    await nextTick()
    const at = indexOfSeq(items(), seq)
    if (at < 0) return false
    atBottom.value = false
    if (at < span.value.from || at >= span.value.to) span.value = around(at, items().length)
    await nextTick()
    place = undefined
    const row = list.value?.querySelector<HTMLElement>(`[data-seq="${seq}"] [data-row]`)
    row?.scrollIntoView({ block: 'center' })
    row?.focus({ preventScroll: true })
    clearTimeout(dark)
    lit.value = seq
    dark = setTimeout(() => (lit.value = undefined), LIT_MS)
    look()
    return true
  }

  /** Where the reader begins: at the first new message, if the new ones do not fit into the window. */
  function land(): void {
    const divider = list.value?.querySelector('[data-unread]')
    if (!box.value || !divider) return
    const above = divider.getBoundingClientRect().top - box.value.getBoundingClientRect().top
    if (above >= 0) return
    box.value.scrollTop += above - box.value.clientHeight / 5
    look()
  }

  return { span, atBottom, loading, lit, look, loadOlder, toLatest, jump, land }
}

interface Place {
  readonly element: Element
  /** What is below it is in sight; the row itself may change, as the first one does when others come before it. */
  readonly bottom: number
}

/** The first message that is not wholly above the window, and where it is. */
function upperEdge(box: HTMLElement | null, list: HTMLElement | null): Place | undefined {
  if (!box || !list) return undefined
  const edge = box.getBoundingClientRect().top
  const rows = list.children
  let low = 0
  for (let high = rows.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle
    else low = middle + 1
  }
  // A hole or a day may go away with what is loaded; a message does not.
  while (low < rows.length && !rows[low]?.hasAttribute('data-seq')) low++
  const element = rows[low]
  return element && { element, bottom: element.getBoundingClientRect().bottom }
}

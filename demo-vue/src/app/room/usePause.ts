/** Why the user may not write now, and for how long: muted, or slow mode. */
import { computed, onScopeDispose, ref, watch } from 'vue'
import type { ComputedRef } from 'vue'
import type { RoomInfo } from '../../client'
import { useSession } from '../composables/session'
import { isModerator, mayPost } from './rights'

const SECOND = 1_000

export type Pause =
  | { readonly kind: 'rights' }
  /** `ms` is not given where there is no end. */
  | { readonly kind: 'muted'; readonly ms?: number }
  | { readonly kind: 'slow'; readonly ms: number }

/** Nobody is told when a mute ends that lasts for years. */
const FOR_EVER_MS = 366 * 24 * 3_600_000

export function usePause(info: () => RoomInfo): ComputedRef<Pause | undefined> {
  const { client } = useSession()
  const now = ref(Date.now())
  const sentAt = ref(0)
  let tick: ReturnType<typeof setInterval> | undefined

  const off = client.on('event', (event) => {
    if (event.type !== 'message' || event.room !== info().id || event.message.sender !== client.user?.id) return
    // By this clock, which need not be the server's.
    sentAt.value = now.value = Date.now()
  })

  const pause = computed<Pause | undefined>(() => {
    const { mutedUntil = 0, settings } = info()
    if (!mayPost(info())) return { kind: 'rights' }
    const muted = mutedUntil - now.value
    if (muted > 0) return { kind: 'muted', ...(muted < FOR_EVER_MS && { ms: muted }) }
    const slow = isModerator(info()) ? 0 : sentAt.value + settings.slowMs - now.value
    return slow > 0 ? { kind: 'slow', ms: slow } : undefined
  })

  watch(
    () => pause.value !== undefined && pause.value.kind !== 'rights',
    (counting) => {
      clearInterval(tick)
      if (counting) tick = setInterval(() => (now.value = Date.now()), SECOND)
    },
    { immediate: true },
  )
  // A mute begins with an event, so the time must be that of the event.
  watch(() => info().mutedUntil, () => (now.value = Date.now()))
  onScopeDispose(() => {
    off()
    clearInterval(tick)
  })
  return pause
}

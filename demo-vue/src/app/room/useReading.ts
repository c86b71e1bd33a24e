/** Marks as read what the user has in sight: the end of the room, in a window that has the focus, for a moment. */
import { onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { Room } from '../../client'

export const MOMENT_MS = 700

/** Whether the user can be supposed to look at the page. */
export function useAttention(): Readonly<Ref<boolean>> {
  const there = () => document.visibilityState === 'visible' && document.hasFocus()
  const attentive = ref(there())
  const look = () => (attentive.value = there())
  addEventListener('focus', look)
  addEventListener('blur', look)
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    removeEventListener('focus', look)
    removeEventListener('blur', look)
    document.removeEventListener('visibilitychange', look)
  })
  return attentive
}

/** @param upTo the seq that is in sight, or undefined if the end of the room is not */
export function useReading(room: () => Room, upTo: () => number | undefined): void {
  const attentive = useAttention()
  let seen: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function mark(): void {
    timer = undefined
    if (seen !== undefined) room().markRead(seen)
  }

  watch(
    () => (attentive.value ? upTo() : undefined),
    (seq) => {
      seen = seq
      // Where messages never cease the moment is still only one.
      if (seq !== undefined) timer ??= setTimeout(mark, MOMENT_MS)
      else timer = void clearTimeout(timer)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}

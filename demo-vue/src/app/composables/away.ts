/** Away is who has not touched the page for a while; other devices of the user may be there all the same. */
import type { ImClient, Off } from '../../client'

export const IDLE_MS = 10 * 60_000
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'focus'] as const
/** A pointer that moves says so a hundred times a second. */
const NOTED_EVERY_MS = 1_000

export function followAway(client: ImClient): Off {
  let timer: ReturnType<typeof setTimeout> | undefined
  let noted = -Infinity

  function touched(): void {
    const now = performance.now()
    if (now - noted < NOTED_EVERY_MS) return
    noted = now
    clearTimeout(timer)
    client.presence.setAway(false)
    timer = setTimeout(() => {
      noted = -Infinity // the next touch counts at once
      client.presence.setAway(true)
    }, IDLE_MS)
  }

  for (const sign of SIGNS) addEventListener(sign, touched, { passive: true })
  touched()
  return () => {
    clearTimeout(timer)
    for (const sign of SIGNS) removeEventListener(sign, touched)
  }
}

/** The public rooms of a kind, page by page. */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { RoomView } from '../../client'
import { useSession } from './session'

const PAGE = 50

export function useDirectory(kind: 'CHANNEL' | 'LIVE') {
  const { client } = useSession()
  const listed = shallowRef<readonly RoomView[]>([])
  const more = shallowRef(false)
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  let asked = 0

  async function load(after?: string): Promise<void> {
    const turn = ++asked
    state.value = 'loading'
    try {
      const page = await client.ask('room.list', { kind, limit: PAGE, ...(after !== undefined && { after }) })
      if (turn !== asked) return
      listed.value = after === undefined ? page.rooms : [...listed.value, ...page.rooms]
      more.value = page.more
      state.value = 'ready'
    } catch {
      if (turn === asked) state.value = 'failed'
    }
  }

  // What was there before a break may not be there any more.
  const off = client.on('status', ({ state: now }) => now === 'connected' && void load())
  onScopeDispose(() => {
    asked++
    off()
  })
  void load()

  return {
    listed: computed(() => listed.value),
    more: computed(() => more.value),
    state: computed(() => state.value),
    loadMore: () => load(listed.value.at(-1)?.id),
    reload: () => load(),
  }
}

/** Who is banned from a room, page by page, followed by events. */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { Ban, ImEvent } from '../../client'
import { useSession } from './session'

const PAGE = 50

export function bansAfter(bans: readonly Ban[], event: ImEvent): readonly Ban[] {
  if (event.type !== 'banned' && event.type !== 'unbanned') return bans
  const others = bans.filter((each) => each.user !== event.user)
  if (event.type === 'unbanned') return others
  const { user, by, at, until, reason } = event
  return [...others, { user, by, at, until, reason }]
}

export function useBans(roomId: string) {
  const { client } = useSession()
  const bans = shallowRef<readonly Ban[]>([])
  const more = shallowRef(false)
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  let during: ImEvent[] = []

  async function load(after?: string): Promise<void> {
    state.value = 'loading'
    during = []
    try {
      const page = await client.room(roomId).bans({ limit: PAGE, ...(after !== undefined && { after }) })
      const fresh = new Set(page.bans.map((each) => each.user))
      const kept = after === undefined ? [] : bans.value.filter((each) => !fresh.has(each.user))
      bans.value = during.reduce(bansAfter, [...kept, ...page.bans])
      more.value = page.more
      state.value = 'ready'
    } catch {
      state.value = 'failed'
    }
  }

  const off = client.on('event', (event) => {
    if (event.room !== roomId) return
    during.push(event)
    bans.value = bansAfter(bans.value, event)
  })
  onScopeDispose(off)
  void load()

  return { bans: computed(() => bans.value), more: computed(() => more.value), state: computed(() => state.value), loadMore: () => load(bans.value.map((each) => each.user).sort().at(-1)), reload: () => load() }
}

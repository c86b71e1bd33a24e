/** The members of a room, page by page, and right from then on: events change what is loaded. */
import { computed, onScopeDispose, readonly, shallowRef } from 'vue'
import type { ImEvent, Member } from '../../client'
import { useSession } from './session'

const PAGE = 100
type State = 'loading' | 'ready' | 'failed'

/**
 * What is loaded, by user id, after an event. Where there are more pages, one who comes behind the last page is left to
 * the next.
 */
export function afterEvent(members: readonly Member[], event: ImEvent, more: boolean): readonly Member[] {
  const change = (user: string, to: Partial<Member>) => members.map((each) => (each.user === user ? { ...each, ...to } : each))
  switch (event.type) {
    case 'joined': {
      const last = members.at(-1)?.user ?? ''
      if (more && event.user > last) return members
      const { user, name, role } = event
      const old = members.find((each) => each.user === user)
      return byId([...members.filter((each) => each !== old), { online: false, ...old, user, name, role }])
    }
    case 'left':
    case 'kicked':
    case 'banned':
      return members.filter((each) => each.user !== event.user)
    case 'role':
      return change(event.user, { role: event.role })
    case 'muted':
      return change(event.user, { mutedUntil: event.until ?? Number.MAX_SAFE_INTEGER })
    case 'unmuted':
      return change(event.user, { mutedUntil: undefined })
    default:
      return members
  }
}

/** As the server orders them: by code units, not by any language. */
function byId(members: readonly Member[]): Member[] {
  return [...members].sort((a, b) => (a.user < b.user ? -1 : a.user > b.user ? 1 : 0))
}

export function useMembers(roomId: string) {
  const { client, people } = useSession()
  const members = shallowRef<readonly Member[]>([])
  const more = shallowRef(false)
  const state = shallowRef<State>('loading')
  let during: ImEvent[] | undefined // what happened while a page was on its way, which may be older or newer
  let asked = 0

  async function load(after?: string): Promise<void> {
    const turn = ++asked
    state.value = 'loading'
    during = []
    try {
      const page = await client.room(roomId).members({ limit: PAGE, ...(after !== undefined && { after }) })
      if (turn !== asked) return
      people.learnAll(page.members)
      more.value = page.more
      const known = new Set(page.members.map((each) => each.user))
      const kept = after === undefined ? [] : members.value.filter((each) => !known.has(each.user))
      members.value = during.reduce<readonly Member[]>((all, event) => afterEvent(all, event, page.more), byId([...kept, ...page.members]))
      state.value = 'ready'
    } catch {
      if (turn === asked) state.value = 'failed'
    } finally {
      if (turn === asked) during = undefined
    }
  }

  const offs = [
    client.on('event', (event) => {
      if (event.room !== roomId) return
      during?.push(event)
      members.value = afterEvent(members.value, event, more.value)
    }),
    // What changed during a break may have been too much to be told event by event.
    client.on('status', ({ state: now }) => now === 'connected' && void load()),
  ]
  onScopeDispose(() => {
    asked++
    offs.forEach((off) => off())
  })
  void load()

  return {
    members: readonly(members) as typeof members,
    more: computed(() => more.value),
    state: computed(() => state.value),
    /** The next page, or once more what failed. */
    loadMore: () => load(members.value.at(-1)?.user),
  }
}

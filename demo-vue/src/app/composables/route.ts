/** Where in the page the user is. It stands in the address, so that back works and a message can be linked to. */
import { computed, readonly, shallowRef } from 'vue'
import { stored } from './storage'

export type Route = { at: 'home' } | { at: 'discover' } | { at: 'room'; room: string; seq?: number }

export function parse(hash: string): Route {
  const [, at, id, seq] = /^#\/(room|discover)(?:\/([^/]+)(?:\/(\d+))?)?$/.exec(hash) ?? []
  if (at === 'discover') return { at }
  if (at !== 'room' || id === undefined) return { at: 'home' }
  try {
    return { at, room: decodeURIComponent(id), ...(seq !== undefined && { seq: Number(seq) }) }
  } catch {
    return { at: 'home' } // no id has a lone percent sign
  }
}

export function format(route: Route): string {
  if (route.at === 'home') return '#/'
  if (route.at === 'discover') return '#/discover'
  return `#/room/${encodeURIComponent(route.room)}${route.seq === undefined ? '' : `/${route.seq}`}`
}

const kept = stored('route', () => sessionStorage)
if (!location.hash) history.replaceState(history.state, '', kept.get() ?? '')
kept.set(undefined)

/** Goes to another page, and comes back to here: what stands behind the `#` gets lost on the way through a login. */
export function visit(address: string): void {
  kept.set(location.hash)
  location.assign(address)
}

const route = shallowRef<Route>(parse(location.hash))
addEventListener('hashchange', () => (route.value = parse(location.hash)))

function go(to: Route): void {
  location.hash = format(to)
  route.value = to
}

export function useRoute() {
  return {
    route: readonly(route),
    /** The id of the room that is open. */
    roomId: computed(() => (route.value.at === 'room' ? route.value.room : undefined)),
    go,
  }
}

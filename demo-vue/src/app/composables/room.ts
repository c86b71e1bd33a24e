/** One room, as the components see it. */
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef } from 'vue'
import type { Item, Off, Reader, Room, RoomInfo, Timeline } from '../../client'
import { useSession } from './session'

export interface RoomBinding {
  readonly room: ComputedRef<Room>
  /** Undefined as long as the user is not known to be a member. */
  readonly info: ComputedRef<RoomInfo | undefined>
  /** Undefined for those who are not members. */
  readonly timeline: ComputedRef<Timeline | undefined>
  readonly items: ComputedRef<readonly Item[]>
  readonly typing: ComputedRef<readonly string[]>
  readonly readers: ComputedRef<ReadonlyMap<string, Reader>>
}

/** Follows the room of that id, and another one when the id changes. Many changes at once are one rendering. */
export function useRoom(id: () => string): RoomBinding {
  const { client } = useSession()
  const version = shallowRef(0)
  const room = computed(() => client.room(id()))
  let followed: Timeline | undefined
  let off: Off = () => undefined

  function touch(): void {
    const now = room.value.info && room.value.timeline // opening it asks the server, which has no answer for outsiders
    if (now !== followed) {
      off()
      followed = now
      off = now?.subscribe(() => version.value++) ?? (() => undefined)
    }
    version.value++
  }

  watch(room, touch, { immediate: true })
  const offRoom = client.on('room', (changed) => changed === room.value && touch())
  onScopeDispose(() => {
    offRoom()
    off()
  })

  const fresh = <T>(read: () => T) => computed(() => (void version.value, read()))
  return {
    room,
    info: fresh(() => room.value.info),
    timeline: fresh(() => (room.value.info ? followed : undefined)),
    items: fresh(() => (room.value.info && followed ? followed.items : [])),
    typing: fresh(() => room.value.typing.slice()),
    readers: fresh(() => new Map(room.value.readers)),
  }
}

/** What a room is called, in a list and as a heading. */
export function useRoomTitle() {
  const { people } = useSession()
  return (info: RoomInfo): string => {
    if (info.title !== undefined && info.title !== '') return info.title
    if (info.peer === undefined) return info.id
    people.meet(info.id, info.peer)
    return people.name(info.peer)
  }
}

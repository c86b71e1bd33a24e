/** What the parts of an open room share. */
import { inject } from 'vue'
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue'
import type { Draft, MessageItem, Room, RoomInfo } from '../../client'
import type { Roster } from './roster'

/** What the composer is about, if not about a new message. */
export type Task = { readonly kind: 'reply' | 'edit'; readonly item: MessageItem }

export interface RoomScope {
  readonly room: ComputedRef<Room>
  readonly info: ComputedRef<RoomInfo>
  readonly title: ComputedRef<string>
  readonly me: ComputedRef<string | undefined>
  readonly roster: Roster
  readonly task: ShallowRef<Task | undefined>
  /** The loaded message of that seq. */
  readonly find: (seq: number) => MessageItem | undefined
  readonly send: (draft: Draft) => void
  /** Scrolls to a message, and loads what is around it if need be. */
  readonly jump: (seq: number) => void
  readonly react: (item: MessageItem, key: string) => void
  readonly pin: (item: MessageItem, on: boolean) => void
  readonly askRecall: (item: MessageItem) => void
  readonly showReaders: (item: MessageItem) => void
  readonly focusComposer: () => void
}

export const ROOM: InjectionKey<RoomScope> = Symbol('room')

export function useRoomScope(): RoomScope {
  const scope = inject(ROOM)
  if (!scope) throw new Error('no room is provided')
  return scope
}

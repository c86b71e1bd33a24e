/** How much wants the reader, in the title of the page. */
import { onScopeDispose, watchEffect } from 'vue'
import type { RoomInfo } from '../../client'
import { useSession } from './session'

const TITLE = 'Imbed'
const MOST = 99

/** What a room counts for: what its member wants to be told of. */
export function wanted({ unread, mentions, mine }: Pick<RoomInfo, 'unread' | 'mentions' | 'mine'>): number {
  if (mine.hidden || mine.notify === 'nothing') return 0
  return mine.notify === 'mentions' ? mentions : unread
}

export function titleWith(count: number): string {
  if (count === 0) return TITLE
  return `(${count > MOST ? `${MOST}+` : count}) ${TITLE}`
}

export function useTitleBadge(): void {
  const { rooms } = useSession()
  watchEffect(() => (document.title = titleWith(rooms.value.reduce((sum, each) => sum + wanted(each), 0))))
  onScopeDispose(() => (document.title = TITLE))
}

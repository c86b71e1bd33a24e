import type { RoomKind } from '../../client'
import type { IconName } from '../ui/icons'

/** What stands for a room; two who talk are shown by the other one's initials. */
export const KIND_ICONS: Record<RoomKind, IconName | undefined> = { DIRECT: undefined, GROUP: 'group', CHANNEL: 'hash', LIVE: 'live' }

/** What a role lets one do, as PROTOCOL.md has it under "Who may do what". The server has the last word. */
import type { Role, RoomInfo, RoomKind } from '../../client'

const RANKS: Record<Role, number> = { member: 0, admin: 1, owner: 2 }

type Standing = Pick<RoomInfo, 'kind' | 'role'>

/** Kick, mute, ban, change the room, and see who is banned. */
export function mayModerate({ kind, role }: Standing): boolean {
  return kind !== 'DIRECT' && role !== 'member'
}

export function mayInvite({ kind, role }: Standing): boolean {
  return kind === 'GROUP' || (kind === 'CHANNEL' && role !== 'member')
}

export function mayDelete({ kind, role }: Standing): boolean {
  return kind !== 'DIRECT' && role === 'owner'
}

export function mayLeave(kind: RoomKind): boolean {
  return kind !== 'DIRECT'
}

/** Nobody acts on somebody of the same or a higher role. */
export function mayActOn(standing: Standing, target: Role): boolean {
  return mayModerate(standing) && RANKS[standing.role] > RANKS[target]
}

/** The roles that one may give to a member who has this one. */
export function rolesFor({ kind, role }: Standing, target: Role): Role[] {
  if (kind === 'DIRECT' || role !== 'owner' || target === 'owner') return []
  return (['owner', 'admin', 'member'] as const).filter((each) => each !== target)
}

/** Anybody may step down. */
export function lowerRoles({ kind, role }: Standing): Exclude<Role, 'owner'>[] {
  return kind === 'DIRECT' ? [] : (['admin', 'member'] as const).filter((each) => RANKS[each] < RANKS[role])
}

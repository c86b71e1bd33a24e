/** Who signs in, kept for the tab alone: a token is worth as much as a password. */
import type { Config } from './config'
import { stored } from './storage'

export type Credentials = { readonly kind: 'guest'; readonly name: string } | { readonly kind: 'token'; readonly token: string } | { readonly kind: 'host' }

const kept = stored('credentials', () => sessionStorage)

/** Who need not be asked. */
export function remembered(auth: Config['auth']): Credentials | undefined {
  if (auth === 'host') return { kind: 'host' }
  const text = kept.get()
  if (text === undefined) return undefined
  try {
    const value = JSON.parse(text) as Partial<Record<string, unknown>> | null
    if (value?.['kind'] === 'guest' && typeof value['name'] === 'string') return { kind: 'guest', name: value['name'] }
    if (value?.['kind'] === 'token' && typeof value['token'] === 'string') return { kind: 'token', token: value['token'] }
  } catch {
    // of another version
  }
  return undefined
}

export function remember(credentials: Credentials | undefined): void {
  kept.set(credentials && JSON.stringify(credentials))
}

/** None for whom a cookie lets in. */
export function tokenOf(credentials: Credentials): string | undefined {
  if (credentials.kind === 'host') return undefined
  return credentials.kind === 'token' ? credentials.token : `guest:${guestId(credentials.name)} ${credentials.name.trim()}`
}

/** What is unsent is shown before the first connection where the user is known by then. */
export function userOf(credentials: Credentials): string | undefined {
  return credentials.kind === 'guest' ? guestId(credentials.name) : undefined
}

const MAX_ID = 128
const PLAIN = /^[a-z0-9._-]{1,60}$/

/** Whether there is an id for it; about twenty Chinese characters fit. */
export function isShortEnough(name: string): boolean {
  return guestId(name).length <= MAX_ID
}

/**
 * An id for a name: the name in small letters where ids may have those letters, else made of its code points, so that
 * the same name is the same user everywhere.
 */
export function guestId(name: string): string {
  const lower = name.trim().normalize('NFC').toLowerCase()
  if (PLAIN.test(lower)) return lower
  return `u.${[...new TextEncoder().encode(lower)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The name that a guest's id was made of; for those of whom no more is known. */
export function nameOfGuest(id: string): string | undefined {
  const hex = /^u\.((?:[0-9a-f]{2})+)$/.exec(id)?.[1]
  if (hex === undefined) return undefined
  const name = new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16)))
  return guestId(name) === id ? name : undefined
}

/** The id of somebody whom a user has named: where people are guests it is made of the name, else it is given. */
export function idOf(auth: Config['auth'], named: string): string {
  return auth === 'guest' ? guestId(named) : named.trim()
}

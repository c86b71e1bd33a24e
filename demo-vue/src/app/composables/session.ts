/** The signed-in user's client, as the components see it. */
import { inject, readonly, shallowRef } from 'vue'
import type { InjectionKey, ShallowRef } from 'vue'
import { createClient } from '../../client'
import type { ConnStatus, Environment, ImClient, OutboxItem, RoomInfo, User } from '../../client'
import { followAway } from './away'
import type { Config } from './config'
import { nameOfGuest, tokenOf, userOf } from './credentials'
import type { Credentials } from './credentials'
import { People } from './people'
import { stored } from './storage'

export interface Session {
  readonly client: ImClient
  readonly config: Config
  readonly people: People
  readonly me: Readonly<ShallowRef<User | undefined>>
  readonly status: Readonly<ShallowRef<ConnStatus>>
  /** All, the most recently active first; a list leaves out those with `mine.hidden`. */
  readonly rooms: Readonly<ShallowRef<readonly RoomInfo[]>>
  readonly outbox: Readonly<ShallowRef<readonly OutboxItem[]>>
  /** Leaves a room, and does not come back to the common one by itself. */
  leave(room: string): Promise<void>
  close(): Promise<void>
}

export const SESSION: InjectionKey<Session> = Symbol('session')

export function useSession(): Session {
  const session = inject(SESSION)
  if (!session) throw new Error('no session is provided')
  return session
}

/** Connects. Whoever opens a session closes it. */
export function openSession(config: Config, credentials: Credentials, environment: Partial<Environment> = {}): Session {
  const user = userOf(credentials)
  const common = commonRoom(config.room, () => client.user?.id)
  const client = createClient(
    {
      ...(config.ws !== undefined && { url: config.ws }),
      ...(config.base !== undefined && { base: config.base }),
      client: `imbed-web/${config.version}`,
      home: () => common.home(),
      ...(user !== undefined && { user }),
      // There is but this one; the client stops when the server has refused it.
      getToken: () => tokenOf(credentials),
    },
    environment,
  )
  const me = shallowRef(client.user)
  const status = shallowRef(client.status)
  const rooms = shallowRef(client.rooms())
  const outbox = shallowRef(client.outbox.items())
  const people = new People(client, config.auth === 'guest' ? nameOfGuest : undefined)
  client.on('rooms', (now) => (rooms.value = now))
  client.on('outbox', (now) => (outbox.value = now))
  client.on('status', (now) => {
    me.value = client.user
    status.value = now
  })
  client.connect()
  const offAway = followAway(client)
  return {
    client,
    config,
    people,
    me,
    status,
    rooms,
    outbox: readonly(outbox) as Session['outbox'],
    async leave(room) {
      await client.room(room).leave()
      if (room === config.room) common.stayAway()
    },
    async close() {
      offAway()
      people.close()
      await client.disconnect()
    },
  }
}

/** The channel that everybody is in, also on a server that has forgotten who was; not for who has left it. */
function commonRoom(room: string | undefined, user: () => string | undefined) {
  const away = () => stored(`left.${user() ?? ''}.${room ?? ''}`)
  return {
    home: () => (away().get() === undefined ? room : undefined),
    stayAway: () => away().set('yes'),
  }
}

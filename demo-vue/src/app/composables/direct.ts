/** Talking to one person: the room of the two is made when it is not there yet. */
import { useRoute } from './route'
import { useSession } from './session'

export function useDirect() {
  const { client, rooms } = useSession()
  const { go } = useRoute()

  return {
    writeTo: async (user: string): Promise<void> => {
      const known = rooms.value.find((each) => each.peer === user)
      const room = known?.id ?? (await client.createRoom({ kind: 'DIRECT', user })).id
      go({ at: 'room', room })
    },
  }
}

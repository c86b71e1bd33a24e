/** The members of the open room, as far as somebody needed them: to be mentioned, and how far they had read. */
import { computed, shallowRef } from 'vue'
import type { Member, Room } from '../../client'
import type { People } from '../composables/people'

const PAGE = 100
/** Who has typed a few letters wants a name now; members beyond these are mentioned by typing the name in full. */
const MAX = 500

export class Roster {
  private readonly found = shallowRef<readonly Member[]>([])
  private more = true
  private busy: Promise<void> | undefined

  constructor(
    private readonly room: () => Room,
    private readonly people: People,
    private readonly me: () => string | undefined,
  ) {}

  readonly members = computed(() => this.found.value)

  /** Others than the user, as they are mentioned. */
  readonly others = computed(() => this.found.value.filter(({ user }) => user !== this.me()).map(({ user }) => ({ id: user, name: this.people.name(user) })))

  /** How far one of the others had read when the members were asked for. */
  readonly readTo = computed(() => this.found.value.reduce((to, { user, read }) => (user === this.me() ? to : Math.max(to, read ?? 0)), 0))

  /** Anew from the server: names and marks may have changed while there was no connection. */
  async refresh(): Promise<void> {
    this.more = true
    await this.next(true)
  }

  /** Another page, if there is one; what goes wrong leaves what is there. */
  async grow(): Promise<void> {
    if (this.more && this.found.value.length < MAX) await this.next(false)
  }

  private async next(anew: boolean): Promise<void> {
    this.busy ??= this.load(anew).finally(() => (this.busy = undefined))
    await this.busy
  }

  private async load(anew: boolean): Promise<void> {
    const after = anew ? undefined : this.found.value.at(-1)?.user
    try {
      const { members, more } = await this.room().members({ limit: PAGE, ...(after !== undefined && { after }) })
      this.more = more
      this.found.value = anew ? members : [...this.found.value, ...members]
      this.people.learnAll(members)
    } catch {
      // offline, or not allowed: the next use asks again
    }
  }
}

import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { shallowRef } from 'vue'
import { People } from '../../../src/app/composables/people'
import { SESSION } from '../../../src/app/composables/session'
import type { Session } from '../../../src/app/composables/session'
import { loadMarkdown } from '../../../src/app/room/markdown'
import RoomPane from '../../../src/app/room/RoomPane.vue'
import { World, message, view } from '../../world'
import type { FakeSocket, Frame } from '../../world'

export interface Opened {
  readonly world: World
  readonly socket: FakeSocket
  readonly pane: VueWrapper
  readonly field: () => HTMLTextAreaElement
  /** Texts of the messages on screen. */
  readonly texts: () => string[]
  readonly row: (text: string) => HTMLElement
  readonly close: () => void
}

function sessionOf(world: World): Session {
  const { client } = world
  const me = shallowRef(client.user)
  const status = shallowRef(client.status)
  const rooms = shallowRef(client.rooms())
  const outbox = shallowRef(client.outbox.items())
  client.on('status', (now) => {
    me.value = client.user
    status.value = now
  })
  client.on('rooms', (now) => (rooms.value = now))
  client.on('outbox', (now) => (outbox.value = now))
  return {
    client, me, status, rooms, outbox, people: new People(client),
    config: { ws: 'ws://test/im', auth: 'guest', version: 'test' },
    leave: () => Promise.resolve(), close: () => Promise.resolve(),
  }
}

export const MEMBERS = [
  { user: 'alice', name: 'Alice', role: 'member', online: true },
  { user: 'bob', name: 'Bob', role: 'member', online: true },
  { user: 'bea', name: 'Bea', role: 'member', online: false },
]

/** A room of five messages of which the last three are loaded, as its user sees it. */
export async function opened({ room = view(), messages = [3, 4, 5].map((seq) => message(seq, seq)), world = new World(), seq }: { room?: Frame; messages?: Frame[]; world?: World; seq?: number } = {}): Promise<Opened> {
  await loadMarkdown()
  const pane = mount(RoomPane, {
    props: { roomId: 'g.1', panel: false, ...(seq !== undefined && { seq }) },
    global: { provide: { [SESSION as symbol]: sessionOf(world) } },
    attachTo: document.body,
  })
  const socket = await world.connect([room])
  const seqs = messages.map((each) => Number(each['seq']))
  socket.reply('history', { messages, more: true, range: [seqs[0] ?? 0, seqs.at(-1) ?? 0], rev: 10 })
  await flushPromises()
  socket.reply('members', { members: MEMBERS, more: false })
  await flushPromises()
  const rows = () => [...(pane.element as HTMLElement).querySelectorAll<HTMLElement>('[data-key]')]
  return {
    world,
    socket,
    pane,
    field: () => pane.get('#composer').element as HTMLTextAreaElement,
    texts: () => rows().map((each) => each.querySelector('.text')?.textContent ?? each.querySelector('.recalled')?.textContent ?? ''),
    row(text) {
      const found = rows().find((each) => each.querySelector('.text')?.textContent === text)
      if (!found) throw new Error(`no ${text} among ${rows().map((each) => each.textContent).join(' | ')}`)
      return found
    },
    close: () => pane.unmount(),
  }
}

/** As a browser would: the value, then what it tells of it. */
export async function type(pane: VueWrapper, text: string): Promise<void> {
  const field = pane.get<HTMLTextAreaElement>('#composer')
  field.element.value = text
  field.element.setSelectionRange(text.length, text.length)
  await field.trigger('input')
  await flushPromises()
}

/** Whether it was left to the browser. */
export async function press(pane: VueWrapper, key: string, more: KeyboardEventInit = {}): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  const left = pane.get('#composer').element.dispatchEvent(event)
  await flushPromises()
  return left
}

/** Opens a message's menu and chooses from it. */
export async function choose(opened: Opened, text: string, action: string): Promise<void> {
  const row = opened.row(text)
  row.dispatchEvent(new MouseEvent('mouseenter'))
  await flushPromises()
  const bar = row.querySelector('[role=toolbar]')
  bar?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click()
  await flushPromises()
  const entry = [...row.querySelectorAll<HTMLElement>('[role=menuitem]')].find((each) => each.textContent?.trim() === action)
  if (!entry) throw new Error(`no ${action} in ${row.textContent}`)
  entry.click()
  await flushPromises()
}

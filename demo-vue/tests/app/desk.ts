import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import type { Component } from 'vue'
import { SESSION, openSession } from '../../src/app/composables/session'
import type { Session } from '../../src/app/composables/session'
import type { FakeSocket, Frame } from '../world'
import { World, settle } from '../world'

const CONFIG = { ws: 'ws://127.0.0.1:1/im', auth: 'guest', version: '1' } as const

/** Alice at her page, connected to a server that a test plays. */
export class Desk {
  readonly world = new World()
  readonly session: Session
  private mounted: VueWrapper[] = []

  constructor(auth: 'guest' | 'token' = 'guest') {
    location.hash = '#/'
    this.session = openSession({ ...CONFIG, auth }, { kind: 'guest', name: 'Alice' }, this.world.env)
  }

  get socket(): FakeSocket {
    return this.world.socket
  }

  async connect(rooms?: Frame[]): Promise<void> {
    await settle()
    await this.world.welcome(rooms)
  }

  mount(component: Component, props: Record<string, unknown> = {}): VueWrapper {
    const wrapper = mount(component, { attachTo: document.body, props, global: { provide: { [SESSION as symbol]: this.session } } })
    this.mounted.push(wrapper)
    return wrapper
  }

  async push(...frames: object[]): Promise<void> {
    this.socket.push(...frames)
    await flushPromises()
  }

  async reply(op: string, result: object = {}): Promise<void> {
    this.socket.reply(op, result)
    await flushPromises()
  }

  async refuse(op: string, code: string, message = 'no'): Promise<void> {
    this.socket.refuse(op, code, { message })
    await flushPromises()
  }

  async close(): Promise<void> {
    this.mounted.forEach((each) => each.unmount())
    this.mounted = []
    document.body.replaceChildren()
    await this.session.close()
  }
}

/** What is open over the page. */
export function dialog(): HTMLElement {
  const open = document.querySelector<HTMLElement>('dialog')
  if (!open) throw new Error('no dialog is open')
  return open
}

/** The button, link, tab or entry of a menu that says this. */
export function named(text: string, root: ParentNode = document.body): HTMLElement {
  const found = [...root.querySelectorAll<HTMLElement>('button, a, [role^=menuitem]')].find((each) => (each.ariaLabel ?? each.getAttribute('aria-label') ?? each.textContent.trim()) === text)
  if (!found) throw new Error(`nothing says ${text} in ${document.body.textContent}`)
  return found
}

export async function click(text: string, root?: ParentNode): Promise<void> {
  named(text, root).click()
  await flushPromises()
}

/** The field with that label, filled in. */
export async function fill(label: string, text: string, root: ParentNode = document.body): Promise<HTMLInputElement> {
  const found = [...root.querySelectorAll('label')].find((each) => each.textContent.trim() === label)
  const field = found && document.getElementById(found.htmlFor)
  if (!(field instanceof HTMLElement)) throw new Error(`no field ${label}`)
  const input = field as HTMLInputElement
  input.value = text
  input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input'))
  await flushPromises()
  return input
}

export async function submit(): Promise<void> {
  dialog().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

export async function press(key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await flushPromises()
}

import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Visitor, Visitors } from './browser'

/** Beside a message itself; everything else is in its menu. */
const AT_HAND = ['React', 'Reply', 'Edit']

/** So much of a message is part of its name. */
const SPOKEN = 300

/** Somebody who chats: finds things on the page, in English, as people and screen readers do. */
export class Person {
  constructor(readonly visitor: Visitor) {}

  /** A visitor who has signed in and is connected. */
  static async arrive(visitors: Visitors, name: string, url: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = new Person(await visitors.visitor(name, options))
    await person.page.goto(url)
    await person.signIn(name)
    return person
  }

  get name(): string {
    return this.visitor.name
  }

  get page(): Page {
    return this.visitor.page
  }

  /** Without a pointer, which would rest where it was. */
  async signIn(name = this.name): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Your name' })
    await field.fill(name)
    await field.press('Enter')
    await this.connected()
  }

  /** Until the server has said hello; the list of rooms tells. */
  async connected(): Promise<void> {
    await this.page.getByText('Connected', { exact: true }).waitFor({ state: 'attached' })
  }

  // ---- rooms

  /** The entry of a room in the list; the name read out begins with its title and goes on with what is new there. */
  roomLink(title: string): Locator {
    return this.rooms.getByRole('link').filter({ has: this.page.getByText(title, { exact: true }) })
  }

  get rooms(): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' })
  }

  async openRoom(title: string): Promise<void> {
    await this.roomLink(title).click()
    await this.inRoom(title)
  }

  /** Until the room is open and one can write or is told why not. */
  async inRoom(title: string): Promise<void> {
    await this.page.getByRole('main').getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
    await this.messages.waitFor()
  }

  /** Opens it as well. */
  async createGroup(title: string, members: readonly string[] = []): Promise<void> {
    await this.page.getByRole('button', { name: 'New group' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'New group' })
    await dialog.getByLabel('Title').fill(title)
    await dialog.getByLabel('Members besides you').fill(members.join(','))
    await dialog.getByRole('button', { name: 'Create' }).click()
    await this.inRoom(title)
  }

  /** Opens it as well. Anybody may join. */
  async createChannel(title: string, id = ''): Promise<void> {
    await this.discover()
    await this.page.getByRole('button', { name: 'New channel' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'New channel' })
    await dialog.getByLabel('Title').fill(title)
    await dialog.getByLabel('Id (may be empty)').fill(id)
    await dialog.getByRole('button', { name: 'Create' }).click()
    await this.inRoom(title)
  }

  async joinChannel(title: string): Promise<void> {
    await this.discover()
    await this.page.getByRole('button', { name: `Join ${title}`, exact: true }).click()
    await this.inRoom(title)
  }

  async writeTo(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Write to somebody' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Write to somebody' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Write' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await this.messages.waitFor()
  }

  private async discover(): Promise<void> {
    await this.rooms.getByRole('link', { name: 'Channels' }).click()
    await this.page.getByRole('heading', { name: 'Find channels' }).waitFor()
  }

  // ---- messages

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Write to / })
  }

  get messages(): Locator {
    return this.page.getByRole('list', { name: 'Messages' })
  }

  /** Returns when the page has taken it: the row is there, and perhaps not sent yet. */
  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
    await this.row(text).first().waitFor()
  }

  /** All messages that are rendered. */
  get rows(): Locator {
    return this.messages.getByRole('listitem').filter({ has: this.page.getByRole('article') })
  }

  /** The message of exactly that text, as it is read out; not one that quotes it. */
  row(text: string): Locator {
    const read = text.slice(0, SPOKEN).replace(/\s+/g, ' ').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    return this.rows.filter({ has: this.page.getByRole('article', { name: new RegExp(`, \\d\\d:\\d\\d: ${read}$`) }) })
  }

  /** The sign beside an own message. */
  sign(text: string, sign: 'Waits to be sent' | 'Is being sent' | 'Sent' | 'Read'): Locator {
    return this.row(text).getByRole('img', { name: sign, exact: true })
  }

  /** Chooses what is to be done with a message: "Reply", "Recall", "Pin" … */
  async act(text: string, action: string): Promise<void> {
    const row = this.row(text)
    await row.hover()
    const tools = row.getByRole('toolbar')
    if (!AT_HAND.includes(action)) await tools.getByRole('button', { name: 'More' }).click()
    await tools.getByRole(AT_HAND.includes(action) ? 'button' : 'menuitem', { name: action, exact: true }).click()
  }

  async react(text: string, emoji: string): Promise<void> {
    await this.act(text, 'React')
    await this.page.getByRole('button', { name: `React with ${emoji}`, exact: true }).click()
  }

  /** The reaction under a message, with who gave it. */
  reaction(text: string, emoji: string): Locator {
    return this.row(text).getByRole('list', { name: 'Reactions' }).getByRole('button', { name: new RegExp(`^${emoji} by `) })
  }

  // ---- the panel beside the room

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: /^About / })
  }

  async openPanel(): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'Members and settings' }).click()
    await this.panel.waitFor()
  }

  member(name: string): Locator {
    return this.panel.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  /** Chooses from the menu of a member: "Mute", "Remove", "Make admin" … */
  async actOn(member: string, action: string): Promise<void> {
    await this.panel.getByRole('button', { name: `What to do with ${member}`, exact: true }).click()
    await this.panel.getByRole('menuitem', { name: action, exact: true }).click()
  }

  // ---- everything else

  /** Chooses from the menu at the top of the list: "Settings", "Sign out" … */
  async choose(entry: string | RegExp): Promise<void> {
    await this.rooms.getByRole('button', { name: 'Menu' }).click()
    await this.rooms.getByRole('menuitem', { name: entry }).click()
  }
}

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on a page, in light and dark. */
export class Inspection {
  readonly found: string[] = []

  constructor(private readonly person: { readonly page: Page }) {}

  /** @param part a selector, if the rest was looked at before */
  async look(view: string, part?: string): Promise<void> {
    const { page } = this.person
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      const axe = new AxeBuilder({ page }).setLegacyMode()
      if (colorScheme === 'light') axe.withTags(TAGS)
      else axe.withRules('color-contrast') // all else is the same
      const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
      for (const { id, nodes } of violations) {
        this.found.push(...nodes.map(({ target, failureSummary }) => `${view}, ${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`))
      }
    }
  }

  /** Opens a dialog, looks at it and closes it. */
  async dialog(name: string | RegExp, open: () => Promise<void>): Promise<void> {
    const dialog = this.person.page.getByRole('dialog', { name, exact: true })
    await open()
    await dialog.waitFor()
    await this.look(`dialog ${String(name)}`, 'dialog')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
}

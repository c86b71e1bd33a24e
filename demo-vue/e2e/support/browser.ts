import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { findChromium } from './executable'

const SCREENSHOTS = fileURLToPath(new URL('../../target/screenshots', import.meta.url))
const TIMEOUT_MS = 60_000

/** One browser for a file of tests, and people who use it. Each has a context: storage and connection of their own. */
export class Visitors {
  private readonly all: Visitor[] = []

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<Visitors> {
    const { path, args, advice } = await findChromium()
    try {
      return new Visitors(await chromium.launch({ executablePath: path, args: [...args], headless: true }))
    } catch (failed) {
      throw new Error(`the browser ${path} does not start: ${advice}`, { cause: failed })
    }
  }

  async visitor(name: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.browser.newContext({ locale: 'en-GB', colorScheme: 'light', ...options })
    context.setDefaultTimeout(TIMEOUT_MS)
    const visitor = new Visitor(name, context, await context.newPage())
    await visitor.watch()
    this.all.push(visitor)
    return visitor
  }

  /** Closes what all have open. For `afterEach`: fails if a page complained of anything, in the name of its visitor. */
  async leave(): Promise<void> {
    const leaving = this.all.splice(0)
    for (const each of leaving) await each.context.close()
    const problems = leaving.flatMap((each) => each.problems.map((problem) => `${each.name}: ${problem}`))
    if (problems.length > 0) throw new Error(`pages complained:\n${problems.join('\n')}`)
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}

/** Somebody with a page, and all that it complained of. */
export class Visitor {
  readonly problems: string[] = []
  private readonly expected: RegExp[] = []

  constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /**
   * What the test itself brings about, such as the browser's complaint about a connection that was cut, is no problem.
   * Violations of the Content-Security-Policy and exceptions always are.
   */
  expect(complaint: RegExp): void {
    this.expected.push(complaint)
  }

  /** Into target/screenshots, for people to look at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true })
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' })
  }

  async watch(): Promise<void> {
    await this.context.exposeFunction('__violation', (what: string) => this.problems.push(`policy: ${what}`))
    await this.context.addInitScript(() => {
      const told = globalThis as unknown as { __violation(what: string): void }
      addEventListener('securitypolicyviolation', (e) => {
        told.__violation(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`)
      })
    })
    this.page.on('pageerror', (error) => this.problems.push(`exception: ${error.stack ?? error.message}`))
    this.page.on('crash', () => this.problems.push('the page crashed'))
    this.page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      const complaint = `${message.type()}: ${message.text()}`
      if (!this.expected.some((each) => each.test(complaint))) this.problems.push(complaint)
    })
  }
}

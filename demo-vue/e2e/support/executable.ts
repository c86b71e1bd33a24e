import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

export interface Executable {
  readonly path: string
  readonly args: readonly string[]
  /** What to do if it does not start. */
  readonly advice: string
}

/** The browser on the PATH, or in IMBED_CHROMIUM; without one, that of a package. */
export async function findChromium(): Promise<Executable> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [] // its sandbox is not for root, who builds in containers
  const named = process.env['IMBED_CHROMIUM']
  if (named) return { path: named, args, advice: 'IMBED_CHROMIUM names it' }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name)
      if (isExecutable(path)) return { path, args, advice: 'IMBED_CHROMIUM can name another one' }
    }
  }
  return packaged()
}

/**
 * Without the arguments that the package recommends: among them are one that ends the browser with the first context that
 * is closed, and one that turns off what a policy forbids. Its sandbox is not installed by being
 * unpacked.
 */
async function packaged(): Promise<Executable> {
  const { default: chromium } = await import('@sparticuz/chromium')
  return {
    path: await chromium.executablePath(),
    args: ['--no-sandbox'],
    advice: 'it comes from npm, and on a minimal Debian wants the packages libnss3, libnspr4 and libexpat1; an installed Chromium on the PATH comes first',
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

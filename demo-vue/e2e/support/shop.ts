import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JavaProcess } from './java-process'

const JAR = process.env['IMBED_SHOP_JAR'] ?? fileURLToPath(new URL('../../../im-examples/shop/target/im-shop.jar', import.meta.url))
const READY = /^READY http=(http:\/\/127\.0\.0\.1:\d+\/)$/
const START_MS = 90_000

/** The Spring Boot application of im-examples/shop, in a process of its own and a folder of its own. */
export class Shop {
  private constructor(
    private readonly process: JavaProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async open(): Promise<Shop> {
    if (!existsSync(JAR)) throw new Error(`no ${JAR}: build it with mvn -DskipTests package, or name one in IMBED_SHOP_JAR`)
    const folder = await mkdtemp(join(tmpdir(), 'im-shop-'))
    const args = ['-XX:TieredStopAtLevel=1', '-jar', JAR, '--server.port=0'] // Spring is to start soon, not to run long
    const [process, [, url = '']] = await JavaProcess.start('the shop', args, READY, { cwd: folder, patience: START_MS })
    return new Shop(process, folder, url)
  }

  async close(): Promise<void> {
    await this.process.end('SIGTERM')
    await rm(this.folder, { recursive: true })
  }
}

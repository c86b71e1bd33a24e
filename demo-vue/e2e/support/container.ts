import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { within } from './deadline'

const MODULE = fileURLToPath(new URL('../../../im-transport-servlet/target', import.meta.url))
const PAGES = ['../../target/classes/io/imbed/demo/web', '../../target/web'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
const MAIN = 'io.imbed.transport.servlet.WebChatOnJetty'
const READY = /^READY http=http:\/\/127\.0\.0\.1:(\d+)\/$/

/** Chat and page on one port of a servlet container, in a process of its own. */
export class ContainerServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<ContainerServer> {
    const list = join(MODULE, 'test.classpath')
    const page = PAGES.find((folder) => existsSync(join(folder, 'index.html')))
    if (!existsSync(list) || page === undefined) throw new Error(`no ${list}, or no page: build them with mvn -DskipTests package`)
    const path = [join(MODULE, 'test-classes'), join(MODULE, 'classes'), readFileSync(list, 'utf8').trim()].join(delimiter)
    const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java'
    const child = spawn(java, ['-Xmx256m', '-cp', path, MAIN, page], { stdio: ['ignore', 'pipe', 'inherit'] })
    process.once('exit', () => child.kill('SIGKILL'))
    const ready = new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the container ended with ${code}`)))
      createInterface(child.stdout).on('line', (line) => {
        const port = READY.exec(line)?.[1]
        if (port !== undefined) resolve(Number(port))
      })
    })
    return new ContainerServer(child, await within('READY of the container', ready))
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await within('the end of the container', gone)
  }
}

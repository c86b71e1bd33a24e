import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JavaProcess } from './java-process'

const MODULE = fileURLToPath(new URL('../../../im-transport-servlet/target', import.meta.url))
const PAGES = ['../../target/classes/io/imbed/demo/web', '../../target/web'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
const MAIN = 'io.imbed.transport.servlet.WebChatOnJetty'
const READY = /^READY http=http:\/\/127\.0\.0\.1:(\d+)\/$/

/** Chat and page on one port of a servlet container, in a process of its own. */
export class ContainerServer {
  private constructor(
    private readonly process: JavaProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<ContainerServer> {
    const list = join(MODULE, 'test.classpath')
    const page = PAGES.find((folder) => existsSync(join(folder, 'index.html')))
    if (!existsSync(list) || page === undefined) throw new Error(`no ${list}, or no page: build them with mvn -DskipTests package`)
    const path = [join(MODULE, 'test-classes'), join(MODULE, 'classes'), readFileSync(list, 'utf8').trim()].join(delimiter)
    const [process, [, port]] = await JavaProcess.start('the container', ['-cp', path, MAIN, page], READY)
    return new ContainerServer(process, Number(port))
  }

  stop(): Promise<void> {
    return this.process.end('SIGKILL')
  }
}

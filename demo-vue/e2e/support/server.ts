import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { JavaProcess } from './java-process'

const JAR = process.env['IMBED_JAR'] ?? fileURLToPath(new URL('../../../im-examples/target/im-server.jar', import.meta.url))
const READY = /^READY ws=ws:\/\/127\.0\.0\.1:(\d+)\/im http=http:\/\/127\.0\.0\.1:(\d+)\/$/

/** The real server in a process of its own. It can end and come back on the same ports. */
export class ChatServer {
  wsPort = 0
  httpPort = 0
  private process: JavaProcess | undefined

  private constructor(private readonly options: readonly string[]) {}

  /** @param options besides the ports, such as `--ws-url`, `--auth` */
  static async start(...options: string[]): Promise<ChatServer> {
    const server = new ChatServer(options)
    await server.run()
    return server
  }

  /** The page. */
  get url(): string {
    return `http://127.0.0.1:${this.httpPort}/`
  }

  /** Its own address, also where pages are told another. */
  get ws(): string {
    return `ws://127.0.0.1:${this.wsPort}/im`
  }

  /** Starts it again after `stop` or `kill`, where it was. */
  async run(): Promise<void> {
    if (this.process) throw new Error('the server runs already')
    if (!existsSync(JAR)) throw new Error(`no ${JAR}: build it with mvn -DskipTests package, or name one in IMBED_JAR`)
    const args = ['-jar', JAR, 'serve', '--log', 'memory', '--ws-port', `${this.wsPort}`, '--http-port', `${this.httpPort}`]
    const [process, [, ws, http]] = await JavaProcess.start('the server', [...args, ...this.options], READY)
    this.process = process
    this.wsPort = Number(ws)
    this.httpPort = Number(http)
  }

  /** Ends it in order: clients are told. */
  stop(): Promise<void> {
    return this.end('SIGTERM')
  }

  /** Ends it at once, as a crash would. */
  kill(): Promise<void> {
    return this.end('SIGKILL')
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.run()
  }

  /** The end of its log, to look at when a test fails. */
  log(): string {
    return this.process?.log() ?? ''
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = this.process
    this.process = undefined
    await ending?.end(signal)
  }
}

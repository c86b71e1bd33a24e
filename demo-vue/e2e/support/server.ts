import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { within } from './deadline'

const JAR = process.env['IMBED_JAR'] ?? fileURLToPath(new URL('../../../im-examples/target/im-server.jar', import.meta.url))
const READY = /^READY ws=ws:\/\/127\.0\.0\.1:(\d+)\/im http=http:\/\/127\.0\.0\.1:(\d+)\/$/
const TOLD_LINES = 40

/** The real server in a process of its own. It can end and come back on the same ports. */
export class ChatServer {
  wsPort = 0
  httpPort = 0
  private child: ChildProcessByStdio<null, Readable, Readable> | undefined
  private readonly told: string[] = []

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
    if (this.child) throw new Error('the server runs already')
    if (!existsSync(JAR)) throw new Error(`no ${JAR}: build it with mvn -DskipTests package, or name one in IMBED_JAR`)
    const args = ['-Xmx256m', '-jar', JAR, 'serve', '--log', 'memory']
    args.push('--ws-port', `${this.wsPort}`, '--http-port', `${this.httpPort}`)
    const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java'
    const child = spawn(java, [...args, ...this.options], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    process.once('exit', killAtExit(child))
    createInterface(child.stderr).on('line', (line) => this.remember(line))
    const ready = new Promise<RegExpExecArray>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${this.told.join('\n')}`)))
      createInterface(child.stdout).on('line', (line) => {
        const match = READY.exec(line)
        if (match) resolve(match)
        else this.remember(line)
      })
    })
    try {
      const [, ws, http] = await within('READY of the server', ready)
      this.wsPort = Number(ws)
      this.httpPort = Number(http)
    } catch (failed) {
      await this.kill()
      throw failed
    }
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
    return this.told.join('\n')
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child
    this.child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const gone = once(child, 'exit')
    child.kill(signal)
    try {
      await within(`the end of the server after ${signal}`, gone)
    } catch (late) {
      child.kill('SIGKILL')
      throw late
    }
  }

  private remember(line: string): void {
    this.told.push(line)
    if (this.told.length > TOLD_LINES) this.told.shift()
  }
}

/** A run of tests that is broken off leaves no server behind. */
function killAtExit(child: ChildProcessByStdio<null, Readable, Readable>): () => void {
  const kill = () => void child.kill('SIGKILL')
  child.once('exit', () => process.off('exit', kill))
  return kill
}

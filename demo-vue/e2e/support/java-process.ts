import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { within } from './deadline'

const TOLD_LINES = 40

/** A server in a process of its own, which says when it is ready. A run of tests that is broken off leaves none behind. */
export class JavaProcess {
  private readonly told: string[] = []
  private readonly child: ChildProcessByStdio<null, Readable, Readable>

  private constructor(
    private readonly name: string,
    args: readonly string[],
    cwd: string | undefined,
  ) {
    const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java'
    this.child = spawn(java, ['-Xmx256m', ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd })
    const kill = () => void this.child.kill('SIGKILL')
    process.once('exit', kill)
    this.child.once('exit', () => process.off('exit', kill))
    createInterface(this.child.stderr).on('line', (line) => this.remember(line))
  }

  /**
   * @param name what it is called when something goes wrong
   * @param ready the line by which it says on standard output that it is; what it captured there is handed out
   * @param patience for one that takes its time, in milliseconds
   */
  static async start(name: string, args: readonly string[], ready: RegExp, { cwd, patience }: { cwd?: string; patience?: number } = {}): Promise<[JavaProcess, RegExpExecArray]> {
    const started = new JavaProcess(name, args, cwd)
    try {
      return [started, await within(`READY of ${name}`, started.says(ready), patience)]
    } catch (failed) {
      await started.end('SIGKILL')
      throw failed
    }
  }

  /** The end of its log, to look at when a test fails. */
  log(): string {
    return this.told.join('\n')
  }

  /** SIGTERM lets it end in order, SIGKILL ends it as a crash would. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const gone = once(child, 'exit')
    child.kill(signal)
    try {
      await within(`the end of ${this.name} after ${signal}`, gone)
    } catch (late) {
      child.kill('SIGKILL')
      throw late
    }
  }

  private says(wanted: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      this.child.once('error', reject)
      this.child.once('exit', (code) => reject(new Error(`${this.name} ended with ${code}: ${this.log()}`)))
      createInterface(this.child.stdout).on('line', (line) => {
        const match = wanted.exec(line)
        if (match) resolve(match)
        else this.remember(line)
      })
    })
  }

  private remember(line: string): void {
    this.told.push(line)
    if (this.told.length > TOLD_LINES) this.told.shift()
  }
}

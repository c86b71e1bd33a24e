import { afterAll, afterEach, beforeAll } from 'vitest'
import type { BrowserContextOptions } from 'playwright-core'
import { Visitors } from './browser'
import { Person } from './people'
import { ChatServer } from './server'

/** A server and a browser for the tests of a file. A page that complains fails the test in which it does. */
export class Stage {
  private constructor(
    readonly server: ChatServer,
    readonly visitors: Visitors,
  ) {}

  /** Sets up what is there when the tests run. */
  static forFile(...options: string[]): () => Stage {
    let stage: Stage | undefined
    beforeAll(async () => {
      stage = new Stage(await ChatServer.start(...options), await Visitors.launch())
    })
    afterEach(() => stage?.visitors.leave())
    afterAll(async () => {
      await stage?.visitors.close()
      await stage?.server.stop()
    })
    return () => {
      if (!stage) throw new Error('the stage is there in tests alone')
      return stage
    }
  }

  arrive(name: string, options?: BrowserContextOptions): Promise<Person> {
    return Person.arrive(this.visitors, name, this.server.url, options)
  }
}

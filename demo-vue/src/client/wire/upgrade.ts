import type { Push } from '../protocol/frames'
import type { Attempt, AttemptListener, Opened } from './attempt'
import type { Exchange } from './exchange'

export interface UpgradeListener {
  moved(opened: Opened): void
  /** Nothing has changed; these came meanwhile. */
  stays(pushes: readonly Push[]): void
}

/**
 * Moves a session that works to another wire. The new one is opened beside the old one, which goes on until it is. Only
 * for the time of one hello the old one rests, with nothing on its way: so the cursors in the hello are those that hold
 * when the new one takes over, and what came down the old one meanwhile comes again on the new one.
 */
export class Upgrade {
  private attempt: Attempt | undefined
  private kept: Push[] | undefined
  private over = false

  constructor(
    private readonly from: Exchange,
    private readonly listener: UpgradeListener,
  ) {}

  /** @param begin opens the new wire; the hello waits until `prepare` says so */
  start(begin: (prepare: (go: () => void) => void, listener: AttemptListener) => Promise<Attempt>): void {
    const prepare = (go: () => void) =>
      this.from.hold(() => {
        this.kept = []
        go()
      })
    const moved = (opened: Opened) => {
      this.over = true
      this.listener.moved(opened)
    }
    begin(prepare, { opened: moved, failed: () => this.back() }).then(
      (attempt) => {
        if (this.over) attempt.cancel()
        else this.attempt = attempt
      },
      () => this.back(), // no token, or the wire cannot even be begun
    )
  }

  /** Whether this is kept for now. */
  keeps(frame: Push): boolean {
    this.kept?.push(frame)
    return this.kept !== undefined
  }

  cancel(): void {
    this.attempt?.cancel()
    this.back()
  }

  private back(): void {
    if (this.over) return
    this.over = true
    const kept = this.kept ?? []
    this.kept = undefined
    this.from.release()
    this.listener.stays(kept)
  }
}

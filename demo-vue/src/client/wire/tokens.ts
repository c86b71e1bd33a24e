/** Why a token is wanted: there is none yet, or only a new one will do. */
export type TokenReason = 'first' | 'expired'

/** Gives a token, or undefined where a cookie says who this is. Throws {@link Unauthorized} if the user is not to be let in. */
export type GetToken = (request: { reason: TokenReason }) => Promise<string | undefined> | string | undefined

/** From getToken: the user is not, or no longer, to be let in. The client stops and says so. */
export class Unauthorized extends Error {}

/** The token in use: kept over reconnects, replaced when it expires or is refused. */
export class Tokens {
  private token: string | undefined
  private has = false
  private stale = false
  private fresh = false // made because another one would not do, and not yet accepted
  private refusal: string | undefined
  private expiresAt = Number.POSITIVE_INFINITY

  constructor(
    private readonly source: GetToken,
    private readonly now: () => number,
  ) {}

  /** The token in use if it is still good, else a new one. */
  get(): Promise<string | undefined> {
    if (this.now() >= this.expiresAt) this.stale = true
    return this.has && !this.stale ? Promise.resolve(this.token) : this.ask(this.stale ? 'expired' : 'first')
  }

  /** A new one though the one in use is still good. */
  renew(): Promise<string | undefined> {
    return this.ask('expired')
  }

  expired(): void {
    this.stale = true
  }

  /** The server does not take the one in use; whether another one is worth a try: not if this one was made for it. */
  refused(why: string): boolean {
    if (this.fresh) return false
    this.stale = true
    this.refusal = why
    return true
  }

  accepted(expiresInMs: number | undefined): void {
    this.expiresAt = expiresInMs === undefined ? Number.POSITIVE_INFINITY : this.now() + expiresInMs
    this.fresh = false
    this.refusal = undefined
  }

  reset(): void {
    this.has = this.stale = this.fresh = false
    this.refusal = undefined
    this.expiresAt = Number.POSITIVE_INFINITY
  }

  private async ask(reason: TokenReason): Promise<string | undefined> {
    const got = await this.source({ reason })
    // The same again, of which the server has said no.
    if (this.refusal !== undefined && got === this.token) throw new Unauthorized(this.refusal)
    this.token = got
    this.has = true
    this.stale = false
    this.fresh = reason === 'expired'
    this.expiresAt = Number.POSITIVE_INFINITY
    return got
  }
}

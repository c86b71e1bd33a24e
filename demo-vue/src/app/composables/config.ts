/** What the server that served the page says of itself. */
export interface Config {
  /** Where its WebSocket is, if it is elsewhere than at `base` or there is nothing else. */
  readonly ws?: string
  /** The path below which it has all wires, such as `im`, from the page on. */
  readonly base?: string
  /** How one signs in; `host`: by the login of the application around the chat, whose cookies the wires carry. */
  readonly auth: 'guest' | 'token' | 'host'
  /** With `host`: where one logs in and comes back from. `./` where the application lets nobody see this page without. */
  readonly login?: string
  /** With `host`: the page to leave the chat for. */
  readonly site?: string
  /** The channel that everybody is in, if there is one. */
  readonly room?: string
  readonly version: string
}

export async function loadConfig(): Promise<Config> {
  const reply = await fetch('config.json', { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
  if (!reply.ok) throw new Error(`config.json: ${reply.status}`)
  return (await reply.json()) as Config
}

import type { Environment } from '../../environment'
import type { Answer, Requests } from './requests'

/** How what the server writes is fetched. */
export interface Down {
  start(): void
  /** The number of the last batch that came whole. */
  readonly last: number
  /** Something was sent, so that an answer is likely. */
  expect(): void
  stop(): void
}

/** What a {@link Down} works with, and tells. */
export interface DownLine {
  env: Pick<Environment, 'clock' | 'random' | 'openStream'>
  requests: Requests
  base: string
  /** Names the connection: in headers where there are any, and in no log. */
  connection: string
  /** The number of the batch that came with the answer to the opening. */
  from: number
  received(lines: string): void
  /** The server says that the connection is no more, or says no. */
  refused(answer: Answer): void
  lost(why: string): void
}

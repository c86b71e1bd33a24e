/** The client of `im.v1`. Start with {@link createClient}. */
import { browser } from './browser'
import { ImClient } from './client'
import type { ClientOptions } from './client'
import type { Environment } from './environment'

export function createClient(options: ClientOptions, environment: Partial<Environment> = {}): ImClient {
  return new ImClient(options, { ...browser(), ...environment })
}

export { ImClient } from './client'
export type { ClientEvents, ClientOptions } from './client'
export type { Off } from './emitter'
export type { Clock, Environment, Memory, Reply, Request, Socket, Stream } from './environment'
export { ImError } from './errors'
export { IndexedDbOutboxStore } from './outbox/indexeddb'
export { MemoryOutboxStore } from './outbox/store'
export type { OutboxItem, SendState } from './outbox/outbox'
export type { Draft, OutboxStore, Stored } from './outbox/store'
export type { Args, ErrorCode, EventOf, ImEvent, Op, Result } from './protocol/frames'
export { PRESETS, isMentioned, textOf } from './protocol/values'
export type * from './protocol/values'
export type { Reader, Room } from './room'
export type { RoomInfo } from './state/room-state'
export type { HoleItem, Item, MessageItem } from './state/rows'
export type { Timeline } from './state/timeline'
export type { ConnStatus } from './wire/connector'
export { WIRES } from './wire/wire'
export type { WireName } from './wire/wire'
export { Unauthorized } from './wire/tokens'
export type { GetToken, TokenReason } from './wire/tokens'

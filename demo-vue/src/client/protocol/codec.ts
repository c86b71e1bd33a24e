/** Lines to frames and back. Pure: knows nothing of connections. */
import { CONTROLS, ENVELOPE, ERROR_CODES, EVENTS, OPS, SIGNALS, error, setEventReader } from './frames'
import type { Args, Control, ErrorCode, ErrorReply, ImEvent, Op, ServerFrame, Signal, WireError } from './frames'
import { MalformedFrame, asObject, id, natural, readShape, string } from './schema'
import type { Shape } from './schema'
import { isKnownKind } from './values'

const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['RATE_LIMITED', 'UNAVAILABLE'])

export function encodeRequest<O extends Op>(op: O, requestId: number, args: Args<O>): string {
  return JSON.stringify({ op, id: requestId, ...readShape(OPS[op].args as Shape, args) })
}

/** The lines of one carrier unit. */
export function linesOf(unit: string): string[] {
  return (unit.endsWith('\n') ? unit.slice(0, -1) : unit).split('\n')
}

/**
 * Reads one line.
 *
 * @param opOf the op of the open request with this id, if there is one
 * @throws MalformedFrame with the id of the request that it answers, as far as one can be read
 */
export function decodeFrame(line: string, opOf: (re: number) => Op | undefined): ServerFrame {
  try {
    const from = parse(line)
    return from['re'] === undefined || from['re'] === null ? push(from) : reply(from, opOf)
  } catch (e) {
    if (!(e instanceof MalformedFrame)) throw e
    throw new MalformedFrame(e.message, Number(/"re"\s*:\s*(\d{1,15})\b/.exec(line)?.[1] ?? 0))
  }
}

function parse(line: string): Record<string, unknown> {
  if (line === '') throw new MalformedFrame('the line is empty')
  let root: unknown
  try {
    root = JSON.parse(line)
  } catch {
    throw new MalformedFrame('the line is not one valid JSON value')
  }
  return asObject(root, 'a frame')
}

function reply(from: Record<string, unknown>, opOf: (re: number) => Op | undefined): ServerFrame {
  const re = natural.read(from['re'], 're')
  if (from['error'] !== undefined && from['error'] !== null) return { re, error: wireError(from['error']) }
  const op = opOf(re)
  if (op === undefined) return null
  return { re, result: readShape(OPS[op].result as Shape, from) }
}

function wireError(value: unknown): WireError {
  const { code: name, retryable, ...rest } = error.read(value, 'error')
  const code = ERROR_CODES.find((each) => each === name) ?? (retryable ? 'UNAVAILABLE' : 'INTERNAL')
  const { message, ...times } = rest
  return { code, message, retryable: retryable ?? RETRYABLE.has(code), ...times } satisfies ErrorReply['error']
}

function push(from: Record<string, unknown>): ServerFrame {
  if (from['ev'] === undefined) throw new MalformedFrame('ev is missing')
  const ev = string().read(from['ev'], 'ev')
  if (ev === 'event') return event(from)
  if (ev === 'signal') {
    const type = string().read(from['type'] ?? undefined, 'type')
    return Object.hasOwn(SIGNALS, type)
      ? ({ ev, ...readShape(SIGNALS[type as keyof typeof SIGNALS] as Shape, from) } as unknown as Signal)
      : null
  }
  if (!Object.hasOwn(CONTROLS, ev)) return null
  if (ev === 'room' && !isKnownKind(from['room'])) return null
  return { ev, ...readShape(CONTROLS[ev as keyof typeof CONTROLS] as Shape, from) } as unknown as Control
}

function event(from: Record<string, unknown>, at = ''): ImEvent {
  const envelope = readShape(ENVELOPE, from, at)
  id.read(envelope.room, 'room')
  const shape = Object.hasOwn(EVENTS, envelope.type) ? (EVENTS[envelope.type as keyof typeof EVENTS] as Shape) : {}
  return { ev: 'event', ...envelope, ...readShape(shape, from, at) } as ImEvent
}

setEventReader((value, where) => event(asObject(value, where), where))

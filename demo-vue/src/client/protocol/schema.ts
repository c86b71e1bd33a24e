/** Describes what a frame may hold, once, for the type checker and for the reader alike. */

/** A line, or a part of it, that is not of the protocol's form. `id` is the request it answers, 0 if none can be read. */
export class MalformedFrame extends Error {
  constructor(
    message: string,
    readonly id = 0,
  ) {
    super(message)
  }
}

export interface Type<T> {
  /** Checks a value; `at` is its name, for the sentence that says what is wrong. */
  read(value: unknown, at: string): T
  readonly optional?: boolean
  /** What an absent field means, if it means something. */
  readonly absent?: T
  /** Whether the value says no more than absence does. */
  empty?(value: T): boolean
}

export interface Optional<T> extends Type<T> {
  readonly optional: true
}

export type Shape = Record<string, Type<unknown>>
export type Out<T> = T extends Type<infer V> ? V : never
type OptionalKeys<S> = { [K in keyof S]: S[K] extends { optional: true } ? K : never }[keyof S]
type Flat<T> = { [K in keyof T]: T[K] } & {}
export type Infer<S> = Flat<
  { [K in Exclude<keyof S, OptionalKeys<S>>]: Out<S[K]> } & { [K in OptionalKeys<S>]?: Out<S[K]> }
>

const MAX = Number.MAX_SAFE_INTEGER

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'undefined' ? 'absent' : `a ${typeof value}`
}

function wrong(at: string, value: unknown, must: string): never {
  throw new MalformedFrame(`${at} is ${kindOf(value)}, must be ${must}`)
}

export function asObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, value, 'an object')
  return value as Record<string, unknown>
}

export const bool: Type<boolean> = {
  read: (value, at) => (typeof value === 'boolean' ? value : wrong(at, value, 'true or false')),
}

export function string(max = Number.POSITIVE_INFINITY): Type<string> {
  return {
    read(value, at) {
      if (typeof value !== 'string') return wrong(at, value, 'a string')
      if (value.length > max) throw new MalformedFrame(`${at} is ${value.length} characters, limit ${max}`)
      return value
    },
  }
}

export function integer(min: number, max = MAX): Type<number> {
  return {
    read(value, at) {
      if (typeof value !== 'number') return wrong(at, value, 'an integer')
      if (!Number.isSafeInteger(value) || value < min || value > max) {
        throw new MalformedFrame(`${at} is ${value}, must be ${min} to ${max === MAX ? '2^53 - 1' : max}`)
      }
      return value
    },
  }
}

export const natural = integer(0)
export const positive = integer(1)
export const time = integer(-MAX)

function token(name: string, pattern: RegExp): Type<string> {
  return {
    read(value, at) {
      if (typeof value !== 'string') return wrong(at, value, 'a string')
      if (!pattern.test(value)) throw new MalformedFrame(`${at} is not ${name}`)
      return value
    },
  }
}

export const id = token('an id', /^[A-Za-z0-9._:~@-]{1,128}$/)
export const cid = token('a cid', /^[A-Za-z0-9._:~@-]{1,64}$/)

export function oneOf<const V extends string>(...values: readonly V[]): Type<V> {
  return {
    read(value, at) {
      const known = values.find((each) => each === value)
      if (known === undefined) throw new MalformedFrame(`${at} must be one of ${values.join(', ')}`)
      return known
    },
  }
}

export function list<T>(of: Type<T>, max = Number.POSITIVE_INFINITY): Type<T[]> {
  return {
    read(value, at) {
      if (!Array.isArray(value)) return wrong(at, value, 'an array')
      if (value.length > max) throw new MalformedFrame(`${at} has ${value.length} items, limit ${max}`)
      return value.map((each, index) => of.read(each, `${at}[${index}]`))
    },
    empty: (value) => value.length === 0,
  }
}

/** Each once, in the order given. */
export function setOf<T>(of: Type<T>, max?: number): Type<T[]> {
  const all = list(of)
  return {
    read(value, at) {
      const once = [...new Set(all.read(value, at))]
      if (max !== undefined && once.length > max) throw new MalformedFrame(`${at} has ${once.length} items, limit ${max}`)
      return once
    },
    empty: (value) => value.length === 0,
  }
}

export const pair: Type<[number, number]> = {
  read(value, at) {
    if (!Array.isArray(value)) return wrong(at, value, 'an array')
    if (value.length !== 2) throw new MalformedFrame(`${at} has ${value.length} items, must have 2`)
    return [natural.read(value[0], `${at}[0]`), natural.read(value[1], `${at}[1]`)]
  },
}

export function mapOf<T>(of: Type<T>): Type<Record<string, T>> {
  return {
    read(value, at) {
      const from = asObject(value, at)
      return Object.fromEntries(Object.entries(from).map(([key, each]) => [id.read(key, at), of.read(each, `${at}.${key}`)]))
    },
    empty: (value) => Object.keys(value).length === 0,
  }
}

/** A field that may be missing; `null` counts as missing, and so does what says no more. */
export function opt<T>(of: Type<T>): Optional<T> {
  return { read: of.read.bind(of), optional: true, ...(of.empty && { empty: of.empty.bind(of) }) }
}

/** A field that is left out where it is false. */
export const flag: Optional<boolean> = { read: bool.read.bind(bool), optional: true, empty: (value) => !value }

/** A field that may be left out and then means `absent`. */
export function or<T>(of: Type<T>, absent: T): Optional<T> {
  return { read: of.read.bind(of), optional: true, absent }
}

/** Reads the fields of a shape, in its order, and no others. */
export function readShape<S extends Shape>(shape: S, from: Record<string, unknown>, at = ''): Infer<S> {
  const out: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(shape)) {
    const where = at === '' ? name : `${at}.${name}`
    const value = from[name]
    if (value === undefined || value === null) {
      if (!type.optional) throw new MalformedFrame(`${where} is missing`)
      if (type.absent !== undefined) out[name] = type.absent
      continue
    }
    const read = type.read(value, where)
    if (!(type.optional && type.empty?.(read))) out[name] = read
  }
  return out as Infer<S>
}

export function object<S extends Shape>(shape: S): Type<Infer<S>> {
  return {
    read: (value, at) => readShape(shape, asObject(value, at), at),
    empty: (value) => Object.keys(value).length === 0,
  }
}

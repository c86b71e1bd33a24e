/** Dates and numbers as the reader's language and time zone have them. */
export interface Formats {
  /** 09:41 */
  time(at: number): string
  /** Thursday, 26 November 2026 */
  day(at: number): string
  /** For a list: the time of today, else a short date. */
  brief(at: number, now: number): string
  /** Whole, for a tooltip. */
  full(at: number): string
  number(value: number): string
  /** Ann, Bob and Cleo */
  list(names: readonly string[]): string
  /** 10 minutes, in the largest unit that it is a whole number of */
  duration(ms: number): string
}

const SECOND = ['second', 1_000] as const
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], SECOND] as const

export function formats(tag: string): Formats {
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' })
  const full = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'medium' })
  const number = new Intl.NumberFormat(tag)
  const list = new Intl.ListFormat(tag, { type: 'conjunction' })
  return {
    time: (at) => time.format(at),
    day: (at) => day.format(at),
    brief: (at, now) => (sameDay(at, now) ? time.format(at) : date.format(at)),
    full: (at) => full.format(at),
    number: (value) => number.format(value),
    list: (names) => list.format(names),
    duration(ms) {
      const [unit, length] = UNITS.find(([, each]) => ms % each === 0) ?? SECOND
      return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(ms / length)
    },
  }
}

export function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

import type { RoomSettings, SettingsPatch } from '../../client'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const RECALL = [0, 2 * MINUTE, 15 * MINUTE, HOUR, DAY, 7 * DAY]
export const SLOW = [0, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, DAY]
export const KEEP = [0, 100, 1_000, 10_000, 100_000]
export const KEEP_FOR = [0, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY]

/** Those on offer, and the one that is so already, wherever it came from. */
export function withPresent(offered: readonly number[], present: number): number[] {
  return offered.includes(present) ? [...offered] : [...offered, present].sort((a, b) => a - b)
}

/** What of a form is other than the room was when the form opened. What others have changed meanwhile stays theirs. */
export function changesOf(form: RoomSettings, opened: RoomSettings): SettingsPatch {
  return Object.fromEntries(Object.entries(form).filter(([name, value]) => opened[name as keyof RoomSettings] !== value))
}

const MAX_MEMBERS = 1_000_000

/** Undefined if it is not a number that a room can have as its size. */
export function sizeOf(text: string): number | undefined {
  const size = /^\d{1,7}$/.test(text.trim()) ? Number(text) : 0
  return size >= 1 && size <= MAX_MEMBERS ? size : undefined
}

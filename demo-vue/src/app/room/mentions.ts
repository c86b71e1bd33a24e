/** Mentions: ids beside the text, and `@name` in it. */

import { en } from '../i18n/en'
import { zh } from '../i18n/zh'

/** Among the ids: everybody. */
export const ALL = '~all'

/** As everybody is called, in whatever language it was written. */
export function everybody(): Mentionable[] {
  return [en, zh].map((words) => ({ id: ALL, name: words.room.everybody }))
}

export interface Mentionable {
  readonly id: string
  readonly name: string
}

export type Part = string | Mentionable

/** The text with what mentions these people taken out; longer names win. */
export function split(text: string, people: readonly Mentionable[]): Part[] {
  const known = people.filter(({ name }) => name !== '')
  if (known.length === 0 || !text.includes('@')) return [text]
  const names = [...new Set(known.map(({ name }) => name))].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`(?<![\\w@])@(${names.map(exactly).join('|')})`, 'giu')
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const name = match[1]?.toLowerCase()
    const found = known.find((each) => each.name.toLowerCase() === name)
    if (!found) continue
    if (match.index > end) parts.push(text.slice(end, match.index))
    parts.push({ id: found.id, name: match[1] ?? found.name })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** The ids that a text mentions, each once and no more than a message may have. */
export function mentioned(text: string, people: readonly Mentionable[]): string[] {
  const ids = split(text, people).flatMap((part) => (typeof part === 'string' ? [] : [part.id]))
  return [...new Set(ids)].slice(0, 50)
}

/** After "@Ann" a letter goes on with another name, but only in scripts that put spaces between words. */
function exactly(name: string): string {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return /\w$/.test(name) ? `${escaped}(?!\\w)` : escaped
}

export interface Query {
  /** Where the `@` is. */
  readonly at: number
  readonly text: string
}

/** What is being completed left of the caret. Not an address: there must be no letter before the `@`. */
export function queryAt(text: string, caret: number): Query | undefined {
  const match = /(?<![\w@])@([^\s@]{0,40})$/u.exec(text.slice(0, caret))
  return match ? { at: match.index, text: match[1] ?? '' } : undefined
}

/** Those whose name or id has it: at the beginning first. */
export function matching<T extends Mentionable>(people: readonly T[], query: string, limit = 8): T[] {
  const wanted = query.toLowerCase()
  const rank = ({ id, name }: T) => {
    const lower = name.toLowerCase()
    if (lower.startsWith(wanted)) return 0
    if (lower.split(/[\s._-]+/).some((word) => word.startsWith(wanted))) return 1
    return lower.includes(wanted) || id.toLowerCase().startsWith(wanted) ? 2 : 3
  }
  return people
    .map((each) => ({ each, rank: rank(each) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ each }) => each)
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** The same for everybody and on every device: a hash (FNV-1a) of the id. */
export function hueOf(id: string): number {
  let hash = FNV_OFFSET
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), FNV_PRIME)
  return (hash >>> 0) % 360
}

const IDEOGRAPH = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u

/** A Chinese name is known by its last character, others by the first letters of two words. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  const chars = [...new Intl.Segmenter().segment(trimmed)].map((each) => each.segment)
  if (chars.length === 0) return '?'
  if (IDEOGRAPH.test(trimmed)) return chars.at(-1) ?? '?'
  const [first = '?', second] = trimmed.split(/[\s._-]+/).filter(Boolean)
  const letter = (word: string) => [...word][0]?.toUpperCase() ?? ''
  return letter(first) + (second === undefined ? '' : letter(second))
}

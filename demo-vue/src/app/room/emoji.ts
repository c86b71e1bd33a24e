/** A set of our own: pickers with all of them fetch their data from elsewhere. */
export const QUICK = ['👍', '❤️', '😂', '🎉', '😮', '😢'] as const

export const EMOJI = [
  ...QUICK,
  '👎', '👏', '🙏', '💪', '👀', '✅', '❌', '❓', '❗', '🔥',
  '✨', '💯', '🚀', '⭐', '💡', '📌', '🐛', '☕', '🍻', '🎂',
  '😀', '😅', '😊', '😍', '😘', '😎', '🤔', '🙄', '😴', '😇',
  '🤗', '🤣', '🥳', '😭', '😡', '😱', '🤯', '😬', '🤝', '👌',
  '🙌', '👋', '💔', '💚', '🌹', '🌞', '🌧️', '🍵', '🥟', '🧧',
] as const

const PICTURE = /^(?=\P{ASCII})(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator})/u
const segments = new Intl.Segmenter()

/** Nothing but one to three pictures: those are shown large. */
export function isJumbo(text: string): boolean {
  if (text.length === 0 || text.length > 60) return false
  const all = [...segments.segment(text.replace(/\s/g, ''))]
  return all.length > 0 && all.length <= 3 && all.every(({ segment }) => PICTURE.test(segment))
}

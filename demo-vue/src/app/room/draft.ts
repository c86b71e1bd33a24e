/** What is written and not sent, kept for each user and room on this device. */
import { stored } from '../composables/storage'
import type { Mentionable } from './mentions'

export interface DraftText {
  readonly text: string
  /** Those who were chosen from the list, whose names need not be known otherwise. */
  readonly people: readonly Mentionable[]
}

const EMPTY: DraftText = { text: '', people: [] }

export function draftOf(user: string, room: string) {
  const kept = stored(`draft.${user}.${room}`)
  return {
    load(): DraftText {
      try {
        const value = JSON.parse(kept.get() ?? '') as Partial<DraftText>
        return { text: String(value.text ?? ''), people: Array.isArray(value.people) ? value.people : [] }
      } catch {
        return EMPTY
      }
    },
    save({ text, people }: DraftText): void {
      kept.set(text === '' ? undefined : JSON.stringify({ text, people }))
    },
  }
}

const encoder = new TextEncoder()

/** The server counts bytes, of which a Chinese character has three. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length
}

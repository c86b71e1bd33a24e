/** Completion of `@names` in a text field. */
import { computed, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { matching, queryAt } from './mentions'
import type { Mentionable, Query } from './mentions'

const FEW = 4

export function useCompletion(people: () => readonly Mentionable[], more: () => Promise<void>) {
  const query = shallowRef<Query>()
  const chosen = ref(0)
  const found = computed(() => (query.value ? matching(people(), query.value.text) : []))
  const open = computed(() => found.value.length > 0)

  /** The text or the caret has changed. */
  function look(text: string, caret: number): void {
    const now = queryAt(text, caret)
    if (now?.at !== query.value?.at || now?.text !== query.value?.text) chosen.value = 0
    query.value = now
    if (now && found.value.length < FEW) void more()
  }

  function close(): void {
    query.value = undefined
  }

  function move(by: number): void {
    chosen.value = (chosen.value + by + found.value.length) % found.value.length
  }

  return { query, found, open, chosen: chosen as Readonly<Ref<number>>, look, close, move }
}

/** What a form asks the server for: once at a time, and what goes wrong is said in the form. */
import { readonly, ref } from 'vue'

export function useErrand() {
  const busy = ref(false)
  const error = ref<string>()

  /** Whether it went well. While one is on its way another does not begin. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = undefined
    try {
      await work()
      return true
    } catch (e) {
      error.value = e instanceof Error ? e.message : String(e)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy: readonly(busy), error, run }
}

import { readonly, ref } from 'vue'

const MINUTE = 60_000
const now = ref(Date.now())
setInterval(() => (now.value = Date.now()), MINUTE)

/** The time, moving on every minute; for what is shown as today or yesterday. */
export function useNow() {
  return readonly(now)
}

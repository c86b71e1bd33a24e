/** One sentence at a time about what just happened, and gone after a while. */
import { readonly, shallowRef } from 'vue'
import { useI18n } from '../i18n'

const SHOWN_MS = 6_000

export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'plain' | 'error'
}

const toasts = shallowRef<readonly Toast[]>([])
let last = 0

function show(text: string, kind: Toast['kind'] = 'plain'): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, kind }]
  setTimeout(() => dismiss(id), SHOWN_MS)
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id)
}

/** For what a click asked the server for: what goes wrong is said, and the result is undefined. */
async function attempt<T>(work: Promise<T> | (() => Promise<T>)): Promise<T | undefined> {
  try {
    return await (typeof work === 'function' ? work() : work)
  } catch (e) {
    show(useI18n().m.value.shell.failed(e instanceof Error ? e.message : String(e)), 'error')
    return undefined
  }
}

export function useToasts() {
  return { toasts: readonly(toasts), show, dismiss, attempt }
}

/** Keys that work wherever the focus is. */
import { onScopeDispose } from 'vue'

export type Shortcut = 'previous' | 'next' | 'switch' | 'help'

/** Which shortcut a key press is. A question mark that somebody writes is none. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event
  const command = (ctrlKey || metaKey) && !altKey && !shiftKey
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowUp') return 'previous'
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowDown') return 'next'
  if (command && key.toLowerCase() === 'k') return 'switch'
  if (command && key === '/') return 'help'
  if (key === '?' && !altKey && !ctrlKey && !metaKey && !isWriting(event.target)) return 'help'
  return undefined
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

export function useShortcuts(run: (shortcut: Shortcut) => void): void {
  function keydown(event: KeyboardEvent): void {
    // What a dialog is asked has to be answered first.
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return
    const shortcut = shortcutOf(event)
    if (shortcut === undefined) return
    event.preventDefault()
    run(shortcut)
  }
  addEventListener('keydown', keydown)
  onScopeDispose(() => removeEventListener('keydown', keydown))
}

import { readonly, ref } from 'vue'
import { stored } from './storage'

export type Theme = 'system' | 'light' | 'dark'

const choice = stored('theme')
const theme = ref<Theme>('system')

function setTheme(to: Theme): void {
  theme.value = to
  choice.set(to === 'system' ? undefined : to)
  if (to === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = to
}

const chosen = choice.get()
if (chosen === 'light' || chosen === 'dark') setTheme(chosen)

export function useTheme() {
  return { theme: readonly(theme), setTheme }
}

/** Language of the page: typed messages without a library. `m.value.rooms.title`, `m.value.room.typing(['Ann'])`. */
import { computed, readonly, ref } from 'vue'
import { stored } from '../composables/storage'
import { en } from './en'
import { formats } from './formats'
import { zh } from './zh'

export type Messages = typeof en
export type Locale = 'en' | 'zh'

const ALL: Record<Locale, Messages> = { en, zh }
const choice = stored('locale')
const locale = ref<Locale>(initial())

function initial(): Locale {
  const chosen = choice.get()
  if (chosen === 'en' || chosen === 'zh') return chosen
  return navigator.languages.find((each) => /^(en|zh)\b/i.test(each))?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function setLocale(to: Locale): void {
  locale.value = to
  choice.set(to)
  document.documentElement.lang = TAGS[to]
}

const TAGS: Record<Locale, string> = { en: 'en', zh: 'zh-CN' }
const m = computed(() => ALL[locale.value])
const f = computed(() => formats(TAGS[locale.value]))
document.documentElement.lang = TAGS[locale.value]

export function useI18n() {
  return { m, f, locale: readonly(locale), setLocale }
}

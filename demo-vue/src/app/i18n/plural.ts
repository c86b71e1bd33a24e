const rules = new Intl.PluralRules('en')

/** English has two forms; Chinese has none and needs no help. */
export function plural(n: number, one: string, other: string): string {
  return `${n} ${rules.select(n) === 'one' ? one : other}`
}

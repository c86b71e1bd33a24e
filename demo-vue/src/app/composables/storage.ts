/** Small things that outlive the page. A browser may forbid it, and everything works without. */
export interface Stored {
  get(): string | undefined
  set(value: string | undefined): void
}

export function stored(name: string, area: () => Storage = () => localStorage): Stored {
  const key = `imbed.${name}`
  return {
    get() {
      try {
        return area().getItem(key) ?? undefined
      } catch {
        return undefined
      }
    },
    set(value) {
      try {
        if (value === undefined) area().removeItem(key)
        else area().setItem(key, value)
      } catch {
        // forbidden, or full
      }
    },
  }
}

export type Off = () => void

/** Tells listeners, in the order they came. One that throws harms no other, and not the client. */
export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(value: never) => void>>()

  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): Off {
    const all = this.listeners.get(event) ?? new Set()
    this.listeners.set(event, all)
    all.add(listener)
    return () => void all.delete(listener)
  }

  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])]) {
      try {
        ;(listener as (value: Events[E]) => void)(value)
      } catch (e) {
        // As if it had been thrown by an event handler of the page: reported, and nothing else stops.
        queueMicrotask(() => {
          throw e
        })
      }
    }
  }
}

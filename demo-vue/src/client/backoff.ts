export const BASE_MS = 500
export const CAP_MS = 30_000

/**
 * A random pause below `BASE_MS · 2^(failures - 1)`, at most `CAP_MS`, after `atLeast`, which the
 * server may have told everybody alike; `failures` from 1.
 * The cap comes before the jitter: after it, all clients of a long outage would come back at once.
 */
export function backoff(random: () => number, failures: number, atLeast = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures - 1, 20))
  return Math.max(0, atLeast) + Math.floor(random() * ceiling)
}

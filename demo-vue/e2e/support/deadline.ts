/** What was waited for did not happen in time. */
export class TooLate extends Error {}

const DEFAULT_MS = 60_000

/** As `promise`, or `TooLate` with what was waited for. */
export async function within<T>(what: string, promise: Promise<T>, ms = DEFAULT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`not within ${ms} ms: ${what}`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

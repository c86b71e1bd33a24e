import type { Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** Of the wall clock, and of the thread's own, in microseconds. */
  readonly dur?: number
  readonly tdur?: number
}

/** As few as will do: to record each thing that is done costs time as well. */
const CATEGORIES = ['toplevel', 'devtools.timeline']
const TASK = 'ThreadControllerImpl::RunTask'
const ARRIVAL = 'WebSocketReceive'

/**
 * What each thing that arrives over a WebSocket while `work` runs costs the page's main thread: all its tasks until the
 * next one arrives, layout and painting among them, in milliseconds of that thread's CPU, to which other processes add
 * little.
 */
export async function costOfArrivals(page: Page, work: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser()
  if (!browser) throw new Error('the page has no browser')
  await browser.startTracing(page, { categories: CATEGORIES })
  await work()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const arrivals = traceEvents.filter(({ name }) => name === ARRIVAL).sort((a, b) => a.ts - b.ts)
  const first = arrivals[0]
  if (!first) throw new Error('nothing arrived, or the browser names it in another way')
  const tasks = traceEvents.filter(({ name, ph, pid, tid }) => ph === 'X' && name === TASK && pid === first.pid && tid === first.tid)
  const cost = arrivals.map(() => 0)
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    // The task that hands it over begins before it and ends after.
    const at = arrivals.findLastIndex((arrival) => arrival.ts <= ts + dur)
    if (at >= 0) cost[at] = (cost[at] ?? 0) + tdur / 1_000
  }
  return cost
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

import type { Off } from './emitter'
import type { Environment, Memory, Socket, Stream, Timer } from './environment'
import { IndexedDbOutboxStore } from './outbox/indexeddb'
import { MemoryOutboxStore } from './outbox/store'

const CID_BYTES = 16

/** The environment of a page. */
export function browser(): Environment {
  return {
    clock: {
      now: () => Date.now(),
      setTimer: (ms, run) => setTimeout(run, ms),
      clearTimer: (timer: Timer) => clearTimeout(timer as ReturnType<typeof setTimeout> | undefined),
    },
    random: () => Math.random(),
    newId: () => [...crypto.getRandomValues(new Uint8Array(CID_BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    openSocket: (url) => new WebSocket(socketAddress(url), 'im.v1') as Socket,
    fetch: (url, request) => fetch(url, { ...request, credentials: 'include', cache: 'no-store' }),
    openStream: (url) => new EventSource(url, { withCredentials: true }) as Stream,
    memory: memory(),
    openStore: (user) => {
      try {
        return new IndexedDbOutboxStore(user)
      } catch {
        return new MemoryOutboxStore() // private windows of some browsers have none
      }
    },
    lock,
    hasLocks: 'locks' in navigator,
    onWake,
    onLeave: (leave) => {
      addEventListener('pagehide', leave)
      return () => removeEventListener('pagehide', leave)
    },
  }
}

/** Older browsers want it whole, and with a scheme of its own. */
function socketAddress(url: string): string {
  return new URL(url, document.baseURI).href.replace(/^http/, 'ws')
}

function memory(): Memory {
  return {
    get(key) {
      try {
        return sessionStorage.getItem(key) ?? undefined
      } catch {
        return undefined
      }
    },
    set(key, value) {
      try {
        if (value === undefined) sessionStorage.removeItem(key)
        else sessionStorage.setItem(key, value)
      } catch {
        // forbidden, or full
      }
    },
  }
}

function lock(name: string, held: () => void): Off {
  // Not on insecure origins: there every tab flushes, which the cid makes harmless.
  if (!('locks' in navigator)) {
    queueMicrotask(held)
    return () => undefined
  }
  const waiting = new AbortController()
  let release: Off = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  navigator.locks
    .request(name, { signal: waiting.signal }, () => {
      held()
      return released
    })
    .catch(() => undefined) // given up before it was held
  return () => {
    waiting.abort()
    release()
  }
}

function onWake(wake: () => void): Off {
  const visible = () => document.visibilityState === 'visible' && wake()
  addEventListener('online', wake)
  addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', visible)
  return () => {
    removeEventListener('online', wake)
    removeEventListener('pageshow', wake)
    document.removeEventListener('visibilitychange', visible)
  }
}

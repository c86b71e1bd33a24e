import type { Socket } from '../environment'
import { CLOSE } from '../errors'
import type { OpenWire } from './wire'

/** A WebSocket, which is all that a wire should be. */
export function webSocket(openSocket: () => Socket): OpenWire {
  return (listener) => {
    const socket = openSocket()
    socket.onopen = () => listener.ready()
    socket.onmessage = ({ data }) => listener.received(typeof data === 'string' ? data : '')
    socket.onclose = ({ code, reason }) => listener.closed(code, reason)
    socket.onerror = null
    return {
      pending: 0, // what the browser took may have left
      send: (line) => socket.send(line),
      close: (code) => {
        socket.onopen = socket.onmessage = socket.onclose = null
        try {
          socket.close(code === CLOSE.NORMAL ? code : undefined)
        } catch {
          // It was not open yet, or is closed.
        }
      },
    }
  }
}

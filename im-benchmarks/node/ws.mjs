// A chat on ws, as its documentation shows a broadcast: the path names the room.
import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { start } from './start.mjs'

const rooms = new Map()
const http = createServer()

new WebSocketServer({ server: http }).on('connection', (socket, request) => {
  const room = rooms.get(request.url) ?? new Set()
  rooms.set(request.url, room)
  room.add(socket)
  socket.on('message', (data, isBinary) => {
    for (const member of room) {
      if (member.readyState === WebSocket.OPEN) member.send(data, { binary: isBinary })
    }
  })
  socket.on('close', () => room.delete(socket))
  socket.on('error', (error) => console.error(`ws: ${error}`))
})

start(http, 'ws')

// A chat on socket.io, as its documentation shows rooms: the address names the room, "say" is what a member says and
// "said" what the room hears.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { start } from './start.mjs'

const http = createServer()
const io = new Server(http)

io.on('connection', (socket) => {
  const { room } = socket.handshake.query
  socket.join(room)
  socket.emit('in', room)
  socket.on('say', (text) => io.to(room).emit('said', text))
})

start(http, 'socket.io')

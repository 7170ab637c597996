// The floor for bench/hub.mjs: a bare socket.io server that answers hello, and acknowledges each message of frames at once.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { perMessageDeflate: false, httpCompression: false, serveClient: false })
let frames = 0
io.of('/agent').on('connection', (socket) => {
  socket.conn.request = null
  socket.on('hello', ({ process }, ack) => ack({ ok: true, process: process.instance, frameAfter: 0, maxFrames: 600 }))
  socket.on('frames', (message, ack) => {
    frames += message.frames.length
    ack({ ok: true, durable: message.frames.at(-1).seq })
  })
})
http.listen(0, '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${http.address().port}\n`))
process.on('SIGTERM', () => process.exit(0))

// The other side for bench/agent.mjs, in a process of its own: a socket.io server that acknowledges as a hub does, and a scraper.
import { createServer, Agent, get } from 'node:http'
import { Server } from 'socket.io'

const DURABLE_AFTER_MS = 400

const http = createServer()
const io = new Server(http, { perMessageDeflate: false, serveClient: false })
let frames = 0
const ENTITIES_EVERY_MS = 10_000
io.of('/agent').on('connection', (socket) => {
  socket.on('hello', (hello, ack) => {
    ack({ ok: true, process: hello.process.service, frameAfter: 0, maxFrames: 600 })
    // As the hub asks; the program of the plain case has no lists to tell of.
    if (hello.process.service === 'inside') askForEntities(socket)
  })
  socket.on('series', (_message, ack) => ack({ ok: true }))
  socket.on('events', (_message, ack) => ack({ ok: true }))
  socket.on('frames', (message, ack) => {
    frames += message.frames.length
    const durable = message.frames.at(-1).seq
    setTimeout(() => ack({ ok: true, durable }), DURABLE_AFTER_MS)
  })
})

let entities = 0
function askForEntities(socket) {
  const timer = setInterval(() => {
    socket.emit('command', { id: '1', name: 'entities', args: {} }, ({ result }) => {
      for (const group of result.groups) entities += group.entities.length
    })
  }, ENTITIES_EVERY_MS)
  socket.on('disconnect', () => clearInterval(timer))
}

io.of('/floor').on('connection', () => {})
http.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${http.address().port}` }))

const scrapers = new Map()
const keepAlive = new Agent({ keepAlive: true })
process.on('message', ({ scrape, leave, count }) => {
  if (scrape) {
    const ask = () =>
      get({ host: '127.0.0.1', port: scrape, agent: keepAlive }, (answer) => answer.resume()).on('error', () => {})
    scrapers.set(scrape, setInterval(ask, 1_000))
  }
  if (leave) {
    clearInterval(scrapers.get(leave))
    scrapers.delete(leave)
  }
  if (count) process.send({ frames, entities })
})
process.on('disconnect', () => process.exit())

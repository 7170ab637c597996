// A server keeps each request for its log of slow ones, and with it the socket and all that hangs on it.
import { createServer, request } from 'node:http'

const slow = []

const server = createServer(function answer(incoming, response) {
  slow.push(incoming)
  response.end('ok')
})

const ready = new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(server.address().port))
})
server.unref()

export async function work() {
  const port = await ready
  await new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent: false }, (response) => response.resume().on('end', resolve))
      .on('error', reject)
      .end()
  })
  return slow.length
}

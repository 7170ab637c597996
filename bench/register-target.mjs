// The server for bench/register.mjs: a plain one, that tells its parent how much CPU it has used when asked.
import { createServer } from 'node:http'

const server = createServer((_request, response) => response.end('something'))
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send({ cpuMs: (user + system) / 1_000 })
})
process.on('disconnect', () => process.exit())

import type { Server } from 'node:http'
import { Server as TlsServer } from 'node:tls'

/** Where `server` listens, as an address that a browser takes. */
export function addressOf(server: Server): string {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server does not listen on a port')
  return `${server instanceof TlsServer ? 'https' : 'http'}://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`
}

import { show } from '../protocol/checks'
import type { HubConfig } from './config'

/** The one sentence for a hub that could not start because of what it was told; `null` for a fault of its own. */
export function startFault(error: unknown, { port, host, dataFolder }: HubConfig): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return `the port ${port} on ${host} is taken by another program; stop that one, or choose another port (0 takes a free one).`
    case 'EACCES':
      return `the port ${port} on ${host} is not allowed for this user; choose one from 1024.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host ${show(host)} is no address of this machine; choose one that is, such as 127.0.0.1.`
    default:
      break
  }
  const isHistory = error instanceof Error && error.message.includes(dataFolder)
  return isHistory ? error.message : null
}

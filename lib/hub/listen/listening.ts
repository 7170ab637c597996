/** The hub's port, held against those who take too much of it, and against a system that has no more to give. */
import type { Server } from 'node:http'
import type { HubConfig } from '../config'
import type { Counts } from '../metrics/counts'
import type { OnTrouble } from '../trouble-log'
import { retryAccepting } from './accepting'
import { boundConnections } from './connections'
import { fileLimit } from './file-limit'
import { proxyCheck, settleForwarded } from './proxies'

/** Beside agents: viewers, those who ask over HTTP, agents that come and go. */
const OTHERS = 2_000
/** File descriptors for the database, captures and messages, whatever comes from outside. */
const RESERVED_FILES = 64
/** Connections that may stand at the door and say nothing; an honest one does so for milliseconds. */
const SILENT = 2_000
const ACCEPT_PAUSE_MS = 500

export interface Listening {
  read(): { open: number; silent: number }
  /** To be called once the server listens; the answer lets it end. */
  listens(): () => void
}

export interface ListeningOptions {
  config: Pick<HubConfig, 'host' | 'maxAgents' | 'trustedProxies'>
  counts: Counts
  onTrouble: OnTrouble
}

/** To be called when everybody else who listens to requests of `server` does already: this comes before them. */
export function guardListening(server: Server, { config, counts, onTrouble }: ListeningOptions): Listening {
  const files = fileLimit()
  const wanted = config.maxAgents + OTHERS
  const all = files === null ? wanted : Math.max(RESERVED_FILES, Math.min(wanted, files - RESERVED_FILES))
  const connections = boundConnections(server, { all, silent: Math.min(SILENT, Math.ceil(all / 2)) }, counts)
  const isProxy = proxyCheck(config.trustedProxies)
  const settle = (request: Parameters<typeof settleForwarded>[0]) => settleForwarded(request, isProxy)
  server.prependListener('request', settle)
  server.prependListener('upgrade', settle)
  return {
    read: () => connections.read(),
    listens: () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      return retryAccepting(server, { counts, where: { port, host: config.host }, pauseMs: ACCEPT_PAUSE_MS, onTrouble })
    },
  }
}

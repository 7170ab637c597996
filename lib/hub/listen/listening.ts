/** The hub's port, held against those who take too much of it, and against a system that has no more to give. */
import type { Server } from 'node:http'
import type { HubConfig } from '../config'
import type { Counts } from '../metrics/counts'
import type { OnTrouble } from '../trouble-log'
import { retryAccepting } from './accepting'
import { type Answers, boundAnswers, LOOK_EVERY_MS } from './answers'
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
/** Of answers over HTTP that wait to be read: the largest there are have some 100 MB; and of the memory that the hub may take. */
const UNREAD_BYTES = 256_000_000
const UNREAD_SHARE = 0.25
/** Of one connection: browsers have one under way. */
const REQUESTS_AT_ONCE = 32

export interface Listening {
  read(): { open: number; silent: number }
  /** Bytes of answers over HTTP that were not read yet, and whether a large one more may wait. */
  unreadBytes(): number
  hasRoom(): boolean
  /** To be called once the server listens; the answer lets it end. */
  listens(): () => void
}

export interface ListeningOptions {
  config: Pick<HubConfig, 'host' | 'maxAgents' | 'trustedProxies'>
  counts: Counts
  answerTakenWithinMs: number
  /** What the hub may take of memory. */
  memoryBytes: number
  onTrouble: OnTrouble
  /** A connection was closed, or not taken, before a word was read, and why. */
  onTurnedAway: (reason: string) => void
}

/** To be called when everybody else who listens to requests of `server` does already: this comes before them. */
export function guardListening(server: Server, options: ListeningOptions): Listening {
  const { config, counts, onTrouble, onTurnedAway } = options
  const files = fileLimit()
  const wanted = config.maxAgents + OTHERS
  const all = files === null ? wanted : Math.max(RESERVED_FILES, Math.min(wanted, files - RESERVED_FILES))
  const full = fullSentence(all, wanted, files)
  const limits = { all, silent: Math.min(SILENT, Math.ceil(all / 2)) }
  const connections = boundConnections(server, limits, counts, () => onTurnedAway(full))
  const answers = unreadBound(server, options)
  const isProxy = proxyCheck(config.trustedProxies)
  const settle = (request: Parameters<typeof settleForwarded>[0]) => settleForwarded(request, isProxy)
  server.prependListener('request', settle)
  server.prependListener('upgrade', settle)
  return {
    read: () => connections.read(),
    unreadBytes: () => answers.waitingBytes(),
    hasRoom: () => answers.hasRoom(performance.now()),
    listens: () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      const where = { port, host: config.host }
      const stop = retryAccepting(server, { counts, where, pauseMs: ACCEPT_PAUSE_MS, onTrouble, onTurnedAway })
      const looks = setInterval(() => answers.look(performance.now()), LOOK_EVERY_MS)
      return () => {
        clearInterval(looks)
        stop()
      }
    },
  }
}

/** What bounds the connections, and what would do. */
function fullSentence(all: number, wanted: number, files: number | null): string {
  if (all === wanted || files === null)
    return `${all} connections are open, as many as the hub takes; TIDEMARK_MAX_AGENTS raises that.`
  return `${all} connections are open, as many as the ${files} file descriptors of the hub allow; raise LimitNOFILE of its service, or ulimit -n.`
}

function unreadBound(server: Server, { counts, answerTakenWithinMs, memoryBytes }: ListeningOptions): Answers {
  const bytes = Math.min(UNREAD_BYTES, memoryBytes * UNREAD_SHARE)
  return boundAnswers(server, { takenWithinMs: answerTakenWithinMs, bytes, atOnce: REQUESTS_AT_ONCE }, counts)
}

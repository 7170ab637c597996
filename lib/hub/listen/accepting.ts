/**
 * What goes wrong while a connection is accepted: no file descriptor is left, or no memory for one. Node tells it as an
 * error of the server, which would end the program, and asks again at once and for ever. Here the door is shut for a moment,
 * what is open goes on, and it is counted and told.
 */
import { Server as NetServer } from 'node:net'
import type { Server } from 'node:http'

export interface AcceptCounts {
  acceptErrors: number
}

export interface AcceptOptions {
  counts: AcceptCounts
  /** Where it listened; a port of 0 is the one that it got. */
  where: { port: number; host: string }
  pauseMs: number
  onTrouble: (message: string, cause: unknown) => void
  onTurnedAway: (reason: string) => void
}

/** To be called once `server` listens; the answer stops it. */
export function retryAccepting(server: Server, options: AcceptOptions): () => void {
  const { counts, where, pauseMs, onTrouble, onTurnedAway } = options
  let isStopped = false
  let pause: NodeJS.Timeout | null = null
  const failed = (error: NodeJS.ErrnoException) => {
    counts.acceptErrors++
    onTurnedAway(
      `a connection could not be accepted (${error.code ?? error.message}): the system has no more to give; LimitNOFILE of its service, or ulimit -n, raises what it may have open.`,
    )
    onTrouble(`a connection could not be accepted; the hub takes none for ${pauseMs} ms`, error)
    if (isStopped || pause !== null) return
    // Not the server's own `close`, which ends idle connections: only the door.
    if (server.listening) NetServer.prototype.close.call(server)
    pause = setTimeout(() => {
      pause = null
      if (!isStopped && !server.listening) server.listen(where)
    }, pauseMs)
  }
  server.on('error', failed)
  return () => {
    isStopped = true
    if (pause) clearTimeout(pause)
    server.off('error', failed)
    server.on('error', () => undefined)
  }
}

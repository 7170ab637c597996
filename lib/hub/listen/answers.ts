/**
 * Answers that nobody reads. What is asked for over HTTP waits in the hub's memory until its peer takes it: who asks for a
 * day of numbers and then reads nothing would hold them for ever. An answer that stands still for too long ends with its
 * connection; where all of them together are too many, those that stand still go first, the longest before the others.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface AnswerLimits {
  /** For the peer to take a part of what waits for it. */
  takenWithinMs: number
  /** Of all answers that wait together. */
  bytes: number
  /** Requests of one connection that are not answered yet. */
  atOnce: number
}

export interface AnswerCounts {
  /** Connections that were closed because their answers were not read. */
  droppedAnswers: number
}

export interface Answers {
  /** Bytes of answers that their peers have not taken. */
  waitingBytes(): number
  /** Whether one more large answer may wait. To be called with the time of a clock that is never put back. */
  hasRoom(nowMs: number): boolean
  /** To be called every `LOOK_EVERY_MS`. */
  look(nowMs: number): void
}

export const LOOK_EVERY_MS = 250
/** A loop that was held up, or a machine that slept, has looked at nothing in the meantime, and counts for so much. */
const LONGEST_LOOK_MS = 4 * LOOK_EVERY_MS
/** Somebody who reads stops for so long only on a bad line. */
const STANDS_STILL_MS = 1_000

interface Peer {
  /** Under way: still made, or not taken in full. */
  answers: Set<ServerResponse>
  /** How far it is; another one: the peer took something. */
  progress: string
  stoodMs: number
}

/** Starts to watch the answers of `server`. Upgraded connections are no part of it. */
export function boundAnswers(server: Server, limits: AnswerLimits, counts: AnswerCounts): Answers {
  const peers = new Map<Socket, Peer>()
  let lookedAtMs: number | null = null

  server.prependListener('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
    const peer = peers.get(socket) ?? { answers: new Set(), progress: '', stoodMs: 0 }
    peer.answers.add(answer)
    peers.set(socket, peer)
    answer.once('close', () => {
      peer.answers.delete(answer)
      if (peer.answers.size === 0) peers.delete(socket)
    })
    if (peer.answers.size > limits.atOnce) drop(socket)
  })
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => peers.delete(socket))

  function drop(socket: Socket): void {
    peers.delete(socket)
    if (socket.destroyed) return
    counts.droppedAnswers++
    // Closed as usual, the system would keep what it has taken for a peer that does not read, for minutes.
    below(socket).resetAndDestroy()
    socket.destroy()
  }

  function look(nowMs: number): void {
    const passedMs = Math.min(LONGEST_LOOK_MS, nowMs - (lookedAtMs ?? nowMs))
    lookedAtMs = nowMs
    for (const [socket, peer] of peers) {
      if (socket.destroyed) peers.delete(socket)
      const progress = progressOf(socket)
      // Nothing waits while the hub still makes the answer, or receives what it is to be about.
      peer.stoodMs = socket.writableLength > 0 && progress === peer.progress ? peer.stoodMs + passedMs : 0
      peer.progress = progress
      if (peer.stoodMs >= limits.takenWithinMs) drop(socket)
    }
    makeRoom()
  }

  function makeRoom(): void {
    let bytes = waitingBytes()
    if (bytes <= limits.bytes) return
    const standing = [...peers].filter(([, { stoodMs }]) => stoodMs >= STANDS_STILL_MS)
    for (const [socket, peer] of standing.toSorted(([, one], [, other]) => other.stoodMs - one.stoodMs)) {
      if (bytes <= limits.bytes) return
      bytes -= bytesOf(socket, peer)
      drop(socket)
    }
  }

  function waitingBytes(): number {
    let bytes = 0
    for (const [socket, peer] of peers) bytes += bytesOf(socket, peer)
    return bytes
  }

  return {
    waitingBytes,
    look,
    hasRoom: (nowMs) => {
      if (waitingBytes() > limits.bytes) look(nowMs)
      return waitingBytes() <= limits.bytes
    },
  }
}

function bytesOf(socket: Socket, { answers }: Peer): number {
  let bytes = socket.writableLength
  // Those behind the first one, of a peer that asked again before it was answered.
  for (const answer of answers) if (answer.socket === null) bytes += answer.writableLength
  return bytes
}

/** An answer is one write, of which Node tells only the end; that a part of it was taken shows in what waits for the system. */
function progressOf(socket: Socket): string {
  const { _handle: handle } = below(socket)
  return `${socket.bytesWritten - socket.writableLength} ${handle?.writeQueueSize}`
}

/** Node's own, which it does not document: `writeQueueSize` is what its own time limit of a socket goes by. */
type InsideSocket = Socket & { _parent?: InsideSocket | null; _handle?: { writeQueueSize?: number } | null }

/** Under TLS the connection that carries it. */
function below(socket: InsideSocket): InsideSocket {
  const { _parent: carrier } = socket
  return carrier ?? socket
}

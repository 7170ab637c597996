import { connect } from 'node:net'
import { readLines, writeLine } from '../wire/lines'

/** How a client ends: with a word, by breaking its connection amid a call, or by falling silent until it is thrown out. */
export type Ending = 'polite' | 'abrupt' | 'silent'

export interface ClientPlan {
  port: number
  lifeMs: number
  ending: Ending
  callEveryMs: number
  /** Which peer the next call goes to. */
  nextPeer: () => string
}

const LONGEST_WORK_MS = 1_500

/**
 * One client of a gateway on a real socket, for one life. `onEnd` is called once, when it ends or falls silent; `onClosed` once its
 * connection is closed.
 */
export function startClient(plan: ClientPlan, onEnd: () => void, onClosed: () => void): { stop(): void } {
  const socket = connect(plan.port, '127.0.0.1')
  let lastCall = 0
  let isSilent = false
  const call = (workMs: number): void => {
    if (!isSilent)
      writeLine(socket, { type: 'call', id: ++lastCall, peer: plan.nextPeer(), workMs: Math.round(workMs) })
  }
  const calling = setInterval(() => call(50 + Math.random() * LONGEST_WORK_MS), plan.callEveryMs)
  const ending = setTimeout(() => end(), plan.lifeMs)
  const end = (): void => {
    onEnd()
    if (plan.ending === 'polite') writeLine(socket, { type: 'bye' })
    else if (plan.ending === 'silent') isSilent = true
    else {
      call(LONGEST_WORK_MS)
      // The call is on its way, its answer is not: that is when a caller dies.
      setTimeout(() => socket.resetAndDestroy(), 200)
    }
  }
  // A connection that the gateway refuses or breaks is closed next, and that ends this client.
  socket.on('error', () => socket.destroy())
  socket.once('close', () => {
    clearInterval(calling)
    clearTimeout(ending)
    onEnd()
    onClosed()
  })
  readLines(socket, ({ type }) => {
    if (type === 'ping' && !isSilent) writeLine(socket, { type: 'pong' })
  })
  return { stop: () => socket.destroy() }
}

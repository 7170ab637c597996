/** Who may be gone: how a structure hears that the owner of an entry ended, by a signal or by whatever event tells it. */

/** An `AbortSignal`, or another target of DOM events (`close` and `abort` are heard). */
export interface EventTargetLike {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
}

/** A Node emitter: a socket, a response, a WebSocket, a socket.io socket, a child process, a worker. */
export interface EmitterLike {
  on(event: string, listener: () => void): unknown
  off(event: string, listener: () => void): unknown
}

/**
 * Whose end is heard. Of an HTTP request give the *response*: a request tells `close` as soon as its body was read, the response when it
 * was answered or the connection is gone.
 */
export type Owner = EventTargetLike | EmitterLike

/** Never `error`: whoever listens to that has promised to deal with it. */
const EMITTED = ['close', 'disconnect', 'exit'] as const
const DISPATCHED = ['abort', 'close'] as const

/** Whether its end was before, by what each kind says of itself. What says nothing is taken to be there. */
export function isGone(owner: Owner): boolean {
  const said = owner as unknown as Partial<Record<string, unknown>>
  // A signal; a stream, or a response; a socket.io socket.
  if (said['aborted'] === true || said['destroyed'] === true || said['disconnected'] === true) return true
  // A WebSocket whose readyState is CLOSED; a child process that has ended.
  return said['readyState'] === 3 || typeof said['exitCode'] === 'number' || typeof said['signalCode'] === 'string'
}

/** Calls `ended` once, when the owner ends; not at all where that was before (see `isGone`). Answers what stops listening. */
export function onceGone(owner: Owner, ended: () => void): () => void {
  const stop = (): void => {
    if ('removeEventListener' in owner) for (const type of DISPATCHED) owner.removeEventListener(type, told)
    else for (const event of EMITTED) owner.off(event, told)
  }
  const told = (): void => {
    stop()
    ended()
  }
  if ('addEventListener' in owner) for (const type of DISPATCHED) owner.addEventListener(type, told)
  else for (const event of EMITTED) owner.on(event, told)
  return stop
}

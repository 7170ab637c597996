/** One client of socket.io: it connects, stays, and emits. */
import { io } from 'socket.io-client'
import type { LoadClient } from './driver'
import { type LoadPlan, numbered } from './plan'

const CONNECT_WITHIN_MS = 5_000

export function socketClient({ url, headers, body, event }: LoadPlan): LoadClient {
  // The path of the address is the namespace, as it is for every client of socket.io.
  const socket = io(url.href, {
    transports: ['websocket'],
    extraHeaders: headers,
    timeout: CONNECT_WITHIN_MS,
    forceNew: true,
  })
  let trouble = 'not connected yet'
  socket.on('connect_error', (error) => (trouble = `no connection: ${error.message}`))
  socket.on('disconnect', (reason) => (trouble = `disconnected: ${reason}`))
  return {
    async ask(n) {
      if (!socket.connected && !(await connects(socket))) throw new Error(trouble)
      const payload = body === null ? [] : [numbered(body, n)]
      socket.emit(event, ...payload)
    },
    close: () => socket.disconnect(),
  }
}

/** Waits for a connection that is under way; `false` once it failed, or took too long. */
function connects(socket: ReturnType<typeof io>): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (isThere: boolean): void => {
      clearTimeout(timer)
      socket.off('connect', yes)
      socket.off('connect_error', no)
      resolve(isThere)
    }
    const yes = (): void => done(true)
    const no = (): void => done(false)
    const timer = setTimeout(no, CONNECT_WITHIN_MS)
    socket.once('connect', yes)
    socket.once('connect_error', no)
  })
}

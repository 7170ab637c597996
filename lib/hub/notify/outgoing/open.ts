/** The ways out of the hub for one try, with its time, its limits and what it may reach. */
import { connect, type Socket } from 'node:net'
import { SendFault } from '../sender'
import type { NotifySettings } from '../settings'
import { guardedLookup, literalFault, type Lookup, SYSTEM_LOOKUP } from './address-guard'
import { connectFault } from './faults'
import type { Outgoing } from './outgoing'
import { post } from './post'

export type { Lookup } from './address-guard'

export interface OutgoingOptions {
  signal: AbortSignal
  settings: Pick<NotifySettings, 'maxAnswerBytes' | 'maxRedirects'>
  mayReachPrivate: boolean
  lookup?: Lookup
}

export function openOutgoing(options: OutgoingOptions): Outgoing {
  const { signal, settings, mayReachPrivate } = options
  const lookup = guardedLookup(options.lookup ?? SYSTEM_LOOKUP, mayReachPrivate)
  const hostFault = (host: string) => (mayReachPrivate ? null : literalFault(host))
  return {
    post: (request) => post(request, { signal, lookup, hostFault, ...settings }),
    connect: (host, port) => connected(host, port, { signal, lookup, hostFault }),
  }
}

interface Way {
  signal: AbortSignal
  lookup: ReturnType<typeof guardedLookup>
  hostFault: (host: string) => SendFault | null
}

function connected(host: string, port: number, { signal, lookup, hostFault }: Way): Promise<Socket> {
  // An old spelling of an address (127.1, 0x7f.1) is no literal to Node but one to the system's look-up, which is checked.
  const fault = hostFault(host)
  if (fault) return Promise.reject(fault)
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup })
    const abort = () => socket.destroy(new Error('aborted'))
    signal.addEventListener('abort', abort, { once: true })
    socket.once('connect', () => {
      socket.off('error', failed)
      resolve(socket)
    })
    const failed = (error: Error) => reject(connectFault(error, `${host}:${port}`))
    socket.once('error', failed)
    socket.once('close', () => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
  })
}

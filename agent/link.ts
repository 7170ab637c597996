/** The way to the hub: the only file that knows socket.io-client. It says what happened and decides nothing but when to try again. */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { Manager } from 'socket.io-client'
import { AGENT_NAMESPACE, type AgentToHub, type CommandAck } from '../lib/protocol/agent-wire'

export interface LinkEvents {
  opened(): void
  closed(): void
  /** The hub said no to the connection itself; `answer` is what it sent along. The link stays closed until `connect`. */
  refused(answer: unknown): void
  /** Nobody answered; the link tries again by itself. */
  unreachable(reason: string): void
  /** A command of the hub, not checked yet. Never rejects. */
  command(message: unknown): Promise<CommandAck>
  /** Runs everything that a socket or a timer calls: what throws there would end the host. */
  guard(act: () => void): void
}

export interface Link {
  readonly isOpen: boolean
  /** Nothing is sent, and `ack` never called, where the link is closed. `ack` is not called after the link closed. */
  send<Name extends keyof AgentToHub>(
    name: Name,
    message: Parameters<AgentToHub[Name]>[0],
    ack: (answer: unknown) => void,
  ): void
  connect(): void
  /** Closes, and stays closed until `connect`. */
  disconnect(): void
  /** Ends for good. */
  close(): void
}

/** After a restart of the hub the first try that finds it comes at most this much later. */
const RETRY_MOST_MS = 1_500
const RETRY_FIRST_MS = 200
/** A TCP connection that nobody answers is the one thing that cannot be hidden from the host's loop, so it is given up soon. */
const CONNECT_TIMEOUT_MS = 3_000

/** `url`: origin of the hub, with a path where a proxy serves it under one. */
export function openLink(url: string, token: string | undefined, events: LinkEvents): Link {
  const { origin, pathname } = new URL(url.replace(/^ws/u, 'http'))
  const manager = new Manager(origin, {
    path: `${pathname.replace(/\/$/u, '')}/socket.io`,
    transports: ['websocket'],
    autoUnref: true,
    agent: unholding(new URL(url).protocol) as unknown as string,
    autoConnect: false,
    // Its own backoff answers 0 after a thousand tries (2 ** 1015 is Infinity), and is not random at its longest.
    reconnection: false,
    timeout: CONNECT_TIMEOUT_MS,
    // Off, and left out of the bundle: it costs more than the few bytes are worth. The types want its settings.
    perMessageDeflate: false as unknown as { threshold: number },
  })
  const socket = manager.socket(AGENT_NAMESPACE, token === undefined ? {} : { auth: { token } })
  let retry: NodeJS.Timeout | undefined
  let attempts = 0
  let isWanted = false
  let connections = 0

  function tryAgain(): void {
    if (!isWanted) return
    clearTimeout(retry)
    const delayMs = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** Math.min(attempts++, 10))
    // Many agents that lost one hub do not come back at one moment.
    retry = setTimeout(() => events.guard(() => socket.connect()), delayMs * (0.7 + 0.3 * Math.random())).unref()
  }

  function on(name: string, act: (first: unknown, second: unknown) => void): void {
    socket.on(name, (first: unknown, second: unknown) => events.guard(() => act(first, second)))
  }

  on('connect', () => {
    attempts = 0
    connections++
    events.opened()
  })
  on('disconnect', () => {
    events.closed()
    tryAgain()
  })
  on('connect_error', (thrown) => {
    const error = thrown as Error & { data?: unknown }
    // A socket that is still active met nobody; one that is not was told no by the hub.
    if (socket.active) {
      events.unreachable(error.message)
      tryAgain()
    } else {
      isWanted = false
      events.refused(error.data ?? { message: error.message })
    }
  })
  on('command', (message, ack) => void answer(message, ack))

  async function answer(message: unknown, ack: unknown): Promise<void> {
    const asked = connections
    const answered = await events.command(message)
    // The hub of another connection may have asked something else under the same number.
    if (typeof ack !== 'function' || !socket.connected || connections !== asked) return
    events.guard(() => void ack(answered))
  }

  function disconnect(): void {
    isWanted = false
    clearTimeout(retry)
    socket.disconnect()
  }

  return {
    get isOpen() {
      return socket.connected
    },
    send(name, message, ack) {
      if (socket.connected) socket.emit(name, message, (answer: unknown) => events.guard(() => ack(answer)))
    },
    connect() {
      isWanted = true
      socket.connect()
    },
    disconnect,
    close() {
      disconnect()
      socket.removeAllListeners()
    },
  }
}

/** `autoUnref` begins when the hub has answered; this hides the socket from the host's loop from its first moment. */
function unholding(protocol: string): HttpAgent {
  const agent = /^(?:https|wss):$/u.test(protocol) ? new HttpsAgent() : new HttpAgent()
  const maker = agent as unknown as { createConnection: (this: unknown, ...args: unknown[]) => Partial<Socket> }
  const create = maker.createConnection
  maker.createConnection = function (...args) {
    const socket = create.apply(this, args)
    socket.unref?.()
    return socket
  }
  return agent
}

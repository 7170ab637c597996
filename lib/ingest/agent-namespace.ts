/** The namespace `/agent`: who may connect, and each of its messages handed to the session and answered. */
import type { Server, Socket } from 'socket.io'
import { AGENT_NAMESPACE, type AgentToHub, type Refusal } from '../protocol/agent-wire'
import { show } from '../protocol/checks'
import type { WireCode } from '../protocol/vocabulary'
import type { Admission } from './admission'
import type { AgentDoor } from './agent-door'
import { AgentSession } from './agent-session'
import { openShortcut } from './frame-shortcut'
import type { OpenLives } from './open-lives'
import { ConnectionEnded, type Target, type Targets } from './targets'
import { type RateLimit, TokenBucket } from './token-bucket'

export interface AgentNamespaceOptions {
  lives: OpenLives
  targets: Targets
  door: AgentDoor
  admission: Admission
  nowMs: () => number
  /** Messages of one connection. */
  rate: RateLimit
  /** How long a connection may take to say hello. */
  helloWithinMs: number
  onRefused: (code: WireCode, message: string) => void
  /** What somebody brought does not open the door: at all (`null`), or not as this service. */
  onShutOut: (service: string | null, handshake: Handshake) => void
  /** A message could not be kept, and gets no answer. */
  onUnkept: () => void
  onTrouble: (message: string, cause: unknown) => void
}

/** From where a connection came. */
type Handshake = Pick<Socket['handshake'], 'headers' | 'address'>

/** Connections beyond the agents that may say hello: those that are just coming or going. */
const SPARE_CONNECTIONS = 1_000
/** An agent that goes on at full speed after this many `rate_limited` in a row only costs time. */
const PATIENCE = 5_000

type Answer = (answer: object) => void

/** Every message of an agent. What is not here is answered with `bad_event`. */
export const AGENT_MESSAGES: Record<keyof AgentToHub, 'agent'> = {
  hello: 'agent',
  frames: 'agent',
  series: 'agent',
  events: 'agent',
}

export interface ServedAgents {
  connectionCount(): number
  /** Ends the connections of those who came in with what no longer opens the door. */
  lookAgain(): void
}

/** Starts to serve agents on `io`. */
export function serveAgents(io: Server, options: AgentNamespaceOptions): ServedAgents {
  const namespace = io.of(AGENT_NAMESPACE)
  const served = new Map<Socket, AgentSession>()
  namespace.use((socket, next) => {
    const fault = admissionFault(socket, namespace.sockets.size, options)
    if (!fault) return next()
    options.onRefused(fault.code, fault.message)
    if (fault.code === 'bad_token') options.onShutOut(null, socket.handshake)
    next(Object.assign(new Error(fault.message), { data: fault }))
  })
  namespace.on('connection', (socket) => {
    served.set(socket, serveAgent(socket, options))
    socket.on('disconnect', () => served.delete(socket))
  })
  return {
    connectionCount: () => namespace.sockets.size,
    lookAgain: () => {
      for (const [socket, session] of served) if (session.doorFault() !== null) socket.conn.close()
    },
  }
}

function admissionFault(
  socket: Socket,
  connections: number,
  { door, admission }: AgentNamespaceOptions,
): { code: WireCode; message: string } | null {
  const auth: Record<string, unknown> = socket.handshake.auth
  if (door.pass(auth['token']) === null) {
    const message =
      auth['token'] === undefined
        ? 'this hub wants a token, and none came: connect with auth { token }.'
        : 'this hub does not know the token, or it is no longer good.'
    return { code: 'bad_token', message }
  }
  return admission.agentFault(connections - SPARE_CONNECTIONS)
}

function serveAgent(socket: Socket, options: AgentNamespaceOptions): AgentSession {
  // The token itself is not held: what it opened is.
  const pass = options.door.pass((socket.handshake.auth as Record<string, unknown>)['token'])
  const session = new AgentSession({
    serviceFault: (service) => {
      const fault = pass === null ? 'the token is no longer good.' : options.door.serviceFault(pass, service)
      if (fault !== null) {
        options.onTrouble(`an agent may not be the service ${show(service)}`, new Error(fault))
        options.onShutOut(service, socket.handshake)
      }
      return fault
    },
    lives: options.lives,
    admission: options.admission,
    nowMs: options.nowMs,
    // The transport, not the socket: a client does not come back by itself after a disconnect that the server asked for.
    // And not at once: the answer to the message that told of it goes out first.
    reconnect: () => setImmediate(() => socket.conn.close()),
  })
  const bucket = new TokenBucket(options.rate, options.nowMs())
  let impatience = 0
  const helloDeadline = setTimeout(() => {
    if (!session.isOpen) socket.conn.close()
  }, options.helloWithinMs)

  const unkept = (event: string) => (cause: unknown) => {
    options.onUnkept()
    options.onTrouble(`a message "${event}" could not be kept and was not acknowledged`, cause)
  }
  const unkeptFrames = unkept('frames')
  function mayTake(): boolean {
    if (!bucket.take(1, options.nowMs())) return false
    impatience = 0
    return true
  }
  const wentLongWay = openShortcut(socket, {
    width: () => session.width,
    nowMs: options.nowMs,
    mayTake: () => session.hasRoom && mayTake(),
    take: (block, answer) => session.take(block, answer),
    failed: unkeptFrames,
  })
  socket.onAny((event: string, ...args: unknown[]) => {
    wentLongWay()
    const answer = answerOf(args.at(-1), options)
    if (!mayTake()) {
      if (++impatience > PATIENCE) socket.conn.close()
      return answer(rateLimited(options.rate))
    }
    const input = typeof args[0] === 'function' ? undefined : args[0]
    if (event === 'frames') session.frames(input, answer, unkeptFrames)
    else {
      const handled = handle(session, event, input)
      const joined = event === 'hello' ? handled.then((ack) => (join(), ack)) : handled
      joined.then(answer, unkept(event))
    }
  })
  let leave = () => {}
  function join(): void {
    const known = session.target
    if (!known || known.commands.length === 0) return
    const { process, boot, commands } = known
    const target: Target = { boot, commands, ask: (command, withinMs) => ask(socket, command, withinMs) }
    options.targets.join(process, target)
    leave = () => options.targets.leave(process, target)
  }
  socket.on('disconnect', () => {
    clearTimeout(helloDeadline)
    leave()
    session.close()
  })
  return session
}

/** Rejects at once where the connection ends: its answer cannot come any more. */
function ask(socket: Socket, command: object, withinMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new ConnectionEnded('the connection ended'))
    socket.once('disconnect', gone)
    socket
      .timeout(withinMs)
      .emitWithAck('command', command)
      .then(resolve, reject)
      .finally(() => socket.off('disconnect', gone))
  })
}

function handle(session: AgentSession, event: string, input: unknown): Promise<object> {
  switch (event) {
    case 'hello':
      return session.hello(input)
    case 'series':
      return session.series(input)
    case 'events':
      return session.events(input)
    default:
      return Promise.resolve(unknownEvent(event))
  }
}

/** The acknowledgement that the agent waits for; one that waits for none is served all the same. */
function answerOf(last: unknown, { onRefused }: AgentNamespaceOptions): Answer {
  return (answer) => {
    if ('code' in answer) onRefused((answer as Refusal).code, (answer as Refusal).message)
    if (typeof last === 'function') (last as Answer)(answer)
  }
}

function rateLimited(rate: RateLimit): Refusal {
  return {
    ok: false,
    code: 'rate_limited',
    message: `more than ${rate.perSecond} messages a second came from this agent for too long; send several frames in one message.`,
  }
}

function unknownEvent(event: string): Refusal {
  return {
    ok: false,
    code: 'bad_event',
    message: `${show(event)} is no message that this hub knows; hello, frames, series and events are.`,
  }
}

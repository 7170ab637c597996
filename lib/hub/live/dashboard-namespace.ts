/** The namespace `/dashboard`: viewers say what they look at, and get it. */
import type { Namespace, Server, Socket } from 'socket.io'
import { DASHBOARD_NAMESPACE, type HubToViewer, type ViewerToHub, type WatchAck } from '../../protocol/dashboard-wire'
import { decodeWatch } from '../../protocol/decode'
import type { Role } from '../../protocol/access'
import { type Caller, holdsRole } from '../access/roles'
import type { FanOut } from './fan-out'
import { entryFor, firstState, type FirstStateOptions, UNKNOWN_PROCESS } from './first-state'
import { ROWS_PER_BATCH, Viewer } from './viewer'

export interface DashboardNamespaceOptions extends FirstStateOptions {
  fanOut: FanOut
  callerOf: (headers: Readonly<Record<string, string | string[] | undefined>>, address: string) => Promise<Caller>
  /** Whether somebody who came in still may stay. */
  stillHolds: (caller: Caller) => boolean
}

type ViewerSocket = Socket<ViewerToHub, HubToViewer>

/** Every message of a viewer, and what it asks of whoever sends it; the hub refuses what is not here. */
export const VIEWER_MESSAGES: Record<keyof ViewerToHub, Role> = { watch: 'viewer' }

/** `lookAgain`: whoever may no longer stay is sent away. */
export function serveViewers(io: Server, options: DashboardNamespaceOptions): { lookAgain(): void } {
  const namespace: Namespace<ViewerToHub, HubToViewer> = io.of(DASHBOARD_NAMESPACE)
  const callers = new WeakMap<ViewerSocket, Caller>()
  async function admit(socket: ViewerSocket, next: (refusal?: Error) => void): Promise<void> {
    const { headers, address } = socket.handshake
    const caller = await options.callerOf(headers, address).catch(() => NOBODY)
    callers.set(socket, caller)
    next(refusalOf(caller))
  }
  namespace.use((socket, next) => void admit(socket, next))
  namespace.on('connection', (socket) => {
    const caller = callers.get(socket) ?? NOBODY
    socket.use(([message], next) => {
      const wanted = Object.hasOwn(VIEWER_MESSAGES, message) ? VIEWER_MESSAGES[message as keyof ViewerToHub] : null
      if (wanted !== null && holdsRole(caller, wanted)) next()
    })
    serveViewer(socket, options)
  })
  return {
    lookAgain: () => {
      for (const socket of namespace.sockets.values())
        if (!options.stillHolds(callers.get(socket) ?? NOBODY)) socket.disconnect(true)
    },
  }
}

const NOBODY: Caller = { via: 'none', fault: null }

function refusalOf(caller: Caller): Error | undefined {
  if (holdsRole(caller, 'viewer')) return undefined
  const message =
    caller.via === 'agent'
      ? "an agent's token opens the agents' wire, and nothing else."
      : ((caller.via === 'none' ? caller.fault : null) ?? 'this hub wants to know who looks: log in.')
  return Object.assign(new Error(message), { data: { code: 'unauthorized', message } })
}

function serveViewer(socket: ViewerSocket, options: DashboardNamespaceOptions): void {
  const viewer = new Viewer({ send: (batch) => socket.emit('live', batch), waiting: () => waitingPackets(socket) })
  let asked = 0
  socket.on('watch', (input: unknown, ack: unknown) => {
    const mine = ++asked
    const answer = (watched: WatchAck) => {
      if (typeof ack === 'function') (ack as (answer: WatchAck) => void)(watched)
    }
    // A viewer that asked for something else in the meantime, or left, is not made to watch this.
    const isWanted = () => mine === asked && socket.connected
    void watch(viewer, input, options, isWanted).then(answer)
  })
  socket.on('disconnect', () => options.fanOut.leave(viewer))
}

async function watch(
  viewer: Viewer,
  input: unknown,
  options: DashboardNamespaceOptions,
  isWanted: () => boolean,
): Promise<WatchAck> {
  const { fanOut } = options
  const request = decodeWatch(input)
  if (!request.ok) return { ok: false, code: 'bad_watch', message: request.message }
  const entry = await entryFor(request.value, options)
  if (entry === undefined) return UNKNOWN_PROCESS
  // From here to the answer nothing waits, so that no change falls between the state and what follows it.
  const isFleet = request.value.fleet === true
  if (isWanted()) fanOut.watch(viewer, isFleet, entry?.id ?? null)
  const { answer, others } = firstState(entry, isFleet, ROWS_PER_BATCH, options)
  if (isWanted() && isFleet) fanOut.owe(viewer, others)
  return answer
}

/** Engine.io keeps here what its transport has not taken; there is no public way to ask. */
function waitingPackets(socket: ViewerSocket): number {
  const { writeBuffer } = socket.conn as unknown as { writeBuffer: readonly unknown[] }
  return writeBuffer.length
}

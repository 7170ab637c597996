import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { Agent } from '@tidemark/agent'
import { AdmissionGate, LruPool, PairedMaps, PendingCalls } from '@tidemark/agent/bounded'
import type { ServerFault } from './faults'
import { afterHead, headOf, type RequestHead, response } from './request'

const SECOND_MS = 1_000

export const SERVER_LIMITS = {
  /** Well below the open files that it may have. */
  connections: 48,
  idleMs: 5 * SECOND_MS,
  /** From the first byte of a request to the end of its head. */
  headMs: 2 * SECOND_MS,
  handlerMs: 5 * SECOND_MS,
  reports: 16,
  pages: 50,
} as const

const WORK_MS = 50
const FILE_MS = 200
const PAGE_CHARS = 4_096

/** A small HTTP server with a bound for each thing that it holds; with a fault, one of them is what it would be without. */
export class SmallServer {
  served = 0
  readonly #fault: ServerFault | undefined
  readonly #server: Server
  readonly #open = new Set<Socket>()
  readonly #gate: AdmissionGate<Socket>
  readonly #requests: PendingCalls<void>
  readonly #handlers: PendingCalls<void>
  readonly #reports: PairedMaps<Socket, Socket, ChildProcess>
  readonly #pages: LruPool<string, string>
  /** What the faults have in their place. */
  readonly #halfSent = new Set<Socket>()
  readonly #started = new Set<object>()
  readonly #children = new Set<ChildProcess>()
  readonly #readers = new Set<Socket>()
  readonly #everyPage = new Map<string, string>()

  constructor(fault: ServerFault | undefined) {
    this.#fault = fault
    const { connections, headMs, handlerMs, reports, pages } = SERVER_LIMITS
    // What a fault replaces is not told.
    const unless = (...faults: ServerFault[]) => (fault !== undefined && faults.includes(fault) ? null : undefined)
    this.#gate = new AdmissionGate({
      name: 'http',
      max: connections,
      agent: unless('no-limit', 'accept-loop', 'half-kept'),
    })
    this.#requests = new PendingCalls({ name: 'requests', deadlineMs: headMs, agent: unless('half-kept') })
    this.#handlers = new PendingCalls({ name: 'handlers', deadlineMs: handlerMs, agent: unless('eager-handler') })
    const closeStream = (child: ChildProcess): void => void child.kill('SIGKILL')
    this.#reports = new PairedMaps({ name: 'reports', max: reports, closeStream, agent: unless('children-kept') })
    this.#pages = new LruPool({ name: 'pages', max: pages, as: 'cache', agent: unless('query-keys') })
    this.#server = createServer((socket) => this.#accepted(socket))
  }

  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    return address.port
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    for (const child of this.#children) child.kill('SIGKILL')
    for (const one of [this.#gate, this.#requests, this.#handlers, this.#reports, this.#pages]) one.close()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** The bounded structures report themselves; what a fault has in their place is told here. */
  watchedBy(agent: Agent): void {
    agent.counter('load.requests', () => this.served)
    switch (this.#fault) {
      case 'accept-loop':
      case 'no-limit':
        agent.clients('http', this.#open)
        break
      case 'half-kept':
        agent.clients('http', this.#open)
        agent.pending('requests', this.#halfSent)
        break
      case 'eager-handler':
        agent.pending('handlers', this.#started)
        break
      case 'children-kept':
        agent.clients('reports', this.#readers)
        agent.streams('reports', this.#children, { matches: 'clients.reports' })
        break
      case 'query-keys':
        agent.gauge('cache.pages', this.#everyPage, { unit: 'count' })
        break
      case undefined:
        break
      default:
        this.#fault satisfies never
    }
  }

  #accepted(socket: Socket): void {
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
    socket.on('error', () => socket.destroy())
    const isLimited = this.#fault !== 'no-limit' && this.#fault !== 'accept-loop' && this.#fault !== 'half-kept'
    if (isLimited && this.#gate.enter(socket, socket) === 'max_clients_reached') {
      // Gone at once: who is refused must not hold a file for as long as it takes to say goodbye.
      socket.write(response('503 Service Unavailable', 'busy'))
      socket.destroy()
      return
    }
    if (this.#fault !== 'no-limit') socket.setTimeout(SERVER_LIMITS.idleMs, () => socket.destroy())
    let received = ''
    let request: (() => void) | undefined
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      received += chunk
      request ??= this.#begun(socket)
      const head = headOf(received)
      if (head === undefined) return
      request()
      request = undefined
      if (head === 'bad') {
        socket.end(response('400 Bad Request', 'bad request'))
        return
      }
      received = afterHead(received)
      this.#answer(socket, head)
    })
  }

  /** The first byte of a request came; answers what is called when its head is whole. */
  #begun(socket: Socket): () => void {
    if (this.#fault === 'half-kept') {
      this.#halfSent.add(socket)
      socket.setTimeout(0)
      return () => void this.#halfSent.delete(socket)
    }
    const late = ({ how }: { how: string }): void => void (how === 'deadline' && socket.destroy())
    const id = this.#requests.open(late, { caller: socket })
    if (typeof id === 'string') {
      socket.destroy()
      return () => {}
    }
    return () => void this.#requests.answer(id, undefined)
  }

  #answer(socket: Socket, { method, path, query, headers }: RequestHead): void {
    this.served++
    if (method === 'POST') this.#order(socket, headers)
    else if (path === '/file') this.#file(socket)
    else if (path === '/report') this.#report(socket)
    else socket.write(response('200 OK', this.#page(`${path}?${query}`)))
  }

  #order(socket: Socket, headers: ReadonlyMap<string, string>): void {
    const isAllowed = headers.has('authorization')
    const done = this.#fault === 'eager-handler' ? this.#startUnchecked() : undefined
    if (!isAllowed) {
      // The fault: the handler that was started waits for a body that nobody will hand to it.
      socket.write(response('401 Unauthorized', 'who are you?'))
      return
    }
    const finish = done ?? this.#startHandler(socket)
    setTimeout(() => {
      if (finish?.()) socket.write(response('200 OK', 'ordered'))
    }, WORK_MS)
  }

  #startUnchecked(): () => boolean {
    const handler = {}
    this.#started.add(handler)
    return () => this.#started.delete(handler)
  }

  #startHandler(socket: Socket): (() => boolean) | undefined {
    const id = this.#handlers.open(() => {}, { caller: socket })
    return typeof id === 'number' ? () => this.#handlers.answer(id, undefined) : undefined
  }

  /** A file is open for as long as it is sent. */
  #file(socket: Socket): void {
    const file = this.#fault === 'accept-loop' ? openWhateverItTakes() : openOnce()
    if (file === undefined) {
      socket.write(response('503 Service Unavailable', 'no more files'))
      return
    }
    setTimeout(() => {
      closeSync(file)
      socket.write(response('200 OK', 'file'))
    }, FILE_MS)
  }

  /** A process works on a report for as long as its reader is there. */
  #report(socket: Socket): void {
    const work = (): ChildProcess => {
      const child = spawn('sleep', ['300'], { stdio: 'ignore' })
      // One that could not be started has no reader any more.
      child.once('error', () => socket.destroy())
      return child
    }
    if (this.#fault !== 'children-kept') {
      const pair = this.#reports.enter(socket, socket, work, socket)
      if (pair === 'max_clients_reached') socket.write(response('503 Service Unavailable', 'busy'))
      return
    }
    this.#children.add(work())
    this.#readers.add(socket)
    socket.once('close', () => this.#readers.delete(socket))
  }

  #page(key: string): string {
    const render = (): string => key.padEnd(PAGE_CHARS, '.')
    if (this.#fault !== 'query-keys') return this.#pages.use(key, render)
    const page = this.#everyPage.get(key) ?? render()
    this.#everyPage.set(key, page)
    return page
  }
}

function openOnce(): number | undefined {
  try {
    return openSync('/dev/null', 'r')
  } catch {
    // The table of open files is full; whoever asked is told.
    return undefined
  }
}

/** The fault: it sleeps and tries again, as servers of one thread do, and nothing else turns meanwhile; so nothing is ever closed. */
function openWhateverItTakes(): number {
  const parent = process.ppid
  for (;;) {
    const file = openOnce()
    if (file !== undefined) return file
    // The channel to who started it is not heard while the loop stands still.
    if (process.ppid !== parent) process.exit(1)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
}

/**
 * Resolves names over HTTP connections that it uses again. Each connection keeps a note of what was asked on it, and with
 * `keepAlive` a connection lives for as long as the relay: that is the leak of this program. Without it every question has a
 * connection of its own, which is gone with its notes when it is answered.
 */
import { Agent, request } from 'node:http'
import type { Socket } from 'node:net'
import { textOf } from './bounded-cache'

export interface ResolverOptions {
  port: number
  keepAlive: boolean
  /** Questions after which the resolver starts its bookkeeping anew; 0: never. */
  recycleAfter: number
  noteBytes: number
}

/**
 * What a note takes on the heap beside its text (V8 on 64 bits): the head of that text, the note, its name, and its place in
 * the list, which grows by half of itself. `resolver.test.ts` holds it against a real heap.
 */
const NOTE_OVERHEAD_BYTES = 16 + 48 + 32 + 10

interface Note {
  name: string
  asked: number
  answer: string
}

export class Resolver {
  readonly #options: ResolverOptions
  readonly #agent: Agent
  /** By connection: what was asked on it. */
  readonly #notes = new WeakMap<Socket, Note[]>()
  #asked = 0
  #open = 0
  #keptNotes = 0
  #counts = new Map<string, number>()

  constructor(options: ResolverOptions) {
    this.#options = options
    this.#agent = new Agent({ keepAlive: options.keepAlive, maxSockets: 4 })
  }

  get asked(): number {
    return this.#asked
  }

  /** Questions that are not answered yet. */
  get open(): number {
    return this.#open
  }

  /** What the notes of all connections take on the heap that are open: the truth of this program's leak. */
  get keptBytes(): number {
    return this.#keptNotes * (this.#options.noteBytes + NOTE_OVERHEAD_BYTES)
  }

  /** Resolves with what the other side answered. */
  ask(name: string): Promise<string> {
    this.#asked += 1
    this.#count(name)
    this.#open += 1
    const answered = new Promise<string>((resolve, reject) => {
      const { port } = this.#options
      const asking = request({ host: '127.0.0.1', port, path: `/${name}`, agent: this.#agent }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve(text))
        response.on('error', reject)
      })
      asking.on('socket', (socket) => this.#note(socket, name))
      asking.on('error', reject)
      asking.end()
    })
    return answered.finally(() => (this.#open -= 1))
  }

  close(): void {
    this.#agent.destroy()
  }

  #note(socket: Socket, name: string): void {
    const notes = this.#notes.get(socket) ?? this.#begin(socket)
    notes.push({ name, asked: this.#asked, answer: textOf(name, this.#options.noteBytes) })
    this.#keptNotes += 1
  }

  #begin(socket: Socket): Note[] {
    const notes: Note[] = []
    this.#notes.set(socket, notes)
    socket.once('close', () => (this.#keptNotes -= notes.length))
    return notes
  }

  /** A suspect that is innocent: counts by the first letters of names, started anew now and then. */
  #count(name: string): void {
    const { recycleAfter } = this.#options
    if (recycleAfter > 0 && this.#asked % recycleAfter === 0) this.#counts = new Map()
    const key = name.slice(0, 6)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}

/** The load of a small HTTP server: what real clients do to it, good and bad. */
import { connect, type Socket } from 'node:net'

const SECOND_MS = 1_000
const BURST = 150
const BURST_MS = 8 * SECOND_MS
const READ_MS = 2 * SECOND_MS
/** A burst is over long before the next one: who is refused in it is refused for a moment. */
const BURST_EVERY_MS = 60 * SECOND_MS
const FIRST_BURST_MS = 5 * SECOND_MS

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: small\r\n\r\n`

export class SmallServerLoad {
  readonly #sockets = new Set<Socket>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #keys = 0

  constructor(readonly port: number) {}

  start(): void {
    this.#every(250, () => this.#connect(get('/page')))
    this.#every(1_000, () => this.#connect('GET /half HTTP/1.1\r\nho'))
    this.#every(1_000, () => this.#post(''))
    this.#every(2_000, () => this.#post('authorization: Bearer of-a-friend\r\n'))
    this.#every(250, () => this.#briefly(get(`/page?session=${++this.#keys}`)))
    this.#every(3_000, () => this.#briefly(get('/report'), READ_MS))
    this.#after(FIRST_BURST_MS, () => {
      this.#burst()
      this.#every(BURST_EVERY_MS, () => this.#burst())
    })
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    for (const socket of this.#sockets) socket.destroy()
  }

  #post(header: string): void {
    this.#briefly(`POST /orders HTTP/1.1\r\nhost: small\r\n${header}\r\n`)
  }

  /** Connections that all come at once, ask for a file again and again, and leave together. */
  #burst(): void {
    for (let one = 0; one < BURST; one++) this.#briefly(get('/file'), BURST_MS, 1_000)
  }

  #briefly(text: string, forMs = 300, againEveryMs?: number): void {
    const socket = this.#connect(text)
    const again = againEveryMs === undefined ? undefined : setInterval(() => socket.write(text), againEveryMs)
    const end = setTimeout(() => socket.destroy(), forMs)
    socket.once('close', () => {
      clearInterval(again)
      clearTimeout(end)
    })
  }

  /** One that says something and then nothing more, and never leaves. */
  #connect(text: string): Socket {
    const socket = connect(this.port, '127.0.0.1', () => socket.write(text))
    this.#sockets.add(socket)
    // A server that is gone, or throws it out: both end this client.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#sockets.delete(socket))
    socket.resume()
    return socket
  }

  #every(ms: number, act: () => void): void {
    this.#timers.add(setInterval(act, ms))
  }

  #after(ms: number, act: () => void): void {
    this.#timers.add(setTimeout(act, ms))
  }
}

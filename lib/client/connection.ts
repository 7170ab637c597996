/** The only place that knows the socket. It says how the link is, keeps what the viewer watches watched, and hands batches on. */
import { io, type Socket } from 'socket.io-client'
import {
  DASHBOARD_NAMESPACE,
  type HubToViewer,
  type LiveBatch,
  type ViewerToHub,
  type WatchAck,
  type WatchRequest,
} from '../protocol/dashboard-wire'

export type Link =
  | { state: 'connecting'; sinceMs: number }
  | { state: 'live'; sinceMs: number }
  /** `numbersOfMs`: the hub's time of the newest batch, `null` where none came. */
  | { state: 'away'; sinceMs: number; numbersOfMs: number | null }

export interface ConnectionHandlers {
  onLink(link: Link): void
  onBatch(batch: LiveBatch): void
  onAnswer(request: WatchRequest, answer: WatchAck): void
  /** The hub does not let this page in: it wants to know who looks. */
  onShut(): void
}

const ACK_TIMEOUT_MS = 10_000
const WATCH_AGAIN_MS = 2_000

export class Connection {
  readonly #socket: Socket<HubToViewer, ViewerToHub>
  readonly #handlers: ConnectionHandlers
  readonly #nowMs: () => number
  #request: WatchRequest | null = null
  #link: Link
  #newestBatchMs: number | null = null
  #again: ReturnType<typeof setTimeout> | undefined

  constructor(baseUrl: string, handlers: ConnectionHandlers, nowMs: () => number) {
    this.#handlers = handlers
    this.#nowMs = nowMs
    this.#link = { state: 'connecting', sinceMs: nowMs() }
    this.#socket = io(`${baseUrl}${DASHBOARD_NAMESPACE}`, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 3_000,
      // One page must not share its socket with another client in the same process (tests).
      forceNew: true,
    })
    this.#socket.on('connect', () => this.#connected())
    this.#socket.on('disconnect', () => this.#lost())
    this.#socket.on('connect_error', (error) => {
      if ((error as { data?: { code?: string } }).data?.code === 'unauthorized') this.#shut()
      else this.#lost()
    })
    this.#socket.on('live', (batch) => {
      this.#newestBatchMs = batch.hubNowMs
      handlers.onBatch(batch)
    })
  }

  get link(): Link {
    return this.#link
  }

  /** Says what is looked at, now and after every reconnect, until the next call. */
  watch(request: WatchRequest): void {
    this.#request = request
    if (this.#socket.connected) this.#say(request)
  }

  stop(): void {
    clearTimeout(this.#again)
    this.#socket.removeAllListeners()
    this.#socket.disconnect()
  }

  #connected(): void {
    this.#setLink({ state: 'live', sinceMs: this.#nowMs() })
    if (this.#request) this.#say(this.#request)
  }

  /** It is there, and answers: that is not away. Somebody may log in on another page meanwhile. */
  #shut(): void {
    this.#again = setTimeout(() => this.#socket.connect(), WATCH_AGAIN_MS)
    this.#handlers.onShut()
  }

  #lost(): void {
    if (this.#link.state === 'away') return
    const sinceMs = this.#link.state === 'connecting' ? this.#link.sinceMs : this.#nowMs()
    this.#setLink({ state: 'away', sinceMs, numbersOfMs: this.#newestBatchMs })
    // Where the hub itself ended the session, socket.io leaves coming back to us.
    if (!this.#socket.active) this.#again = setTimeout(() => this.#socket.connect(), WATCH_AGAIN_MS)
  }

  #say(request: WatchRequest): void {
    clearTimeout(this.#again)
    this.#socket.timeout(ACK_TIMEOUT_MS).emit('watch', request, (error: Error | null, answer: WatchAck) => {
      if (request !== this.#request) return
      if (!error) {
        // What the first answer brought are numbers, too.
        if (answer.ok) this.#newestBatchMs ??= answer.hubNowMs
        this.#handlers.onAnswer(request, answer)
        if (answer.ok || answer.code !== 'unknown_process') return
      }
      // No answer in time, or a process that has perhaps yet to say hello to a hub that has just started.
      this.#again = setTimeout(() => this.#socket.connected && this.#say(request), WATCH_AGAIN_MS)
    })
  }

  #setLink(link: Link): void {
    this.#link = link
    this.#handlers.onLink(link)
  }
}

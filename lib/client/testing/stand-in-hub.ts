/** The hub's side of the dashboard wire with everything in memory: a real server and real sockets for tests of the client. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import {
  DASHBOARD_NAMESPACE,
  type FleetRow,
  type HistoryHealth,
  type HubToViewer,
  type LiveItem,
  type ViewerToHub,
  type WatchRequest,
} from '../../protocol/dashboard-wire'
import type { AlertsSummary } from '../../protocol/alert-api'
import type { ProcessDetail, SeriesPoints } from '../../protocol/http-api'

/** `[seq, atMs, ...values]`. */
export type StandInFrame = (number | null)[]

/** What came to a route of `/api/v1`, by its whole path. */
export interface StandInRequest {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}

/** Answers with what is JSON, or with a status and an `ApiError`. */
export type StandInAnswer = (request: StandInRequest) => { status?: number; body: unknown }

export interface StandInFile {
  status: number
  contentType: string
  body: Buffer
  /** A browser need not ask again for what has this name. */
  isLasting: boolean
}

export class StandInHub {
  readonly rows = new Map<string, FleetRow>()
  readonly details = new Map<string, ProcessDetail>()
  /** How alerts stand, as a viewer is told that asks to watch. */
  alerts: AlertsSummary = { pending: 0, firing: 0, waiting: 0 }
  history: HistoryHealth = { state: 'ready' }
  isHolding = false
  /** It takes what is asked for and does not answer, as one that stands still. */
  isMute = false
  /** `POST /api/v1/silences` → its answer. What is not here is not found. */
  readonly answers = new Map<string, StandInAnswer>()
  /** Every request that was answered from there. */
  readonly requests: StandInRequest[] = []
  /** Every request for history, as its query. */
  readonly asked: URLSearchParams[] = []
  readonly watching = new Map<string, WatchRequest>()
  /** Answers everything that is not under `/api/`, by its path. */
  files: ((path: string) => StandInFile) | null = null
  readonly #frames = new Map<string, Map<number, StandInFrame>>()
  readonly #http = createServer((request, response) => this.#serve(request, response))
  readonly #io = new Server<ViewerToHub, HubToViewer>(this.#http, { perMessageDeflate: false })
  readonly #nowMs: () => number
  #lostItems = 0

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs
  }

  async start(port = 0): Promise<string> {
    this.#io.of(DASHBOARD_NAMESPACE).on('connection', (socket) => this.#welcome(socket))
    this.#http.listen(port, '127.0.0.1')
    await once(this.#http, 'listening')
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  get isListening(): boolean {
    return this.#http.listening
  }

  get viewers(): number {
    return this.#io.of(DASHBOARD_NAMESPACE).sockets.size
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections()
    await this.#io.close()
  }

  /** What a hub that comes back has from its disk. */
  inherit(from: StandInHub): void {
    for (const [id, detail] of from.details) this.details.set(id, detail)
    for (const [id, row] of from.rows) this.rows.set(id, row)
    for (const [id, frames] of from.#frames) this.#frames.set(id, frames)
  }

  /** Frames that reach history, and nobody is told. */
  keep(process: string, frames: readonly StandInFrame[]): void {
    const kept = this.#frames.get(process) ?? new Map<number, StandInFrame>()
    this.#frames.set(process, kept)
    for (const frame of frames) kept.set(frame[1] ?? 0, frame)
  }

  push(process: string, frames: readonly StandInFrame[], boot = this.details.get(process)?.boot ?? ''): void {
    this.keep(process, frames)
    this.tell([{ type: 'frames', process, boot, frames: frames.map((frame) => [...frame]) }])
  }

  tell(items: LiveItem[], lost = 0): void {
    this.#lostItems += lost
    this.#io.of(DASHBOARD_NAMESPACE).emit('live', { hubNowMs: this.#nowMs(), lostItems: this.#lostItems, items })
  }

  #welcome(socket: Socket<ViewerToHub, HubToViewer>): void {
    socket.on('watch', (request, ack) => {
      this.watching.set(socket.id, request)
      if (this.isMute) return undefined
      const detail = request.process === undefined ? undefined : this.details.get(request.process)
      if (request.process !== undefined && !detail)
        return ack({ ok: false, code: 'unknown_process', message: `There is no process ${request.process}.` })
      const rows = [...this.rows.values()]
      return ack({
        ok: true,
        hubNowMs: this.#nowMs(),
        alerts: this.alerts,
        history: this.history,
        refused: [],
        isHolding: this.isHolding,
        ...(request.fleet ? { fleet: { rows, total: rows.length } } : {}),
        ...(detail ? { process: detail } : {}),
      })
    })
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://stand-in')
    const match = /^\/api\/v1\/processes\/([^/]+)\/series$/u.exec(url.pathname)
    if (url.pathname.startsWith('/socket.io/')) return
    if (this.files && !url.pathname.startsWith('/api/')) return answerFile(this.files(url.pathname), response)
    if (this.isMute) return undefined
    response.setHeader('content-type', 'application/json')
    const answer = this.answers.get(`${request.method} ${url.pathname}`)
    if (answer) return void this.#answer(answer, url, request, response)
    if (!match) {
      response.writeHead(404).end(JSON.stringify({ error: { code: 'not_found', message: 'There is nothing here.' } }))
      return
    }
    this.asked.push(url.searchParams)
    response.end(JSON.stringify({ series: this.#series(decodeURIComponent(match[1] ?? ''), url.searchParams) }))
  }

  async #answer(answer: StandInAnswer, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.toArray()).join('')
    const asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
    this.requests.push(asked)
    const { status = 200, body } = answer(asked)
    response.writeHead(status).end(status === 204 ? undefined : JSON.stringify(body))
  }

  #series(process: string, query: URLSearchParams): SeriesPoints[] {
    const [fromMs, toMs, stepMs] = ['fromMs', 'toMs', 'stepMs'].map((key) => Number(query.get(key) ?? 0))
    const frames = [...(this.#frames.get(process)?.values() ?? [])]
      .filter(([, atMs]) => (atMs ?? 0) >= (fromMs ?? 0) && (atMs ?? 0) <= (toMs ?? 0))
      .toSorted((a, b) => (a[1] ?? 0) - (b[1] ?? 0))
    const series = this.details.get(process)?.series ?? []
    return query.getAll('name').map((name) => {
      const at = series.findIndex((one) => one.name === name)
      const raw = frames.map((frame): [number, number | null] => [frame[1] ?? 0, frame[at + 2] ?? null])
      const unit = series[at]?.unit ?? 'count'
      return { name, unit, stepMs: stepMs ?? 0, points: stepMs ? stepped(raw, stepMs) : raw }
    })
  }
}

function answerFile({ status, contentType, body, isLasting }: StandInFile, response: ServerResponse): void {
  const caching = isLasting ? 'public, max-age=3600, immutable' : 'no-store'
  response.writeHead(status, { 'content-type': contentType, 'cache-control': caching }).end(body)
}

function stepped(
  raw: readonly [number, number | null][],
  stepMs: number,
): [number, number | null, number | null, number | null][] {
  const steps = new Map<number, [number, number | null][]>()
  for (const point of raw) {
    const start = Math.floor(point[0] / stepMs) * stepMs
    steps.set(start, [...(steps.get(start) ?? []), point])
  }
  return [...steps].map(([start, points]) => {
    const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
    if (values.length === 0) return [start, null, null, null]
    return [
      start,
      Math.min(...values),
      values.reduce((sum, value) => sum + value, 0) / values.length,
      Math.max(...values),
    ]
  })
}

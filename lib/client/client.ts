/** The dashboard's one state and what moves it: a plain core; `react.tsx` is the thin layer over it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LiveBatch, WatchAck, WatchRequest } from '../protocol/dashboard-wire'
import type { AlertMessage } from '../protocol/alerts'
import type { Me } from '../protocol/access'
import { NO_NEWS, withoutToast, withSummary, withTold, type AlertNews } from './alert-news'
import { askOf, type Ask } from './ask'
import { Connection, type Link } from './connection'
import type { FleetState } from './fleet'
import { takeFirst } from './first-answer'
import { FleetDrawing } from './fleet-drawing'
import { historyOf } from './history'
import { HubClock } from './hub-clock'
import { HEALTHY, healthIn, type HubHealth } from './hub-health'
import type { ProcessWatch, WatchedState } from './process-watch'
import type { ViewRange } from './view-range'
import { WhoAsked } from './who-asked'

export interface ClientState extends HubHealth {
  link: Link
  /** The hub's clock as screens that count minutes need it: it moves every few seconds. */
  clockMs: number
  /** Items that the hub dropped because this page read too slowly. */
  lostItems: number
  fleet: FleetState | null
  watched: WatchedState | null
  alerts: AlertNews
  /** Whom the hub takes this browser for; `null` until it said so. */
  me: Me | null
}

export interface ClientOptions {
  /** The hub's address; the page's own by default. */
  baseUrl?: () => string
  nowMs?: () => number
  /** Calls back once when the next picture is due; answers how to call that off. */
  onNextFrame?: (draw: () => void) => () => void
  fetcher?: typeof fetch
  /** What the hub answered to the page before this began, where it is what is asked for; `takeFirst` by default. */
  first?: typeof takeFirst
}

const CLOCK_EVERY_MS = 5_000

export class Client {
  readonly store: StoreApi<ClientState>
  readonly ask: Ask
  readonly #baseUrl: () => string
  readonly #localNowMs: () => number
  readonly #onNextFrame: (draw: () => void) => () => void
  readonly #fetcher: typeof fetch
  readonly #takeFirst: typeof takeFirst
  #connection: Connection | null = null
  #watch: ProcessWatch | null = null
  #request: WatchRequest = {}
  readonly #fleet: FleetDrawing
  readonly #clock: HubClock
  #lostItems = 0
  readonly #onTold = new Set<(told: AlertMessage) => void>()
  #cancelDraw: (() => void) | null = null
  readonly #who: WhoAsked

  constructor(options: ClientOptions = {}) {
    this.#baseUrl = options.baseUrl ?? (() => window.location.origin)
    this.#localNowMs = options.nowMs ?? Date.now
    this.#clock = new HubClock(this.#localNowMs)
    this.#onNextFrame = options.onNextFrame ?? nextAnimationFrame
    this.#fetcher = options.fetcher ?? ((...args) => fetch(...args))
    this.#takeFirst = options.first ?? takeFirst
    this.ask = askOf(this.#baseUrl, this.#fetcher)
    this.#who = new WhoAsked(this.ask, (me) => this.store.setState({ me }))
    this.#fleet = new FleetDrawing({ nowMs: this.#localNowMs, changed: () => this.#drawSoon() })
    this.store = createStore<ClientState>(() => ({
      link: { state: 'connecting', sinceMs: 0 },
      clockMs: 0,
      lostItems: 0,
      fleet: null,
      watched: null,
      alerts: NO_NEWS,
      ...HEALTHY,
      me: null,
    }))
  }

  /** The hub's clock. */
  readonly nowMs = (): number => this.#clock.nowMs()

  /** Connects; answers how to end it, after which nothing of it is left and it can be started again. */
  start(): () => void {
    const connection = new Connection(
      this.#baseUrl(),
      {
        onLink: (link) => this.#onLink(link),
        onBatch: (batch) => this.#onBatch(batch),
        onAnswer: (request, answer) => this.#onAnswer(request, answer),
        onShut: () => void this.askWho(),
      },
      this.#localNowMs,
    )
    this.#connection = connection
    this.store.setState({ link: connection.link, clockMs: this.nowMs() })
    connection.watch(this.#request)
    void this.askWho()
    const clock = setInterval(() => this.#onClock(), CLOCK_EVERY_MS)
    return () => {
      clearInterval(clock)
      connection.stop()
      if (this.#connection === connection) this.#connection = null
      this.#watch?.stop()
      this.#fleet.stop()
      this.#cancelDraw?.()
      this.#cancelDraw = null
    }
  }

  /**
   * Somebody comes in by `act`. Between the door that closes and the log-in, the page is nobody's, and would be led away from both: who
   * looks is asked only when `act` is over.
   */
  enter<T>(act: () => Promise<T>): Promise<T> {
    return this.#who.enter(act)
  }

  /** Asks the hub anew whom it takes this browser for. */
  askWho(): Promise<void> {
    return this.#who.askAnew()
  }

  /** Looks at all processes until the answered function is called. */
  watchFleet(): () => void {
    const request: WatchRequest = { fleet: true }
    this.#setRequest(request)
    this.#beginWithFirst(request)
    return () => this.#unwatch(request)
  }

  /** Looks at one process until `stop` is called. Who does brings the `Watch`: no other page needs to fetch it. */
  watchProcess(
    Watch: typeof ProcessWatch,
    id: string,
    range: ViewRange,
    points: number,
  ): { lookAt: ProcessWatch['lookAt']; stop: () => void } {
    const request: WatchRequest = { process: id }
    const watch = new Watch(id, range, points, {
      askHistory: (query, signal) => historyOf(this.#baseUrl(), this.#fetcher)(query, signal),
      ask: this.ask,
      nowMs: this.nowMs,
      changed: () => this.#drawSoon(),
    })
    this.#watch = watch
    this.store.setState({ watched: watch.state() })
    this.#setRequest(request)
    this.#beginWithFirst(request)
    return {
      lookAt: (nextRange, nextPoints) => watch.lookAt(nextRange, nextPoints),
      stop: () => {
        watch.stop()
        if (this.#watch === watch) this.#watch = null
        this.#unwatch(request)
      },
    }
  }

  /** Hears each message about alerts once, until the answered function is called. */
  onTold(hear: (told: AlertMessage) => void): () => void {
    this.#onTold.add(hear)
    return () => void this.#onTold.delete(hear)
  }

  readonly dismissToast = (id: string): void => {
    this.store.setState(({ alerts }) => ({ alerts: withoutToast(alerts, id) }))
  }

  #setRequest(request: WatchRequest): void {
    this.#request = request
    this.#connection?.watch(request)
  }

  /** What the page has shown already stays on it: it is in the state at once, and not with the next picture. */
  #beginWithFirst(request: WatchRequest): void {
    const first = this.#takeFirst(request)
    if (!first) return
    this.#onAnswer(request, first)
    this.#draw()
  }

  #unwatch(request: WatchRequest): void {
    if (this.#request === request) this.#setRequest({})
  }

  #onLink(link: Link): void {
    if (link.state === 'away') {
      this.#watch?.linkLost()
      this.#fleet.linkLost()
    }
    this.store.setState({ link })
    this.#onClock()
  }

  #onAnswer(request: WatchRequest, answer: WatchAck): void {
    if (!answer.ok) {
      if (answer.code === 'unknown_process') this.#watch?.takeUnknown()
      return
    }
    this.#clock.read(answer.hubNowMs)
    const { history, refused, isHolding } = answer
    this.store.setState(({ alerts }) => ({ alerts: withSummary(alerts, answer.alerts), history, refused, isHolding }))
    if (answer.fleet) this.#fleet.begin(answer.fleet)
    const watch = this.#watch
    if (watch && answer.process && request.process === watch.id) {
      const isBack = watch.takeDetail(answer.process) === 'again'
      if (isBack) watch.catchUp()
    }
    this.#drawSoon()
  }

  #onBatch(batch: LiveBatch): void {
    this.#clock.read(batch.hubNowMs)
    if (batch.lostItems > this.#lostItems) this.#watch?.catchUp()
    this.#lostItems = batch.lostItems
    const fleetItems = batch.items.filter(
      (item) => item.type === 'row' || item.type === 'beats' || item.type === 'left',
    )
    if (fleetItems.length > 0) this.#fleet.take(fleetItems)
    this.#applyToWatched(batch)
    this.#applyToAlerts(batch)
    const health = healthIn(batch.items)
    if (health) this.store.setState(health)
    if (fleetItems.length < batch.items.length) this.#drawSoon()
  }

  #applyToWatched(batch: LiveBatch): void {
    const watch = this.#watch
    if (!watch) return
    for (const item of batch.items) {
      if (item.type === 'detail' && item.detail.id === watch.id) watch.takeDetail(item.detail)
      else if (item.type === 'frames' && item.process === watch.id) watch.takeFrames(item, batch.hubNowMs)
      else if (item.type === 'event' && item.process === watch.id) watch.takeEvent(item.event)
      else if (item.type === 'annotation') watch.takeAnnotation(item.annotation)
    }
  }

  #applyToAlerts(batch: LiveBatch): void {
    const items = batch.items.filter((item) => item.type === 'alerts')
    if (items.length === 0) return
    let { alerts } = this.store.getState()
    for (const { summary, told } of items) {
      alerts = withSummary(alerts, summary)
      if (told) alerts = withTold(alerts, told)
    }
    this.store.setState({ alerts })
    for (const { told } of items) if (told) for (const hear of this.#onTold) hear(told)
  }

  #onClock(): void {
    // While the hub is away the page holds still: nothing can have happened that it knows of.
    if (this.store.getState().link.state === 'away') return
    this.store.setState({ clockMs: this.nowMs() })
    this.#who.retry()
    this.#watch?.tick()
  }

  #drawSoon(): void {
    this.#cancelDraw ??= this.#onNextFrame(() => {
      this.#cancelDraw = null
      this.#draw()
    })
  }

  #draw(): void {
    this.store.setState({
      clockMs: this.#coarseNowMs(),
      lostItems: this.#lostItems,
      fleet: this.#fleet.state,
      watched: this.#watch?.state() ?? null,
    })
  }

  #coarseNowMs(): number {
    const { clockMs } = this.store.getState()
    const nowMs = this.nowMs()
    return Math.abs(nowMs - clockMs) >= CLOCK_EVERY_MS ? nowMs : clockMs
  }
}

function nextAnimationFrame(draw: () => void): () => void {
  const handle = requestAnimationFrame(draw)
  return () => cancelAnimationFrame(handle)
}

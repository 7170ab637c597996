/** One viewer: what it watches, what it is owed, and what it lost because it reads too slowly. */
import type { LiveBatch, LiveItem } from '../../protocol/dashboard-wire'
import type { ProcessEntry } from '../roster/process-entry'

/** How a batch leaves, and how many still wait to leave. */
export interface ViewerLink {
  send(batch: LiveBatch): void
  /** Batches that the transport has not taken yet. */
  waiting(): number
}

/** Batches that may wait for a viewer, and values in them (some ten bytes each); beyond either, it loses items. */
const MAX_WAITING = 32
const MAX_WAITING_VALUES = 200_000
/** Rows in one batch; more of them come in the batches after it. */
export const ROWS_PER_BATCH = 200
/** Items other than rows in one batch. */
const MAX_ITEMS = 20_000

/** Builds what a viewer is owed; cached by the fan-out within a tick. */
export interface Views {
  row(entry: ProcessEntry): LiveItem
  /** `null` where the process left in the meantime. */
  detail(process: string): LiveItem | null
  alerts(): LiveItem
  history(): LiveItem
  refused(): LiveItem
  shedding(): LiveItem
  allEntries(): Iterable<ProcessEntry>
}

export class Viewer {
  watchesFleet = false
  /** The id of the process that it watches. */
  process: string | null = null
  lostItems = 0
  /** Rows that are due; a row that changes twice before it leaves is sent once. */
  readonly rows = new Set<ProcessEntry>()
  /** Those that left the list since the newest batch: not told, they would stay on the screen for ever. */
  readonly #left = new Set<string>()
  readonly #link: ViewerLink
  #items: LiveItem[] = []
  #isBehind = false
  #countedLost = 0
  /** Values sent since the transport had taken all of them. */
  #waitingValues = 0

  constructor(link: ViewerLink) {
    this.#link = link
  }

  /** Whether something is to be sent though nothing new comes. */
  get isOwed(): boolean {
    return this.#isBehind || this.rows.size > 0 || this.#left.size > 0 || this.#items.length > 0
  }

  push(items: readonly LiveItem[]): void {
    if (this.#isBehind || this.#items.length + items.length > MAX_ITEMS) {
      this.lostItems += countOf(items)
      this.#isBehind = true
      return
    }
    for (const item of items) this.#items.push(item)
  }

  takeLeft(entry: ProcessEntry): void {
    this.rows.delete(entry)
    this.#left.add(entry.id)
  }

  /** Forgets what was owed for what was watched before. */
  watch(fleet: boolean, process: string | null): void {
    this.watchesFleet = fleet
    this.process = process
    this.rows.clear()
    this.#left.clear()
    this.#items = []
    this.#isBehind = false
  }

  /** Lets go of what it is owed; the newest state comes with the next batch that it gets. */
  shed(): void {
    this.lostItems += countOf(this.#items)
    this.#items = []
    this.rows.clear()
    this.#left.clear()
    this.#isBehind = true
  }

  /** Sends `item` at once and before what it is owed; one that does not read is not told. */
  tell(item: LiveItem, hubNowMs: number): void {
    if (this.#link.waiting() >= MAX_WAITING) return
    this.#link.send({ hubNowMs, lostItems: this.lostItems, items: [item] })
  }

  /** Sends one batch, if there is something to say and room to say it. */
  flush(views: Views, hubNowMs: number): void {
    const waiting = this.#link.waiting()
    if (this.#isBehind && waiting === 0) this.#catchUp(views)
    if (waiting === 0) this.#waitingValues = 0
    if (waiting >= MAX_WAITING || this.#waitingValues > MAX_WAITING_VALUES) {
      this.lostItems += countOf(this.#items)
      this.#isBehind ||= this.#items.length > 0
      this.#items = []
    } else if (!this.#isBehind) this.#send(views, hubNowMs)
  }

  /** How many items were lost since last time. */
  takeLost(): number {
    const lost = this.lostItems - this.#countedLost
    this.#countedLost = this.lostItems
    return lost
  }

  #send(views: Views, hubNowMs: number): void {
    const left = [...this.#left].map((process): LiveItem => ({ type: 'left', process }))
    const items = [...left, ...this.#takeRows(views), ...this.#items]
    this.#left.clear()
    this.#items = []
    if (items.length === 0) return
    for (const item of items) this.#waitingValues += valuesIn(item)
    this.#link.send({ hubNowMs, lostItems: this.lostItems, items })
  }

  /** After a loss the newest state comes, from which a viewer goes on. */
  #catchUp(views: Views): void {
    this.#isBehind = false
    // What was pushed before the loss is part of the newest state, and would come after it.
    this.#items = [views.alerts(), views.history(), views.refused(), views.shedding()]
    if (this.watchesFleet) for (const entry of views.allEntries()) this.rows.add(entry)
    const detail = this.process === null ? null : views.detail(this.process)
    if (detail) this.#items.push(detail)
  }

  #takeRows(views: Views): LiveItem[] {
    const taken: LiveItem[] = []
    for (const entry of this.rows) {
      if (taken.length >= ROWS_PER_BATCH) break
      this.rows.delete(entry)
      taken.push(views.row(entry))
    }
    return taken
  }
}

/** What a viewer counts as lost: the beat of each row by itself. */
function countOf(items: readonly LiveItem[]): number {
  return items.reduce((sum, item) => sum + (item.type === 'beats' ? item.rows.length : 1), 0)
}

/** About how many values an item has, for its size. */
function valuesIn(item: LiveItem): number {
  switch (item.type) {
    case 'row':
      return 100
    case 'left':
      return 2
    case 'beats':
      return item.rows.length * (item.limited ? 6 : 3)
    case 'detail':
      return 100 + item.detail.series.length * 30
    case 'frames':
      return 10 + item.frames.length * (item.frames[0]?.length ?? 0)
    case 'event':
      return 10 + item.event.message.length / 10
    case 'alerts':
      return 10 + (item.told?.worst.length ?? 0) * 50
    case 'history':
      return 30
    case 'refused':
      return 10 + item.refused.length * 30
    case 'shedding':
      return 2
    case 'annotation':
      return 10 + item.annotation.title.length / 10
    default:
      return item satisfies never
  }
}

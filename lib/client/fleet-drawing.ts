/** The fleet as it is drawn: what comes is gathered for a moment, and put in order anew only now and then. */
import {
  applyFleetItems,
  DRAW_FLEET_EVERY_MS,
  fleetFromPage,
  relisted,
  REORDER_EVERY_MS,
  type FleetItem,
  type FleetState,
} from './fleet'

export interface FleetDrawingParts {
  nowMs: () => number
  /** There is another picture to be drawn. */
  changed: () => void
}

export class FleetDrawing {
  /** `null` until the hub has told of the fleet. */
  state: FleetState | null = null
  readonly #parts: FleetDrawingParts
  #reorderAtMs = 0
  /** What came since it was drawn last: never more than comes in `DRAW_FLEET_EVERY_MS`. */
  #items: FleetItem[] = []
  #drawnAtMs = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(parts: FleetDrawingParts) {
    this.#parts = parts
  }

  /** The whole of it, as the hub answers it to who begins to look. */
  begin(page: Parameters<typeof fleetFromPage>[0]): void {
    this.state = fleetFromPage(page)
    this.#items = []
  }

  take(items: readonly FleetItem[]): void {
    if (!this.state) return
    this.#items.push(...items)
    // Also where the clock was put back.
    const waitMs = Math.min(DRAW_FLEET_EVERY_MS, this.#drawnAtMs + DRAW_FLEET_EVERY_MS - this.#parts.nowMs())
    if (waitMs <= 0) this.#apply()
    else this.#timer ??= setTimeout(() => this.#apply(), waitMs)
  }

  /** The next connection may be to another life of the hub, whose numbers are other processes': they count once it has told rows. */
  linkLost(): void {
    this.#apply()
    if (this.state) this.state = { ...this.state, ids: new Map() }
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #apply(): void {
    this.stop()
    const nowMs = this.#parts.nowMs()
    this.#drawnAtMs = nowMs
    const items = this.#items
    this.#items = []
    if (!this.state || items.length === 0) return
    const next = applyFleetItems(this.state, items)
    const isDue = nowMs - this.#reorderAtMs >= REORDER_EVERY_MS
    if (isDue) this.#reorderAtMs = nowMs
    this.state = isDue ? relisted(next) : next
    this.#parts.changed()
  }
}

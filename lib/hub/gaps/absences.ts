/** When the hub itself was away: from the newest frame of the run before to its start. What agents could not keep for so long is lost. */
import type { Store } from '../../history/store'
import { KeptMap } from '../access/kept-map'
import type { OnTrouble } from '../trouble-log'
import type { Span } from './clocks'

export interface Absence {
  id: string
  /** Both on the hub's clock; the first as near as frames tell. */
  fromMs: number
  toMs: number
}

/** A hub that is started once an hour is remembered for three weeks. */
const MOST = 500
/** Shorter ones lose nothing, and a frame's clock is not the hub's. */
const LEAST_MS = 2_000

export class Absences {
  readonly #kept: KeptMap<Absence>
  readonly #onTrouble: OnTrouble

  constructor(store: Pick<Store, 'putRecords' | 'records'>, onTrouble: OnTrouble) {
    this.#kept = new KeptMap<Absence>(store, 'absences')
    this.#onTrouble = onTrouble
  }

  async recover(): Promise<void> {
    await this.#kept.recover()
  }

  /** The hub starts: `heardUntilMs` is the time of the newest frame that it kept, 0 where it kept none. */
  async begin(heardUntilMs: number, nowMs: number): Promise<void> {
    if (heardUntilMs <= 0 || nowMs - heardUntilMs < LEAST_MS) return
    const old = [...this.#kept.values()].toSorted((a, b) => b.toMs - a.toMs).slice(MOST - 1)
    const removed = old.map(({ id }) => id)
    const absence = { id: `${nowMs}`, fromMs: heardUntilMs, toMs: nowMs }
    // Memory has it in any case; a full disk must not keep the hub from starting.
    await this.#kept.change([absence], removed, (cause) =>
      this.#onTrouble('an absence of the hub is not on disk', cause),
    )
  }

  /** Whether it was away in some of this time, on the hub's clock. */
  overlaps({ fromMs, toMs }: Span): boolean {
    return [...this.#kept.values()].some((one) => one.fromMs < toMs && one.toMs > fromMs)
  }
}

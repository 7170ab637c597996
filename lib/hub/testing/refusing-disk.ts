import type { Store } from '../../history/store'

/** A real history whose disk refuses while `isRefusing`, and says that it has since `sinceMs`. */
export class RefusingDisk {
  isRefusing = false
  readonly #sinceMs: number
  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs
  }
  wrap = (store: Store): Store => ({
    processes: () => store.processes(),
    openLife: (life) => (this.isRefusing ? this.#refuse() : store.openLife(life)),
    append: (frames) => (this.isRefusing ? this.#refuse() : store.append(frames)),
    keep: (frames, waiter) =>
      this.isRefusing ? waiter.reject(new Error('the disk is full')) : store.keep(frames, waiter),
    appendEvents: (...args) => (this.isRefusing ? this.#refuse() : store.appendEvents(...args)),
    events: (...args) => store.events(...args),
    eventsBetween: (query) => store.eventsBetween(query),
    series: (query) => store.series(query),
    stepColumns: (query) => store.stepColumns(query),
    seriesJson: (query) => store.seriesJson(query),
    lives: (...args) => store.lives(...args),
    gaps: (query) => store.gaps(query),
    replay: (...args) => store.replay(...args),
    addAnnotation: (note) => (this.isRefusing ? this.#refuse() : store.addAnnotation(note)),
    annotations: (query) => store.annotations(query),
    appendVerdicts: (changes) => (this.isRefusing ? this.#refuse() : store.appendVerdicts(changes)),
    verdictChanges: (...args) => store.verdictChanges(...args),
    putRecords: (...args) => (this.isRefusing ? this.#refuse() : store.putRecords(...args)),
    records: (collection) => store.records(collection),
    health: () =>
      this.isRefusing ? { state: 'failing', reason: 'the disk is full', sinceMs: this.#sinceMs } : store.health(),
    holdTiers: (isHeld) => store.holdTiers(isHeld),
    figures: () => store.figures(),
    close: () => store.close(),
  })
  #refuse(): Promise<never> {
    return Promise.reject(new Error('the disk is full'))
  }
}

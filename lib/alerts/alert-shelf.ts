/** The alerts in memory: those that are pending or fire, by process, and the newest of the resolved. */
import { alertId, alertKey } from './ids'
import type { AlertRecord, ObservedProcess, RaisedFlag } from './shapes'

export class AlertShelf {
  readonly #byId = new Map<string, AlertRecord>()
  readonly #byProcess = new Map<string, AlertRecord[]>()
  /** In the order in which they were resolved. */
  readonly #resolved = new Map<string, AlertRecord>()
  /** Of the resolved, the newest of each flag. */
  readonly #lastOf = new Map<string, AlertRecord>()
  #capacity: number

  constructor(maxResolved: number) {
    this.#capacity = maxResolved
  }

  /** How many are pending or fire. */
  get size(): number {
    return this.#byId.size
  }

  restore(records: readonly AlertRecord[]): void {
    const known = records.toSorted((a, b) => atOf(a) - atOf(b) || (a.alert.id < b.alert.id ? -1 : 1))
    for (const record of known) if (record.alert.state !== 'resolved') this.add(record)
    for (const record of known) if (record.alert.state === 'resolved') this.#keepResolved(record)
  }

  get(id: string): AlertRecord | undefined {
    return this.#byId.get(id) ?? this.#resolved.get(id)
  }

  /** Those of a process that are pending or fire. */
  ofProcess(process: string): readonly AlertRecord[] {
    return this.#byProcess.get(process) ?? NONE
  }

  held(): IterableIterator<AlertRecord> {
    return this.#byId.values()
  }

  resolved(): IterableIterator<AlertRecord> {
    return this.#resolved.values()
  }

  lastResolved(process: ObservedProcess, flag: RaisedFlag): AlertRecord | undefined {
    return this.#lastOf.get(alertKey(flag.flag, process.id, flag.series))
  }

  /** Two of one flag cannot begin in the same millisecond and have one id. */
  freeId(process: ObservedProcess, { flag, series }: RaisedFlag, nowMs: number): string {
    const key = alertKey(flag, process.id, series)
    for (let atMs = nowMs; ; atMs++) {
      const id = alertId(flag, key, atMs)
      if (!this.get(id)) return id
    }
  }

  add(record: AlertRecord): void {
    const { id, process } = record.alert
    this.#byId.set(id, record)
    const known = this.#byProcess.get(process)
    if (known) known.push(record)
    else this.#byProcess.set(process, [record])
  }

  remove({ alert: { id, process } }: AlertRecord): void {
    this.#byId.delete(id)
    const rest = (this.#byProcess.get(process) ?? []).filter(({ alert }) => alert.id !== id)
    if (rest.length > 0) this.#byProcess.set(process, rest)
    else this.#byProcess.delete(process)
  }

  /** It fires no more. */
  putAway(record: AlertRecord): void {
    this.remove(record)
    this.#keepResolved(record)
  }

  setCapacity(maxResolved: number): void {
    this.#capacity = maxResolved
    this.#trim()
  }

  #keepResolved(record: AlertRecord): void {
    this.#resolved.set(record.alert.id, record)
    this.#lastOf.set(keyOf(record), record)
    this.#trim()
  }

  #trim(): void {
    for (const [id, record] of this.#resolved) {
      if (this.#resolved.size <= this.#capacity) return
      this.#resolved.delete(id)
      if (this.#lastOf.get(keyOf(record)) === record) this.#lastOf.delete(keyOf(record))
    }
  }
}

const NONE: readonly AlertRecord[] = []

function keyOf({ alert: { rule, process, series } }: AlertRecord): string {
  return alertKey(rule, process, series)
}

function atOf({ alert: { resolvedAtMs, pendingAtMs } }: AlertRecord): number {
  return resolvedAtMs ?? pendingAtMs
}

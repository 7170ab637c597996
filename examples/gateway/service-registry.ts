import { heldBytes } from '../wire/held'
import type { FaultSwitch } from './faults'

interface Registered {
  expiresAtMs: number
  /** The description of the service: its endpoints and their schemas. */
  readonly description: number[]
}

/** Services that live for `lifeMs` unless they are announced again; what has expired goes with the next sweep. */
export class ServiceRegistry {
  readonly #services = new Map<string, Registered>()

  constructor(
    readonly lifeMs: number,
    readonly descriptionBytes: number,
    readonly faults: FaultSwitch,
  ) {}

  /** With those that have expired and wait for a sweep. */
  get size(): number {
    return this.#services.size
  }

  announce(name: string, nowMs: number): void {
    const expiresAtMs = nowMs + this.lifeMs
    const known = this.#services.get(name)
    if (known) known.expiresAtMs = expiresAtMs
    else this.#services.set(name, { expiresAtMs, description: heldBytes(this.descriptionBytes) })
  }

  /** The service ends its life now. */
  leave(name: string, nowMs: number): void {
    const known = this.#services.get(name)
    if (known) known.expiresAtMs = Math.min(known.expiresAtMs, nowMs)
  }

  /** Removes what has expired; answers how many that were. */
  sweep(nowMs: number): number {
    if (this.faults.has('no-sweep')) return 0
    let removed = 0
    for (const [name, { expiresAtMs }] of this.#services) {
      if (expiresAtMs > nowMs) continue
      this.#services.delete(name)
      removed++
    }
    return removed
  }
}

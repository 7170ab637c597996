import type { Agent } from '@tidemark/agent'
import { TtlRegistry } from '@tidemark/agent/bounded'
import { heldBytes } from '../wire/held'
import type { FaultSwitch } from './faults'

export interface ServicesOptions {
  lifeMs: number
  sweepMs: number
  /** Of the description of a service: its endpoints and their schemas. */
  descriptionBytes: number
  faults: FaultSwitch
}

/** Services that live for a time unless they are announced again: a TtlRegistry; with the fault `no-sweep` a map of what was ever announced. */
export class Services {
  readonly #registry: TtlRegistry<string, number[]>
  readonly #kept = new Map<string, number[]>()
  readonly #options: ServicesOptions

  constructor(options: ServicesOptions) {
    this.#options = options
    const { lifeMs, sweepMs, faults } = options
    const agent = faults.fault === 'no-sweep' ? null : undefined
    this.#registry = new TtlRegistry({ name: 'services', ttlMs: lifeMs, sweepMs, agent })
  }

  get size(): number {
    return this.#registry.size + this.#kept.size
  }

  announce(name: string): void {
    if (this.#options.faults.has('no-sweep')) {
      if (!this.#kept.has(name)) this.#kept.set(name, heldBytes(this.#options.descriptionBytes))
    } else if (!this.#registry.renew(name)) this.#registry.set(name, heldBytes(this.#options.descriptionBytes))
  }

  leave(name: string): void {
    this.#registry.delete(name)
  }

  /** Lets go what a registry would not hold; answers how many that were. What is there is announced again soon. */
  repair(): number {
    const kept = this.#kept.size
    this.#kept.clear()
    return kept
  }

  watchedBy(agent: Agent): void {
    if (this.#options.faults.fault === 'no-sweep') agent.registry('services', this)
  }

  close(): void {
    this.#registry.close()
  }
}

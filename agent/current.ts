/**
 * How a part that was bundled or created apart (a bounded structure, an adapter, the register hook) finds the agent of this process,
 * whichever of the two comes first. The place is on `globalThis`, under a name of its own, because `@tidemark/agent` and its sub-paths
 * are separate bundles, and a program may hold both the CommonJS and a bundled copy of them.
 *
 *   const report = reportOf(pool, (agent, { of }) => [agent.pool('mesh', { of, read: (pool) => pool.size })])
 *   report.event('cleanup', 'swept 3 services', { count: 3 })
 *   report.end()
 *
 * `attach` is called once for each agent that comes to this process: at once where one is there, else when `tidemark()` starts it, and
 * again for the next one after `stop()`. What is watched is held weakly, so neither `attach` nor the readers that it hands out may close
 * over it: they get it.
 */
import type { Agent, EventOptions, Registration } from './api'

/** An agent's methods that a part may use. */
export type Reporting = Pick<
  Agent,
  'pool' | 'clients' | 'registry' | 'streams' | 'pending' | 'gauge' | 'counter' | 'entities' | 'event'
>

export type Attach<T extends object> = (agent: Reporting, watched: { of: T }) => Registration[]

export interface Report {
  /** Tells the agent that is there now; nobody, where there is none. */
  event(type: string, message: string, options?: EventOptions): void
  /** Takes the series out again, for good. */
  end(): void
}

interface Part {
  comes(agent: Reporting): void
  goes(): void
}

interface Seat {
  agent: Reporting | null
  readonly parts: Set<Part>
}

const SEAT = Symbol.for('@tidemark/agent/seat')

function seat(): Seat {
  const place = globalThis as { [SEAT]?: Seat }
  return (place[SEAT] ??= { agent: null, parts: new Set() })
}

/** The agent of this process: the one that was started last and has not been stopped; `null` where there is none. */
export function currentAgent(): Reporting | null {
  return seat().agent
}

export function takeSeat(agent: Reporting): void {
  const { parts } = seat()
  if (seat().agent) for (const part of parts) part.goes()
  seat().agent = agent
  for (const part of parts) part.comes(agent)
}

/** Nothing where another one has the seat by now. */
export function leaveSeat(agent: Reporting): void {
  if (seat().agent !== agent) return
  seat().agent = null
  for (const part of seat().parts) part.goes()
}

/** A part whose thing was collected without `end()` waits for no agent any more. */
const collected = new FinalizationRegistry<Part>((part) => {
  seat().parts.delete(part)
  part.goes()
})

/**
 * Has `watched` reported by the agent of this process, whenever there is one; by `agent` and no other where that is given; by nobody
 * where it is `null`.
 */
export function reportOf<T extends object>(watched: T, attach: Attach<T>, agent?: Reporting | null): Report {
  const reference = new WeakRef(watched)
  let registrations: Registration[] = []
  const part: Part = {
    comes(arrived) {
      const alive = reference.deref()
      if (alive) registrations = attach(arrived, { of: alive })
    },
    goes() {
      for (const registration of registrations) registration.remove()
      registrations = []
    },
  }
  const isFixed = agent !== undefined
  const reporter = (): Reporting | null => (isFixed ? agent : seat().agent)
  if (!isFixed) {
    seat().parts.add(part)
    collected.register(watched, part, part)
  }
  const now = reporter()
  if (now) part.comes(now)
  return {
    event: (type, message, options) => reporter()?.event(type, message, options),
    end() {
      seat().parts.delete(part)
      collected.unregister(part)
      part.goes()
    },
  }
}

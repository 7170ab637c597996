/** The gauges and counters of a registry of `prom-client`, as series. Histograms and summaries are left out: they are many numbers, and none of them is a size. */
import type { Registration } from '../../api'
import { type Attach, type Report, reportOf, type Reporting } from '../../current'
import { reasonOf } from '../../warnings'
import { hasMethods } from '../adapter'
import { endPoll, isFresh, poll, pollInterval } from '../poll'
import { tell } from '../told'
import { type Scale, scaleOf, seriesNameOf } from './series-names'

export interface PromClientOptions {
  /** How often the registry is asked, in ms: 1,000 to 3,600,000. Default 5,000. */
  everyMs?: number | undefined
  /** Put before each name. Default: none. */
  prefix?: string | undefined
  /** Whether a metric, by its name in the registry, becomes series. Default: each does. */
  select?: ((metric: string) => boolean) | undefined
}

/** Labels may take any number of values; more series than these are left out, and told once. */
const SERIES_MOST = 300

interface Registry {
  getMetricsAsArray(): readonly Metric[]
}

interface Metric {
  readonly name: string
  readonly help?: string
  readonly type?: string
  get(): Told | Promise<Told>
}

interface Told {
  name: string
  help: string
  type: string
  values: readonly { value: number; labels: Readonly<Record<string, unknown>> }[]
}

interface Followed {
  options: PromClientOptions & { everyMs: number }
  values: Map<string, number>
  declared: Map<string, Declared>
  /** The agent that is told, with what it has of ours. */
  agent: Reporting | null
  report: Report | null
  registrations: Registration[]
}

interface Declared {
  kind: 'gauge' | 'counter'
  help: string
  scale: Scale
}

const followed = new WeakMap<Registry, Followed>()

/**
 * Has the gauges and counters of `registry` reported by the agent of this process: each by its name, with its labels behind it
 * (`http_requests_total/code:200/method:GET`). The registry is held weakly, and asked each `everyMs`. Never throws: what is wrong is told
 * once by `process.emitWarning` (code TIDEMARK_ADAPTER).
 */
export function fromPromClient(registry: object, options: PromClientOptions = {}): Registration {
  const name = 'prom-client'
  if (typeof registry !== 'object' || registry === null || !hasMethods(registry, 'getMetricsAsArray')) {
    tell(
      'fromPromClient',
      'fromPromClient takes a registry of prom-client (12 or later), say its `register`; something else came.',
    )
    return { name, remove: () => {} }
  }
  const known = registry as Registry
  if (!followed.has(known))
    begin(known, { ...options, everyMs: pollInterval('a registry of prom-client', options.everyMs) })
  return { name, remove: removerOf(new WeakRef(known)) }
}

function begin(registry: Registry, options: Followed['options']): void {
  const state: Followed = {
    options,
    values: new Map(),
    declared: new Map(),
    agent: null,
    report: null,
    registrations: [],
  }
  followed.set(registry, state)
  state.report = reportOf(registry, attach)
  poll(registry, options.everyMs, ask, fail)
}

function fail(thrown: unknown): void {
  tell('prom-client asked', `a registry of prom-client could not be asked: ${reasonOf(thrown)}. It is asked again.`)
}

function removerOf(reference: WeakRef<Registry>): () => void {
  return () => {
    const registry = reference.deref()
    const state = registry && followed.get(registry)
    if (!registry || !state) return
    endPoll(registry)
    state.report?.end()
    followed.delete(registry)
  }
}

/** What is known by now is declared to an agent that comes; what comes later as it comes. */
const attach: Attach<Registry> = (agent, { of }) => {
  const state = followed.get(of)
  if (!state) return []
  state.agent = agent
  // The same list that later ones are put into, so that all are taken out when the agent goes.
  state.registrations = []
  for (const [name, declared] of state.declared) declare(state, agent, of, name, declared)
  return state.registrations
}

async function ask(registry: Registry): Promise<void> {
  const state = followed.get(registry)
  if (!state) return
  const { select = () => true } = state.options
  const wanted = registry
    .getMetricsAsArray()
    .filter(({ name, type }) => (type === undefined || type === 'gauge' || type === 'counter') && select(name))
  const told = await Promise.all(wanted.map(async (metric) => metric.get()))
  state.values.clear()
  for (const metric of told) if (metric.type === 'gauge' || metric.type === 'counter') take(registry, state, metric)
}

function take(registry: Registry, state: Followed, { name: metric, help, type, values }: Told): void {
  const scale = scaleOf(metric)
  for (const { value, labels } of values) {
    const name = seriesNameOf(metric, labels, state.options.prefix ?? '')
    if (name === null) {
      tell(
        `long ${metric}`,
        `series of ${metric} are left out where their labels make a name of more than 120 characters.`,
      )
      continue
    }
    if (!state.declared.has(name) && !declareNew(registry, state, name, { kind: type as 'gauge', help, scale }))
      continue
    // A label's values that become the same name are one series.
    state.values.set(name, (state.values.get(name) ?? 0) + value * scale.by)
  }
}

function declareNew(registry: Registry, state: Followed, name: string, declared: Declared): boolean {
  if (state.declared.size >= SERIES_MOST) {
    tell(
      'many of prom-client',
      `a registry of prom-client has more than ${SERIES_MOST} gauges and counters; the rest is left out. select says which are wanted.`,
    )
    return false
  }
  state.declared.set(name, declared)
  if (state.agent) declare(state, state.agent, registry, name, declared)
  return true
}

function declare(state: Followed, agent: Reporting, of: Registry, name: string, { kind, help, scale }: Declared): void {
  const source = { of, read: readerOf(name) }
  const options = { unit: scale.unit, help: help.slice(0, 500) }
  state.registrations.push(
    kind === 'counter' ? agent.counter(name, source, options) : agent.gauge(name, source, options),
  )
}

// A function of its own: a closure that is made beside the registry would hold it.
function readerOf(name: string): (registry: Registry) => number | undefined {
  return (registry) => {
    const state = followed.get(registry)
    return state && isFresh(registry, state.options.everyMs) ? state.values.get(name) : undefined
  }
}

/** Every metric that Tidemark knows by name, described once. Charts, tooltips, rules, `/metrics` and the docs read this. */
import type { SeriesKind, Unit } from './vocabulary'

export interface MetricDescription {
  name: string
  label: string
  kind: SeriesKind
  unit: Unit
  /** One sentence: what the number is and where it comes from. */
  help: string
  /** One sentence: what a healthy process shows. */
  normal: string
}

export const METRICS: readonly MetricDescription[] = [
  {
    name: 'memory.rss',
    label: 'Resident set',
    kind: 'memory',
    unit: 'bytes',
    help: 'Memory of the process that is in RAM, as the operating system counts it: what a container limit is held against.',
    normal: 'Rises during warm-up and after bursts, seldom comes back, and then stays level.',
  },
  {
    name: 'memory.heap_used',
    label: 'Heap used',
    kind: 'memory',
    unit: 'bytes',
    help: 'JavaScript objects on V8’s heap, the live ones and those that no collection has removed yet.',
    normal: 'A sawtooth whose low points stay level; the rise between collections means nothing.',
  },
  {
    name: 'memory.heap_total',
    label: 'Heap committed',
    kind: 'memory',
    unit: 'bytes',
    help: 'Memory that V8 has taken from the operating system for its heap, used or free.',
    normal: 'Follows the peaks of heap used, and shrinks slowly.',
  },
  {
    name: 'memory.live_set',
    label: 'Live set',
    kind: 'memory',
    unit: 'bytes',
    help: 'Heap in use right after the last major collection: what the program really holds on to. Not known before the first one.',
    normal: 'Level once caches are full, higher under load, and back when the load is gone.',
  },
  {
    name: 'memory.external',
    label: 'External',
    kind: 'memory',
    unit: 'bytes',
    help: 'Memory outside V8’s heap that JavaScript objects own, array buffers included.',
    normal: 'Follows the traffic of buffers and returns to its floor.',
  },
  {
    name: 'memory.array_buffers',
    label: 'Array buffers',
    kind: 'memory',
    unit: 'bytes',
    help: 'The part of external that ArrayBuffers and Node’s Buffers hold.',
    normal: 'Follows the traffic of buffers and returns to its floor.',
  },
  {
    name: 'memory.unattributed',
    label: 'Unattributed',
    kind: 'memory',
    unit: 'bytes',
    help: 'Resident set less all that V8 accounts for (its heap in RAM, external memory, its own allocations): native code, fragmentation, thread stacks.',
    normal: 'Level after warm-up; a steady rise here is a native leak or fragmentation, not JavaScript.',
  },
  {
    name: 'gc.major_count',
    label: 'Major collections',
    kind: 'counter',
    unit: 'count',
    help: 'Mark-compact collections since the process started.',
    normal: 'One now and then; ever more of them means that the heap nears its limit.',
  },
  {
    name: 'gc.pause_ms',
    label: 'Collection pauses',
    kind: 'gauge',
    unit: 'ms',
    help: 'Time that collections of every kind held the process since the frame before.',
    normal: 'A few milliseconds a second.',
  },
  {
    name: 'loop.delay_p99_ms',
    label: 'Event-loop delay, 99th percentile',
    kind: 'gauge',
    unit: 'ms',
    help: 'How late timers ran since the frame before, less the resolution of the measurement.',
    normal: 'Below some 20 ms; collections and heavy callbacks show as spikes.',
  },
  {
    name: 'loop.utilization',
    label: 'Event-loop utilization',
    kind: 'gauge',
    unit: 'ratio',
    help: 'Share of the time since the frame before in which the event loop was busy.',
    normal: 'Follows the load, and stays below some 0.8.',
  },
  {
    name: 'handles.active',
    label: 'Active handles',
    kind: 'gauge',
    unit: 'count',
    help: 'Resources that keep the event loop alive: sockets, servers, timers, requests under way.',
    normal: 'Follows the clients, and returns to its floor.',
  },
  {
    name: 'load.requests',
    label: 'Requests',
    kind: 'counter',
    unit: 'count',
    help: 'Requests served since the process started, as the program counts them.',
    normal: 'Rises with the load; memory is judged against it.',
  },
  {
    name: 'cache.fill',
    label: 'Cache fill',
    kind: 'gauge',
    unit: 'ratio',
    help: 'How full the bounded caches of the process are, from 0 to 1.',
    normal: 'Rises to its level and stays; memory may rise with it until then.',
  },
]

const byName = new Map(METRICS.map((metric) => [metric.name, metric]))

/** All known metrics, in the order in which a person reads them. */
export function knownMetrics(): readonly MetricDescription[] {
  return METRICS
}

/** The description of a known metric, or `undefined` for a name that is free. */
export function describeMetric(name: string): MetricDescription | undefined {
  return byName.get(name)
}

/** What each kind of series is, for series whose names the catalogue does not know. */
export const KIND_HELP: Record<SeriesKind, { label: string; normal: string }> = {
  memory: { label: 'Memory', normal: 'Level once the process is warm.' },
  pool: { label: 'Pool', normal: 'Below its max, or at its max only for moments.' },
  clients: { label: 'Clients', normal: 'Follows the load, below its max, and returns to its floor.' },
  registry: { label: 'Registry', normal: 'Stable under its sweeps.' },
  streams: { label: 'Streams', normal: 'Equal to its partner, apart from moments of change.' },
  pending: { label: 'Pending calls', normal: 'Spikes are fine; it returns to its floor.' },
  gauge: { label: 'Gauge', normal: 'As its owner knows it.' },
  counter: { label: 'Counter', normal: 'Rises within a life, and starts again at 0 with the next.' },
}

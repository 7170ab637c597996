// The series that a process of the benchmarks reports: what the agent's probes report, and structures as programs have them.
const PROBED = [
  ['memory.rss', 'memory', 'bytes', 180e6],
  ['memory.heap_used', 'memory', 'bytes', 90e6],
  ['memory.heap_total', 'memory', 'bytes', 120e6],
  ['memory.live_set', 'memory', 'bytes', 60e6],
  ['memory.external', 'memory', 'bytes', 8e6],
  ['memory.array_buffers', 'memory', 'bytes', 4e6],
  ['memory.unattributed', 'memory', 'bytes', 30e6],
  ['gc.major_count', 'counter', 'count', 12],
  ['gc.pause_ms', 'gauge', 'ms', 40],
  ['loop.delay_p99_ms', 'gauge', 'ms', 30],
  ['handles.active', 'gauge', 'count', 200],
  ['load.requests', 'counter', 'count', 100_000],
]
const DOMAIN = [
  { kind: 'pool', unit: 'count', max: 1_000 },
  { kind: 'clients', unit: 'count', max: 10_000 },
  { kind: 'registry', unit: 'count' },
  { kind: 'streams', unit: 'count' },
  { kind: 'pending', unit: 'count' },
  { kind: 'gauge', unit: 'ratio' },
]

/** `count` declarations, and the number that each one wanders about. */
export function seriesOf(count) {
  const probed = PROBED.slice(0, count).map(([name, kind, unit, level]) => ({ declared: { name, kind, unit }, level }))
  const domain = Array.from({ length: Math.max(0, count - probed.length) }, (_, n) => {
    const part = DOMAIN[n % DOMAIN.length]
    return { declared: { name: `${part.kind}.part_${Math.floor(n / DOMAIN.length)}`, ...part }, level: 400 }
  })
  const all = [...probed, ...domain]
  return { declarations: all.map(({ declared }) => declared), levels: all.map(({ level }) => level) }
}

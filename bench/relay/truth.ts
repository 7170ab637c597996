/** What a relay counted itself: how fast it keeps more, and since when its caches are full. */
import type { RunAnswer } from '../../lib/protocol/investigations'

const HOUR_MS = 3_600_000
const KEPT = 'notes.kept'
const CACHES = ['pool.did-cache', 'pool.handle-cache']

export interface RunTruth {
  /** Bytes an hour over the steady time of the run; `null` where it had none. */
  keptPerHour: number | null
  /** When the last of its caches was full; `null`: never. */
  fullAtMs: number | null
}

type Points = [atMs: number, value: number | null][]

/** Of a run that is still open: until now. */
export async function truthOf(hub: string, { process, fromMs, toMs, steady }: RunAnswer): Promise<RunTruth> {
  const names = [KEPT, ...CACHES]
  const [detail, found] = (await Promise.all([
    ask(hub, `processes/${process}`),
    ask(
      hub,
      `processes/${process}/series?${names.map((name) => `name=${name}`).join('&')}&fromMs=${fromMs}&toMs=${toMs ?? Date.now()}`,
    ),
  ])) as [{ series: { name: string; max?: number }[] }, { series: { name: string; points: Points }[] }]
  const pointsOf = (name: string): Points => found.series.find((one) => one.name === name)?.points ?? []
  const full = CACHES.map((name) => {
    const max = detail.series.find((one) => one.name === name)?.max ?? Number.POSITIVE_INFINITY
    return pointsOf(name).find(([, value]) => value !== null && value >= max)?.[0] ?? Number.POSITIVE_INFINITY
  })
  const fullAtMs = Math.max(...full)
  return {
    keptPerHour: steady === null ? null : paceOf(pointsOf(KEPT), steady.fromMs, steady.toMs),
    fullAtMs: Number.isFinite(fullAtMs) ? fullAtMs : null,
  }
}

/** It is counted, not measured: from the first point to the last. */
function paceOf(points: Points, fromMs: number, toMs: number): number | null {
  const within = points.flatMap(([atMs, value]) =>
    value === null || atMs < fromMs || atMs > toMs ? [] : [{ atMs, value }],
  )
  const [first, last] = [within[0], within.at(-1)]
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return null
  return ((last.value - first.value) * HOUR_MS) / (last.atMs - first.atMs)
}

async function ask(hub: string, path: string): Promise<unknown> {
  const answer = await fetch(`${hub}/api/v1/${path}`)
  if (!answer.ok) throw new Error(`${path}: the hub answered ${answer.status}.`)
  return answer.json()
}

/** Holds what a hub gives back of an agent's frames against what that agent said. */
import { processId } from '../../lib/protocol/process-id'
import type { SeriesPoints } from '../../lib/protocol/http-api'
import { SERIES, type StubbornAgent, valueOf } from './stubborn-agent'

export interface Kept {
  frames: number
  /** Acknowledged, and not there. */
  missing: number
  twice: number
  /** Values that are not the ones that were sent, and frames that nobody sent. */
  wrong: number
}

export async function keptOf(url: string, agent: StubbornAgent, startMs: number): Promise<Kept> {
  const { service, instance } = agent.process
  const names = SERIES.map((name) => `name=${name}`).join('&')
  const address = `${url}/api/v1/processes/${processId(service, instance)}/series?${names}&fromMs=0&toMs=100000000000000`
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
  const { series } = (await response.json()) as { series: SeriesPoints[] }
  const kept: Kept = { frames: 0, missing: 0, twice: 0, wrong: 0 }
  series.forEach(({ points }, column) => {
    const times = new Map<number, number>()
    for (const [atMs, value] of points as [number, number | null][]) {
      const seq = (atMs - startMs) / 1_000
      times.set(seq, (times.get(seq) ?? 0) + 1)
      if (seq > agent.spoken.made || value !== valueOf(agent.n, seq, column)) kept.wrong++
    }
    for (const count of times.values()) if (count > 1) kept.twice++
    for (let seq = 1; seq <= agent.spoken.durable; seq++) if (!times.has(seq)) kept.missing++
    kept.frames = Math.max(kept.frames, points.length)
  })
  if (series.length < SERIES.length) kept.missing += (SERIES.length - series.length) * agent.spoken.durable
  return kept
}

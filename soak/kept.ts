/** Holds what the hub gives back of each slot against what its agents made. */
import { processId } from '../lib/protocol/process-id'
import type { SeriesPoints } from '../lib/protocol/http-api'
import type { HostLife } from './host'
import { BEAT, frameOf, lifeOf } from './steps'

export interface Kept {
  /** Frames that are there. */
  frames: number
  /** Made by an agent that had time to bring it, or acknowledged as durable, and not there. */
  missing: number
  /** Within a life, before another frame that is there. */
  gaps: number
  twice: number
  /** Made by agents that were killed before they could bring them, and gone with them. */
  diedWithAgent: number
  /** Brought by agents that were killed, after the last time that they told how many they had made. */
  broughtUntold: number
  /** There, and made by nobody: a life that had time to tell all told of fewer. */
  unmade: number
}

/** `lives`: of the process with this slot; `at`: which of its agents. */
export async function keptOf(url: string, slot: number, at: number, lives: readonly HostLife[]): Promise<Kept> {
  const id = processId(`soak-${slot % 10}`, `slot/${slot}`)
  const response = await fetch(`${url}/api/v1/processes/${id}/series?name=${BEAT}&fromMs=0&toMs=100000000000000`)
  if (!response.ok) throw new Error(`slot ${slot}: the hub answered ${response.status}: ${await response.text()}`)
  const { series } = (await response.json()) as { series: SeriesPoints[] }
  const points = (series[0]?.points ?? []) as [number, number | null][]
  const framesByLife = new Map<number, Map<number, number>>()
  for (const [, beat] of points) {
    if (beat === null) continue
    const frames = framesByLife.get(lifeOf(beat)) ?? new Map<number, number>()
    framesByLife.set(lifeOf(beat), frames)
    frames.set(frameOf(beat), (frames.get(frameOf(beat)) ?? 0) + 1)
  }
  const kept: Kept = { frames: 0, missing: 0, gaps: 0, twice: 0, diedWithAgent: 0, broughtUntold: 0, unmade: 0 }
  for (const { life, agents, isFinished } of lives) {
    const told = agents[at] ?? { made: 0, durable: 0, lost: 0 }
    countLife(framesByLife.get(life) ?? new Map<number, number>(), { ...told, isFinished }, kept)
  }
  return kept
}

function countLife(
  frames: ReadonlyMap<number, number>,
  { made, durable, isFinished }: { made: number; durable: number; isFinished: boolean },
  kept: Kept,
): void {
  const owed = isFinished ? made : durable
  const newest = Math.max(0, ...frames.keys())
  for (const count of frames.values()) if (count > 1) kept.twice++
  for (let frame = 1; frame <= Math.max(owed, newest); frame++) {
    if (frames.has(frame)) kept.frames++
    else if (frame <= owed) kept.missing++
    else kept.gaps++
  }
  kept.diedWithAgent += Math.max(0, made - Math.max(owed, newest))
  kept[isFinished ? 'unmade' : 'broughtUntold'] += Math.max(0, newest - made)
}

/** The newest numbers of many rows as one item: of ten thousand it is a fifth of what an item a row would be, and no object a row. */
import type { Beats, LiveItem } from '../../protocol/dashboard-wire'
import type { ProcessEntry } from '../roster/process-entry'
import { known, limitedOf } from '../roster/process-views'

export function beatsOf(entries: Iterable<ProcessEntry>): LiveItem & { type: 'beats' } {
  const beats: Beats = { rows: [], fromMs: 0, afterMs: [], memoryBytes: [] }
  const limits: NonNullable<Beats['limited']> = { names: [], series: [], latestBytes: [], limitBytes: [] }
  for (const entry of entries) {
    const atMs = entry.lastFrameAtMs ?? 0
    if (beats.rows.length === 0) beats.fromMs = atMs
    beats.rows.push(entry.number)
    beats.afterMs.push(atMs - beats.fromMs)
    beats.memoryBytes.push(known(entry.newest[entry.memoryIndex]))
    const limited = limitedOf(entry)
    limits.series.push(limited && placeIn(limits.names, limited.series))
    limits.latestBytes.push(limited && limited.latestBytes)
    limits.limitBytes.push(limited && limited.limitBytes)
  }
  return { type: 'beats', ...beats, ...(limits.names.length > 0 ? { limited: limits } : {}) }
}

/** Of the few series that have limits. */
function placeIn(names: string[], name: string): number {
  const place = names.indexOf(name)
  return place >= 0 ? place : names.push(name) - 1
}

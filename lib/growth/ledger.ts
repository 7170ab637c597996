/** What is written down of a series: each look weighed against what was said before, with its slope. */
import type { Finding } from './conclude'
import type { Peaks } from './limits'
import type { PooledSlope } from './pool-lives'
import type { SeriesTable } from './series-table'
import type { GrowthSettings } from './settings'
import type { WindowView } from './window-view'

const HOUR_MS = 3_600_000
/**
 * The interval that is shown leaves out this share of the weight on each side: what holds the truth in 90 % of traces whose
 * truth is known, because the weight on noise that wanders without bound is on the safe side.
 */
export const TAIL_SHOWN = 0.075
/**
 * Each look in a row at which growth is seen adds the tenfolds by which its chance is below one in ten; this many make a
 * flag at a budget of one false flag per 1,000 series a month (docs/growth.md, G9).
 */
const EVIDENCE_OFFSET = 1
const EVIDENCE_NEEDED = 3.8
/** How many looks in a row may find that a growth no longer rises before it is taken back. */
const DOUBTS_ALLOWED = 2

export interface Ledger {
  table: SeriesTable
  peaks: Peaks
  settings: GrowthSettings
}

/**
 * Weighs what a look showed against what was said before. `rises`: whether what was growing still does, for all that can be
 * seen; `nextLookMs`: when it will be asked again.
 */
export function settle(
  ledger: Ledger,
  index: number,
  finding: Finding,
  rises: boolean,
  atMs: number,
  nextLookMs: number,
): void {
  const { table } = ledger
  const { grows, chance } = finding.judgement
  if (table.cause(index) === 'pooled' && grows === null) return
  const evidence =
    grows === null ? 0 : table.get(index, 'evidence') - Math.log10(Math.max(chance, 1e-30)) - EVIDENCE_OFFSET
  table.set(index, 'evidence', evidence)
  const grew = table.word(index) === 'growing'
  const needed = EVIDENCE_NEEDED - Math.log10(ledger.settings.falseFlagsPerThousandSeriesMonth)
  if (grows !== null && (grew || evidence >= needed)) {
    table.set(index, 'doubts', 0)
    note(table, index, grows)
    if (matters(ledger, index)) table.say(index, 'growing', finding.cause, atMs)
    else table.say(index, 'steady', 'slow', atMs)
    return
  }
  if (grew && rises) return
  const doubts = table.get(index, 'doubts') + 1
  table.set(index, 'doubts', doubts)
  if (grew && doubts < DOUBTS_ALLOWED) return
  // Worked out when somebody asks.
  table.set(index, 'slopePerHour', Number.NaN)
  table.setTime(index, 'conclusiveAtMs', grows === null ? finding.conclusiveAtMs : nextLookMs)
  if (grows === null) table.say(index, finding.word, finding.cause, atMs)
  else table.say(index, 'collecting', 'short', atMs)
}

/** Says of a series that is too young for more when a conclusion is awaited; `null`: it still fills, and nothing is. */
export function sayYoung(table: SeriesTable, index: number, conclusiveAtMs: number | null, atMs: number): void {
  table.setTime(index, 'conclusiveAtMs', conclusiveAtMs ?? Number.NaN)
  if (conclusiveAtMs === null) table.say(index, 'warming-up', 'filling', atMs)
  else table.say(index, 'collecting', 'young', atMs)
}

/** Writes down the slope of a window. */
export function note(table: SeriesTable, index: number, view: WindowView): void {
  const perHour = view.unitPerMs * HOUR_MS
  table.set(index, 'slopePerHour', view.posterior.slope * perHour)
  table.set(index, 'lowPerHour', view.posterior.quantile(TAIL_SHOWN) * perHour)
  table.set(index, 'highPerHour', view.posterior.quantile(1 - TAIL_SHOWN) * perHour)
  table.set(index, 'chance', view.posterior.tailBelow(0))
  table.set(index, 'first', view.mean)
  table.setTime(index, 'fromMs', view.fromMs)
  table.setTime(index, 'toMs', view.toMs)
  const rise = view.posterior.slope * view.unitPerMs * (view.toMs - view.fromMs)
  table.set(index, 'shareSlope', view.byServed && view.servedInWindow > 0 ? rise / view.servedInWindow : Number.NaN)
}

/** Says what the lives before this one have in common. */
export function sayPooled(ledger: Ledger, row: number, pooled: PooledSlope, firstMs: number, nowMs: number): void {
  const { table } = ledger
  note(table, row, pooled.view)
  table.setTime(row, 'fromMs', firstMs)
  table.setTime(row, 'toMs', nowMs)
  table.set(row, 'lives', pooled.lives)
  table.set(row, 'first', pooled.level)
  if (matters(ledger, row)) table.say(row, 'growing', 'pooled', nowMs)
  else table.say(row, 'steady', 'slow', nowMs)
}

/** Whether a slope reaches, within the horizon, a share of the limit (or of the level, where there is none) that matters. */
function matters({ table, peaks, settings }: Ledger, index: number): boolean {
  const material = settings.materialShare * (peaks.limitOf(index) ?? Math.abs(table.get(index, 'first')))
  return (table.get(index, 'slopePerHour') * settings.horizonMs) / HOUR_MS >= material
}

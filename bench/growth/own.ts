/** The project's own seeded traces, of families that stand in no file. */
import { ProcessGrowth } from '../../lib/growth/process-growth'
import { DEFAULT_GROWTH_SETTINGS } from '../../lib/growth/settings'
import { FAMILIES, makeTrace } from '../../lib/growth/testing/families'
import type { MadeTrace } from '../../lib/growth/testing/traces'
import type { VerdictWord } from '../../lib/protocol/vocabulary'
import { Report } from './report'
import type { Answer } from './score'

export function benchOwn(firstSeed: number, seeds: number, every: number): void {
  const report = new Report([])
  for (const family of Object.keys(FAMILIES)) {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const trace = makeTrace(family, seed)
      const lastT = trace.rows[trace.rows.length - 1]?.atS ?? 0
      const { answer, word } = judgeMade(trace, every)
      const leaked = Array.from({ length: 201 }, (_, i): [number, number] => [
        (i * lastT) / 200,
        trace.leaked((i * lastT) / 200),
      ])
      const label = {
        file: `${family}-${seed}`,
        family,
        label: trace.leaks ? 'leak' : 'ok',
        onset: trace.onsetS,
        ends: trace.endsS,
        leaked,
      }
      report.add(label, lastT, answer, word)
    }
  }
  report.print(`the project's own traces, seeds ${firstSeed} to ${firstSeed + seeds - 1}`)
}

function judgeMade(trace: MadeTrace, every: number): { answer: Answer; word: VerdictWord } {
  const growth = new ProcessGrowth(DEFAULT_GROWTH_SETTINGS)
  let life = 0
  let answer: Answer = { flaggedAt: null }
  for (const [index, row] of trace.rows.entries()) {
    if (index % every !== 0) continue
    if (row.life !== life) {
      life = row.life
      growth.startLife({ boot: String(life), startedAtMs: row.atS * 1000, limits: {}, series: trace.series })
    }
    growth.push(row.atS * 1000, Float64Array.from(row.values), 0)
    if (answer.flaggedAt !== null || growth.verdictWord(0) !== 'growing') continue
    const { slopeCi90, evidence } = growth.verdict(0)
    const fromMs = evidence['slopeFromMs']
    answer = { flaggedAt: row.atS, slopeCi90, slopeFrom: typeof fromMs === 'number' ? fromMs / 1000 : null }
  }
  return { answer, word: growth.verdictWord(0) }
}

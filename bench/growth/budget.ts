/** How the false-alarm budget is kept (G9.3): series that only wander, watched over a month. */
import { ProcessGrowth } from '../../lib/growth/process-growth'
import { DEFAULT_GROWTH_SETTINGS } from '../../lib/growth/settings'
import { Random, wanderer } from '../../lib/growth/testing/random'

const STEP_S = 120
const MONTH_S = 30 * 86_400
const MIB = 1024 * 1024

export function benchBudget(seriesCount: number): void {
  const flaggedAfterH: number[] = []
  for (let seed = 1; seed <= seriesCount; seed++) {
    const afterS = firstFlag(new Random(seed * 7919))
    if (afterS !== null) flaggedAfterH.push(afterS / 3600)
  }
  const when = flaggedAfterH.map((hours) => hours.toFixed(1)).join(', ')
  console.log(
    `\nbudget: ${flaggedAfterH.length} of ${seriesCount} series that only wander were called growing within a month${when === '' ? '' : ` (after ${when} h)`}`,
  )
}

/** Swings of 1 to 15 % of the level, forgotten in 2 minutes to 12 hours. */
function firstFlag(random: Random): number | null {
  const [base, swing] = [random.scale(40, 600) * MIB, random.scale(0.01, 0.15)]
  const wander = wanderer(random, random.scale(120, 43_200))
  const growth = new ProcessGrowth(DEFAULT_GROWTH_SETTINGS)
  const series = [{ name: 'memory.rss', kind: 'memory', unit: 'bytes' } as const]
  growth.startLife({ boot: 'b', startedAtMs: 0, limits: {}, series })
  const row = new Float64Array(1)
  for (let atS = STEP_S; atS <= MONTH_S; atS += STEP_S) {
    row[0] = base * (1 + swing * (wander(STEP_S) + 0.3 * random.normal()))
    growth.push(atS * 1000, row, 0)
    if (growth.verdictWord(0) === 'growing') return atS
  }
  return null
}

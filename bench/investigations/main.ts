/** 200 simulated investigations whose truth is known: how often intervals hold it, toggles are told wrongly, and estimates are good. */
import { parseArgs } from 'node:util'
import { isFalse, type Simulated, simulate } from '../../lib/investigations/testing/simulated'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    'first-seed': { type: 'string', default: '1' },
    every: { type: 'boolean', default: false },
  },
})
const startedAt = performance.now()
const all = Array.from({ length: Number(values.count) }, (_, i) => simulate(Number(values['first-seed']) + i))

const share = (some: number, of: number): string =>
  `${some} of ${of} (${((100 * some) / Math.max(1, of)).toFixed(1)} %)`
const count = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length

function holds([low, high]: readonly [number, number], truth: number): boolean {
  return low <= truth && truth <= high
}

function reportSlopes(): void {
  const slopes = all.flatMap(({ answer, runs }) =>
    answer.runs.flatMap(({ slopeCi90, id }) => {
      const truth = runs.find(({ run }) => run.id === id)?.truth
      return slopeCi90 === null || truth === undefined ? [] : [holds(slopeCi90, truth)]
    }),
  )
  const truths = ({ runs }: Simulated): Map<string, number> => new Map(runs.map(({ run, truth }) => [run.id, truth]))
  const pairs = all.flatMap((one) =>
    one.answer.pairs.flatMap(({ a, b, differenceCi90 }) => {
      const truth = truths(one)
      const difference = (truth.get(b) as number) - (truth.get(a) as number)
      return differenceCi90 === null ? [] : [holds(differenceCi90, difference)]
    }),
  )
  console.log(`slopes of runs within their 90 % interval:      ${share(count(slopes, Boolean), slopes.length)}`)
  console.log(`differences of pairs within their 90 % interval: ${share(count(pairs, Boolean), pairs.length)}`)
}

function reportToggles(): void {
  const told = all.flatMap(({ answer, left, leaks, seed }) =>
    answer.toggles.map(({ verdict, toggles, basis }) => {
      const name = toggles[0]?.key ?? ''
      const rest = leaks ? (left[name] ?? 1) : 1
      return { seed, name, verdict, basis, rest, isFalse: isFalse(verdict, rest, leaks) }
    }),
  )
  const without = told.filter(({ rest }) => rest === 1)
  const effects = without.filter(({ verdict }) => ['isolates', 'lessens', 'worsens'].includes(verdict))
  console.log(`toggles without an effect that are called one:   ${share(effects.length, without.length)}`)
  for (const [what, some] of [
    ['that end the leak', told.filter(({ rest }) => rest === 0)],
    ['that lessen it', told.filter(({ rest }) => rest > 0 && rest < 1)],
    ['without an effect', without],
  ] as const) {
    const words = ['isolates', 'lessens', 'worsens', 'no-effect', 'not-yet-known'].map(
      (word) => `${word} ${count(some, ({ verdict }) => verdict === word)}`,
    )
    console.log(`toggles ${what.padEnd(19)} ${String(some.length).padStart(4)}: ${words.join(', ')}`)
  }
  console.log(
    `verdicts that are false in any way:              ${share(
      count(told, ({ isFalse: wrong }) => wrong),
      told.length,
    )}`,
  )
  if (values.every)
    for (const one of told.filter((toggle) => toggle.isFalse)) console.log('  false:', JSON.stringify(one))
}

/** The estimate that stood when this share of the time to a conclusion had passed. */
function reportEstimates(): void {
  const runs = all.flatMap(({ runs: some }) => some)
  const done = runs.flatMap(({ tookMs, looks }) => (tookMs === null || looks.length === 0 ? [] : [{ tookMs, looks }]))
  console.log(`runs that came to a conclusion:                  ${share(done.length, runs.length)}`)
  for (const passed of [0.25, 0.5, 0.75]) {
    const errors = done.map(({ tookMs, looks }) => {
      const stood = looks.filter(({ ageMs }) => ageMs <= passed * tookMs).at(-1) ?? looks[0]
      return stood?.saidMs == null ? Number.NaN : stood.saidMs / tookMs - 1
    })
    const good = count(errors, (error) => Math.abs(error) <= 0.3)
    const known = errors.filter((error) => !Number.isNaN(error)).toSorted((a, b) => a - b)
    const at = (part: number): string =>
      `${(100 * (known[Math.floor(part * (known.length - 1))] ?? Number.NaN)).toFixed(0)} %`
    console.log(
      `estimates within 30 % when ${(100 * passed).toFixed(0)} % of the time had passed: ${share(good, done.length)}; errors at 10, 50, 90 %: ${at(0.1)}, ${at(0.5)}, ${at(0.9)}`,
    )
  }
}

/** Runs that told, had they gone on for as long again. */
function reportTakenBack(): void {
  const done = all.flatMap(({ runs }) => runs.filter(({ tookMs }) => tookMs !== null))
  const [held, unheld] = [
    count(done, ({ takenBack }) => takenBack.times > 0),
    count(done, ({ takenBack }) => takenBack.unheld > 0),
  ]
  console.log(
    `conclusive runs that were taken back as they went on: ${share(held, done.length)}; without rule I3.3: ${unheld}`,
  )
}

reportSlopes()
reportToggles()
reportEstimates()
reportTakenBack()
console.log(`${all.length} investigations in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)

/** What was said of the relays beside what they counted themselves. */
import type { RelayResult } from './run'
import { faultsOf } from './faults'

const MIB = 1_048_576
const mib = (bytes: number | null): string => (bytes === null ? 'not known' : (bytes / MIB).toFixed(1))

export function report(result: RelayResult): boolean {
  const { last, truths, looks } = result
  const startedMs = Math.min(...last.runs.map(({ fromMs }) => fromMs))
  const after = (atMs: number | null | undefined): string =>
    atMs == null ? 'never' : `after ${Math.round((atMs - startedMs) / 1_000)} s`
  console.log(`${last.sentence}\n`)
  for (const run of last.runs) {
    const truth = truths.get(run.id)
    const told = looks.find(({ answer }) => answer.runs.find(({ id }) => id === run.id)?.isConclusive)
    const [low, high] = run.slopeCi90 ?? [null, null]
    console.log(`${run.label}: ${run.sentence}`)
    console.log(
      `  caches full ${after(truth?.fullAtMs)}, conclusive ${after(told?.atMs)}; it says ${mib(run.slopePerHour)} MiB/h (${mib(low)} to ${mib(high)}), the program counted ${mib(truth?.keptPerHour ?? null)}`,
    )
  }
  for (const { sentence } of last.toggles) console.log(sentence)
  console.log(last.nextRun.sentence)
  const faults = faultsOf(result)
  console.log(faults.length === 0 ? '\nAll of it agrees with what the programs counted.' : `\n! ${faults.join('\n! ')}`)
  return faults.length === 0
}

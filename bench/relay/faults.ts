/** Whatever was said of the relays that what they counted themselves denies. */
import type { InvestigationAnswer, RunAnswer } from '../../lib/protocol/investigations'
import type { RelayResult } from './run'

/** What ends the leak, and what does nothing. */
const WANTED: Record<string, string> = {
  'KEEP_ALIVE=false': 'isolates',
  'THREADS=0': 'no-effect',
  'RECYCLE=0': 'no-effect',
}

/** `leave`: a share of the leak by which intervals may miss the truth. */
export function faultsOf(result: RelayResult, leave = 0): string[] {
  const { last, said } = result
  if (last.runs.length < said.length) return [`${last.runs.length} of ${said.length} runs were noted:`, ...said]
  return [...verdictFaults(last), ...intervals(result, leave), ...early(result)]
}

export function verdictFaults(last: InvestigationAnswer): string[] {
  const wrong = last.toggles.flatMap(({ name, verdict }) =>
    verdict === WANTED[name]
      ? []
      : [`${name} is called ${verdict}; it is ${WANTED[name] ?? 'no setting of the relay'}.`],
  )
  return last.sentence.startsWith('KEEP_ALIVE=false isolates the leak')
    ? wrong
    : [...wrong, `the first sentence does not name what isolates the leak: ${last.sentence}`]
}

function intervals({ last, truths }: RelayResult, leave: number): string[] {
  const leak = Math.max(0, ...[...truths.values()].map(({ keptPerHour }) => keptPerHour ?? 0))
  return last.runs.flatMap(({ id, label, slopeCi90 }) => {
    const truth = truths.get(id)?.keptPerHour ?? null
    if (truth === null || slopeCi90 === null) return [`nothing is known of the slope of ${label}.`]
    const [low, high] = slopeCi90
    return low - leave * leak <= truth && truth <= high + leave * leak
      ? []
      : [`the interval of ${label}, ${low} to ${high}, does not hold ${truth}.`]
  })
}

/** Whatever was said of a run before its caches were full must be "not yet". */
function early({ last, looks, truths }: RelayResult): string[] {
  return last.runs.flatMap(({ id, label }) => {
    const fullAtMs = truths.get(id)?.fullAtMs ?? null
    if (fullAtMs === null) return [`the caches of ${label} never were full.`]
    const before = looks
      .filter(({ answer }) => answer.atMs < fullAtMs)
      .flatMap(({ answer }) => answer.runs.filter((run) => run.id === id))
    if (before.length === 0) return [`nobody looked at ${label} before its caches were full.`]
    return before
      .filter((run) => !isNotYet(run))
      .map(({ sentence }) => `${label} before its caches were full: ${sentence}`)
  })
}

/** Nothing measured yet is no answer either. */
function isNotYet({ isConclusive, state, sentence }: RunAnswer): boolean {
  return !isConclusive && (state === 'no-data' || sentence.startsWith('Not yet'))
}

/** What a life has declared, and what comes now: what is new, what is another, and what cannot be. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { accept, type Decoded, refuse } from '../protocol/checks'
import { LIMITS } from '../protocol/limits'

export interface Compared {
  added: SeriesDeclaration[]
  /** Known, with another max or help than before. */
  changed: SeriesDeclaration[]
}

/** What a series is must not change within a life, because its frames before are of that; its max and its help may. */
export function compareSeries(
  known: readonly SeriesDeclaration[],
  now: readonly SeriesDeclaration[],
): Decoded<Compared> {
  const byName = new Map(known.map((one) => [one.name, one]))
  const added: SeriesDeclaration[] = []
  const changed: SeriesDeclaration[] = []
  for (const one of now) {
    const before = byName.get(one.name)
    if (before === undefined) {
      added.push(one)
      continue
    }
    if (!isSame(before, one)) return refuse('bad_hello', faultOf(before, one))
    if (before.max !== one.max || before.help !== one.help) changed.push(one)
  }
  const total = known.length + added.length
  // Also where the life was known to have too many before: what it has it may have.
  if (added.length > 0 && total > LIMITS.seriesPerProcess) {
    return refuse(
      'too_many_series',
      `this life would have ${total} series with those that it declared before; at most ${LIMITS.seriesPerProcess} are taken.`,
    )
  }
  return accept({ added, changed })
}

/** `known` with `now`: the series of before keep their columns; those that are new come after them. */
export function joinSeries(known: readonly SeriesDeclaration[], { added, changed }: Compared): SeriesDeclaration[] {
  const byName = new Map(changed.map((one) => [one.name, one]))
  return [...known.map((one) => byName.get(one.name) ?? one), ...added]
}

function isSame(before: SeriesDeclaration, now: SeriesDeclaration): boolean {
  return before.kind === now.kind && before.unit === now.unit && before.matches === now.matches
}

function faultOf(before: SeriesDeclaration, now: SeriesDeclaration): string {
  return `the series "${now.name}" of this life is ${wordsOf(before)}, and came as ${wordsOf(now)}; what a series is holds for one start of a process: give another one another name.`
}

function wordsOf({ kind, unit, matches }: SeriesDeclaration): string {
  return `of kind ${kind} in ${unit}${matches === undefined ? '' : `, matching "${matches}"`}`
}

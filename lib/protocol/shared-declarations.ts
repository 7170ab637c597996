/**
 * One object for equal declarations, and one list for equal lists of them. Ten thousand processes of one service declare the
 * same thirty series; as objects of their own with strings of their own those take more memory than the sockets' buffers, and
 * as lists of their own, which half a dozen parts of the hub hold, another 2 kB a process.
 */
import type { SeriesDeclaration } from './agent-wire'

/** Declarations that are told apart; past it sharing begins anew, and what was shared before stays so. */
const CAPACITY = 20_000
const LISTS = 1_000
const known = new Map<string, SeriesDeclaration>()
const numbers = new WeakMap<SeriesDeclaration, number>()
const lists = new Map<string, readonly SeriesDeclaration[]>()
let lastNumber = 0

/** `series` as the list that was equal to it before, of declarations that were equal; nobody can change either. */
export function shareDeclarations(series: readonly SeriesDeclaration[]): readonly SeriesDeclaration[] {
  const shared = series.map(shareOne)
  const text = shared.map((one) => numbers.get(one)).join(' ')
  const before = lists.get(text)
  if (before !== undefined) return before
  if (lists.size >= LISTS) lists.clear()
  lists.set(text, Object.freeze(shared))
  return shared
}

function shareOne(one: SeriesDeclaration): SeriesDeclaration {
  if (numbers.has(one)) return one
  const { name, kind, unit, max, matches, help } = one
  const text = JSON.stringify([name, kind, unit, max ?? null, matches ?? null, help ?? null])
  const before = known.get(text)
  if (before !== undefined) return before
  if (known.size >= CAPACITY) known.clear()
  known.set(text, Object.freeze(one))
  numbers.set(one, ++lastNumber)
  return one
}

/**
 * One object for equal declarations. Ten thousand processes of one service declare the same thirty series; as objects of
 * their own with strings of their own those take more memory than the sockets' buffers.
 */
import type { SeriesDeclaration } from './agent-wire'

/** Declarations that are told apart; past it sharing begins anew, and what was shared before stays so. */
const CAPACITY = 20_000
const known = new Map<string, SeriesDeclaration>()

/** `series` with each declaration replaced by its equal from before; nobody may change one. */
export function shareDeclarations(series: readonly SeriesDeclaration[]): SeriesDeclaration[] {
  return series.map((one) => {
    const { name, kind, unit, max, matches, help } = one
    const text = JSON.stringify([name, kind, unit, max ?? null, matches ?? null, help ?? null])
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= CAPACITY) known.clear()
    known.set(text, Object.freeze(one))
    return one
  })
}

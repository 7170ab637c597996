/** For how long a collection that is asked for will stop a process. */
import { t } from '../words/en/format'
import { decimals } from './decimals'
import { isKnown, notKnown } from './unknown'

const MIB = 1_048_576
/** Measured: 60 to 90 ms at 94 MB, 300 to 420 ms at 458 MB; about proportional to what lives. */
const MS_PER_MIB: readonly [number, number] = [0.63, 0.96]
const LEAST_MS: readonly [number, number] = [2, 4]

/** From the live set or, where that is not known, the heap that is in use. */
export function collectionPause(bytes: number): [fromMs: number, toMs: number] {
  const [low, high] = MS_PER_MIB.map((per, at) => Math.max(LEAST_MS[at] ?? 0, rounded((bytes / MIB) * per)))
  return [low ?? 0, high ?? 0]
}

/** `60 to 90 ms`, `1.2 to 1.9 s`. */
export function formatPause(pause: readonly [number, number] | null): string {
  if (!pause || !pause.every(isKnown)) return notKnown()
  const [from, to] = pause
  if (to >= 2_000) return t('to', { low: decimals(from / 1_000, 1), high: `${decimals(to / 1_000, 1)} s` })
  return t('to', { low: Math.round(from), high: `${Math.round(to)} ms` })
}

/** An estimate has two digits that mean something. */
function rounded(ms: number): number {
  return ms >= 100 ? Math.round(ms / 10) * 10 : Math.round(ms)
}

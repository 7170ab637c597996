/** What the hub refused within the last minute, by code: counted in stretches of five seconds, so that it takes no more room however much comes. */
import type { Refused, RefusedLately } from '../../protocol/dashboard-wire'

const STRETCH_MS = 5_000
const STRETCHES = 12
/** What a viewer is told at most so often. */
const TOLD_EVERY_MS = STRETCH_MS

interface Stretch {
  at: number
  counts: Map<Refused['code'], number>
}

export class RefusalLog {
  readonly #stretches: Stretch[] = []
  /** The newest sentence of each code. */
  readonly #messages = new Map<Refused['code'], string>()

  note(code: Refused['code'], message: string, nowMs: number): void {
    const at = Math.floor(nowMs / STRETCH_MS)
    let newest = this.#stretches.at(-1)
    if (newest?.at !== at) {
      newest = { at, counts: new Map() }
      this.#stretches.push(newest)
      if (this.#stretches.length > STRETCHES) this.#stretches.shift()
    }
    newest.counts.set(code, (newest.counts.get(code) ?? 0) + 1)
    this.#messages.set(code, message)
  }

  /** The most frequent first; empty where nothing was refused. */
  read(nowMs: number): RefusedLately {
    const now = Math.floor(nowMs / STRETCH_MS)
    const counts = new Map<Refused['code'], number>()
    for (const stretch of this.#stretches) {
      if (Math.abs(now - stretch.at) >= STRETCHES) continue
      for (const [code, count] of stretch.counts) counts.set(code, (counts.get(code) ?? 0) + count)
    }
    const refused = [...counts].map(([code, count]): Refused => ({
      code,
      count,
      message: this.#messages.get(code) ?? '',
    }))
    return refused.sort((one, other) => other.count - one.count)
  }
}

/** To be called each second: tells when refusals begin and end, and in between every few seconds how many there were. */
export function watchRefusals(
  read: () => RefusedLately,
  nowMs: () => number,
  tell: (refused: RefusedLately) => void,
): () => void {
  let told: RefusedLately = []
  let toldAtMs = Number.NEGATIVE_INFINITY
  return () => {
    const refused = read()
    const isSame = JSON.stringify(refused) === JSON.stringify(told)
    const beginsOrEnds = (refused.length === 0) !== (told.length === 0)
    if (isSame || (!beginsOrEnds && Math.abs(nowMs() - toldAtMs) < TOLD_EVERY_MS)) return
    told = refused
    toldAtMs = nowMs()
    tell(refused)
  }
}

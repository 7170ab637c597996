/** Where frames of a process are further apart than its frames are, and what their numbers say of it. */
import type { FrameGap, LivesQuery } from '../store'
import type { LifeSources } from './frame-source'
import type { LifeTable } from './life-table'

/** So many missing samples are a gap; fewer are a late timer. */
const GAP_INTERVALS = 2.5
/** Of a process that was never seen to tick. */
const DEFAULT_INTERVAL_MS = 1_000
/** Told of one question; the newest of them. */
const MOST = 200
/** Read for one question; a picture of a longer time is of steps. */
const MOST_MS = 2 * 86_400_000

/** Frames of one life in the order in which it took them. */
interface Taken {
  seqs: Float64Array
  atMs: Float64Array
}

export class GapReader {
  constructor(
    private readonly lives: LifeTable,
    private readonly sources: LifeSources,
  ) {}

  /** In raw frames alone: of what is kept in steps only, nothing is known. */
  gaps({ process: name, fromMs: askedFromMs, toMs }: LivesQuery): FrameGap[] {
    const fromMs = Math.max(askedFromMs, toMs - MOST_MS)
    const process = this.lives.processId(name)
    if (process === undefined) return []
    const found: FrameGap[] = []
    let everyMs = DEFAULT_INTERVAL_MS
    let lastMs = Number.NaN
    const lives = this.lives
      .livesBetween(process, fromMs, toMs, (id) => this.sources.isOpen(id))
      .map(({ id }) => this.takenBy(id, fromMs, toMs))
      .filter(({ atMs }) => atMs.length > 0)
      .toSorted((one, other) => (one.atMs[0] as number) - (other.atMs[0] as number))
    for (const { seqs, atMs } of lives) {
      everyMs = usualStep(seqs, atMs) ?? everyMs
      const firstMs = atMs[0] as number
      if (firstMs - lastMs > GAP_INTERVALS * everyMs) found.push({ fromMs: lastMs, toMs: firstMs, missed: null })
      for (let row = 1; row < atMs.length; row++) {
        const [before, at] = [atMs[row - 1] as number, atMs[row] as number]
        if (at - before <= GAP_INTERVALS * everyMs) continue
        found.push({ fromMs: before, toMs: at, missed: (seqs[row] as number) - (seqs[row - 1] as number) - 1 })
      }
      lastMs = atMs[atMs.length - 1] as number
    }
    return found.slice(-MOST)
  }

  private takenBy(life: number, fromMs: number, toMs: number): Taken {
    const seqs: number[] = []
    const atMs: number[] = []
    for (const source of this.sources.frames(life, fromMs, toMs)) {
      const told = source.seqs()
      if (told === null) continue
      for (let row = 0; row < told.length; row++) {
        const at = source.atMs[row] as number
        if (at < fromMs || at > toMs) continue
        seqs.push(told[row] as number)
        atMs.push(at)
      }
    }
    return inOrder(seqs, atMs)
  }
}

/** As they nearly always are already: only what came late lies elsewhere. */
function inOrder(seqs: readonly number[], atMs: readonly number[]): Taken {
  if (seqs.every((seq, row) => row === 0 || seq > (seqs[row - 1] as number)))
    return { seqs: Float64Array.from(seqs), atMs: Float64Array.from(atMs) }
  const rows = Uint32Array.from(seqs.keys()).sort((one, other) => (seqs[one] as number) - (seqs[other] as number))
  const ordered = (numbers: readonly number[]) => Float64Array.from(rows, (row) => numbers[row] as number)
  return { seqs: ordered(seqs), atMs: ordered(atMs) }
}

/** How far one frame is from the next: the median, so that no gap counts; `null` of fewer than three. */
function usualStep(seqs: Float64Array, atMs: Float64Array): number | null {
  if (atMs.length < 3) return null
  const steps = new Float64Array(atMs.length - 1)
  for (let row = 1; row < atMs.length; row++)
    steps[row - 1] =
      ((atMs[row] as number) - (atMs[row - 1] as number)) / ((seqs[row] as number) - (seqs[row - 1] as number))
  return steps.sort()[steps.length >>> 1] ?? null
}

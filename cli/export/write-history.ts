/** Writes a range of a history in a format, an hour at a time: memory holds one hour of one process. */
import type { FormatWriter } from './formats'
import { type HistorySource, NO_POINTS, type Points, type Range, type SourceProcess } from './history-source'
import { rowsByTime } from './rows'

const HOUR_MS = 3_600_000
/** Below this an answer that is too large is not asked for in halves again. */
const SHORTEST_MS = 1_000
const CHUNK_CHARS = 65_536

export interface Wanted {
  processes: readonly SourceProcess[]
  range: Range
  /** 0: raw. */
  stepMs: number
}

export interface Written {
  processes: number
  points: number
}

export async function writeHistory(
  source: HistorySource,
  { processes, range, stepMs }: Wanted,
  format: FormatWriter,
  write: (text: string) => Promise<void>,
  onProgress: (share: number, points: number) => void,
): Promise<Written> {
  let points = 0
  await write(format.begin(stepMs > 0))
  for (const [at, process] of processes.entries()) {
    await write(format.process(process))
    const extent = await extentOf(source, process, range)
    if (extent === null) continue
    const all = process.series.map((_, place) => place)
    const groups = format.bySeries ? all.map((place) => [place]) : [all]
    for (const [turn, places] of groups.entries())
      for await (const { columns, toMs } of hoursOf(source, process, places, extent, stepMs)) {
        points += await writeRows(columns, format, write)
        const ofGroup = (toMs - extent.fromMs + 1) / (extent.toMs - extent.fromMs + 1)
        onProgress((at + (turn + ofGroup) / groups.length) / processes.length, points)
      }
  }
  await write(format.end())
  return { processes: processes.length, points }
}

/** Where in the range the process has frames at all; asked by the hour, so that years without any cost nothing. */
async function extentOf(source: HistorySource, process: SourceProcess, range: Range): Promise<Range | null> {
  const names = process.series.map(({ name }) => name)
  if (names.length === 0) return null
  const steps = await source.points(process.id, names, range, HOUR_MS)
  let firstMs = Infinity
  let lastMs = -Infinity
  for (const { atMs } of steps) {
    firstMs = Math.min(firstMs, atMs[0] ?? Infinity)
    lastMs = Math.max(lastMs, atMs.at(-1) ?? -Infinity)
  }
  if (firstMs > lastMs) return null
  return { fromMs: Math.max(range.fromMs, firstMs), toMs: Math.min(range.toMs, lastMs + HOUR_MS - 1) }
}

/** The points of some of a process's series, the others empty, hour after hour (with a step: whole steps of about a hundred hours). */
async function* hoursOf(
  source: HistorySource,
  process: SourceProcess,
  places: readonly number[],
  extent: Range,
  stepMs: number,
): AsyncGenerator<{ columns: Points[]; toMs: number }> {
  const names = places.map((place) => process.series[place]?.name ?? '')
  const spanMs = stepMs > 0 ? Math.max(stepMs, Math.floor((100 * HOUR_MS) / stepMs) * stepMs) : HOUR_MS
  let fromMs = extent.fromMs
  while (fromMs <= extent.toMs) {
    const toMs = Math.min(extent.toMs, (Math.floor(fromMs / spanMs) + 1) * spanMs - 1)
    for await (const found of inParts(source, process.id, names, { fromMs, toMs }, stepMs)) {
      const columns = process.series.map(() => NO_POINTS)
      places.forEach((place, at) => {
        columns[place] = found[at] as Points
      })
      yield { columns, toMs }
    }
    fromMs = toMs + 1
  }
}

/** In halves where the whole would be too much for one answer. */
async function* inParts(
  source: HistorySource,
  process: string,
  names: readonly string[],
  range: Range,
  stepMs: number,
): AsyncGenerator<Points[]> {
  const { fromMs, toMs } = range
  let points: Points[]
  try {
    points = await source.points(process, names, range, stepMs)
  } catch (error) {
    if (!(error instanceof RangeError) || toMs - fromMs < Math.max(SHORTEST_MS, 2 * stepMs)) throw error
    const half = (fromMs + toMs) / 2
    const middle = stepMs > 0 ? Math.floor(half / stepMs) * stepMs : Math.floor(half)
    yield* inParts(source, process, names, { fromMs, toMs: middle - 1 }, stepMs)
    yield* inParts(source, process, names, { fromMs: middle, toMs }, stepMs)
    return
  }
  yield points
}

async function writeRows(
  columns: readonly Points[],
  format: FormatWriter,
  write: (text: string) => Promise<void>,
): Promise<number> {
  let text = ''
  for (const { atMs, rows } of rowsByTime(columns)) {
    text += format.row(atMs, columns, rows)
    if (text.length < CHUNK_CHARS) continue
    await write(text)
    text = ''
  }
  await write(text)
  return columns.reduce((sum, { atMs }) => sum + atMs.length, 0)
}

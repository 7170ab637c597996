/** Points of a process as frames: those of one time are one frame, and frames with the same series belong together. */
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import { blockToFill, type FrameBlock } from '../../lib/protocol/frame-block'
import { rowsByTime } from '../export/rows'
import type { BookedProcess } from './point-book'

const FRAMES_A_BLOCK = 600

export interface FrameRun {
  /** Names the set of series. */
  signature: string
  series: SeriesDeclaration[]
  /** The seqs are still to be given. */
  block: FrameBlock
}

/** A run for each set of series that frames have, in blocks; a time that a series has twice makes two frames. */
export function* framesOf({ series }: BookedProcess): Generator<FrameRun> {
  const open = new Map<string, { places: number[]; rows: number[]; atMs: number[] }>()
  for (const { atMs, rows } of rowsByTime(series)) {
    const signature = signatureOf(rows)
    let run = open.get(signature)
    if (run === undefined) {
      run = { places: [...rows.keys()].filter((place) => (rows[place] as number) >= 0), rows: [], atMs: [] }
      open.set(signature, run)
    }
    run.atMs.push(atMs)
    for (const place of run.places) run.rows.push(rows[place] as number)
    if (run.atMs.length < FRAMES_A_BLOCK) continue
    yield toRun(series, run)
    open.delete(signature)
  }
  for (const run of open.values()) yield toRun(series, run)
}

/** Which series have a point, as text. */
function signatureOf(rows: Int32Array): string {
  let text = ''
  let bits = 0
  for (let at = 0; at < rows.length; at++) {
    bits = (bits << 1) | ((rows[at] as number) >= 0 ? 1 : 0)
    if (at % 16 !== 15) continue
    text += String.fromCharCode(bits)
    bits = 0
  }
  return text + String.fromCharCode(bits)
}

function toRun(
  series: BookedProcess['series'],
  { places, rows, atMs }: { places: number[]; rows: number[]; atMs: number[] },
): FrameRun {
  const declarations = places.map((place) => (series[place] as BookedProcess['series'][number]).declaration)
  const block = blockToFill(atMs.length, places.length)
  block.atMs.set(atMs)
  for (let cell = 0; cell < rows.length; cell++) {
    const place = places[cell % places.length] as number
    block.values[cell] = series[place]?.values[rows[cell] as number] as number
  }
  return { signature: declarations.map(({ name }) => name).join('\n'), series: declarations, block }
}

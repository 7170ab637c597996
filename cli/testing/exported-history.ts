/** The history that exports are made of, with what is hard to write down and to read again. */
import { openStoreInThread } from '../../lib/history/sqlite/open-store'
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import { processId } from '../../lib/protocol/process-id'

/** Recent, so that a hub that is started on it drops nothing for its age. */
export const T0 = Math.floor(Date.now() / 1_000) * 1_000 - 5 * 3_600_000
export const A: SeriesDeclaration = { name: 'memory.rss', kind: 'memory', unit: 'bytes' }
export const B: SeriesDeclaration = { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 10 }
export const C: SeriesDeclaration = { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' }
type Row = [seq: number, atMs: number, ...values: (number | null)[]]

function valuesOf([, , ...values]: Row): number[] {
  return values.map((value) => value ?? Number.NaN)
}

/** What a spreadsheet would run, were it to begin a cell. */
const FORMULA = '=HYPERLINK("http://x.example","a")'

/** Three processes; one with two lives of different series, clocks that step, gaps, and numbers of every kind. */
export async function fill(dataFolder: string): Promise<void> {
  const store = await openStoreInThread({ folder: dataFolder, commitEveryMs: 10 })
  async function keep(instance: string, boot: string, series: SeriesDeclaration[], rows: Row[]): Promise<void> {
    const process = processId('gate "way", 1', instance)
    const life = { service: 'gate "way", 1', instance, boot, pid: 1, host: 'h', runtime: 'node', startedAtMs: T0 }
    await store.openLife({ process, life, series })
    const block = {
      count: rows.length,
      width: series.length,
      seqs: Float64Array.from(rows, ([seq]) => seq),
      atMs: Float64Array.from(rows, ([, atMs]) => atMs),
      values: Float64Array.from(rows.flatMap(valuesOf)),
    }
    await store.append({ process, boot, block })
  }
  const long = Array.from({ length: 4_000 }, (_, n): Row => [n + 1, T0 + n * 1_000 + (n % 3), 1e8 + n * 4_096, n % 11])
  await keep('a/0', 'b1', [A, B], long)
  await keep(
    'a/0',
    'b2',
    [B, C],
    [
      [1, T0 + 3_000_000, 5, null],
      [2, T0 + 9_000_000, -0, 1e308],
      [3, T0 + 9_000_000, 0.1, 5e-324],
      [4, T0 + 8_000_000, null, 123_456.789],
    ],
  )
  await keep(FORMULA, 'b1', [A], [[1, T0 + 7, 1]])
  await keep('a/1', 'b1', [A], [[1, T0 + 7, 1]])
  await store.close()
}

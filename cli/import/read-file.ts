/** Reads an export of any format, line by line. */
import { FileFault, linesOf } from '../file-lines'
import { BadLine, type PointTaker } from './point-taker'
import { CsvReader } from './read-csv'
import { JsonLinesReader } from './read-json-lines'
import { OpenMetricsReader } from './read-openmetrics'

interface LineReader {
  line(text: string): void
  end(): void
}

/** After each line `afterLine` may put away what came. @throws FileFault with the line that is wrong. */
export async function readFile(
  file: string,
  taker: PointTaker,
  afterLine: () => Promise<void> | null,
  onRead: (bytes: number) => void,
): Promise<void> {
  let reader: LineReader | null = null
  let line = 0
  try {
    for (const raw of linesOf(file, onRead)) {
      line++
      const text = line === 1 ? raw.replace(/^\uFEFF/u, '') : raw
      const whole = text.endsWith('\r') ? text.slice(0, -1) : text
      if (whole === '') continue
      reader ??= readerFor(whole, taker)
      reader.line(whole)
      const putAway = afterLine()
      if (putAway !== null) await putAway
    }
    if (reader === null) throw new FileFault(file, 0, 'it is empty.')
    reader.end()
  } catch (error) {
    throw error instanceof BadLine ? new FileFault(file, line, error.message) : error
  }
}

/** The first line says which format it is. */
function readerFor(first: string, taker: PointTaker): LineReader {
  if (first.startsWith('{')) return new JsonLinesReader(taker)
  if (first.startsWith('#') || /^\w+\{/u.test(first)) return new OpenMetricsReader(taker)
  return new CsvReader(taker)
}

/** Reads a recorded trace line by line: `# key: value` lines, a header, rows. Stops at the first fault and says where. */
import { FileFault, linesOf } from '../file-lines'

export interface TraceHead {
  /** The `# key: value` lines. */
  notes: ReadonlyMap<string, string>
  /** The line of each note. */
  noteLines: ReadonlyMap<string, number>
  /** Column names in the order of the rows. */
  columns: readonly string[]
}

export interface TraceSink {
  head: (head: TraceHead) => void
  /** One row: its time in milliseconds, and all columns as numbers (`NaN` where empty; the time column too). `t` is the text that stood there. */
  row: (atMs: number, values: Float64Array, t: string) => void
}

const KNOWN = new Set(['t', 'value', 'load', 'life', 'fill', 'gc', 'live'])
/** Only these may be empty: what the process does not report yet. */
const MAY_BE_EMPTY = new Set(['load', 'fill', 'gc', 'live'])

/** @throws FileFault */
export function readTrace(file: string, sink: TraceSink): void {
  const rows = new TraceRows(file, sink)
  for (const line of linesOf(file)) rows.take(line)
  rows.end()
}

class TraceRows {
  private readonly notes = new Map<string, string>()
  private readonly noteLines = new Map<string, number>()
  private columns: string[] | null = null
  private timeColumn = 0
  private values = new Float64Array(0)
  private line = 0
  private rowCount = 0
  private lastMs = Number.NEGATIVE_INFINITY
  private lastT = ''
  private iso = false

  constructor(
    private readonly file: string,
    private readonly sink: TraceSink,
  ) {}

  take(raw: string): void {
    this.line += 1
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (this.columns !== null) {
      if (text.trim() !== '') this.takeRow(text)
    } else if (text.trimStart().startsWith('#')) this.takeNote(text)
    else if (text.trim() !== '') this.takeHeader(text.replace(/^\uFEFF/, ''))
  }

  end(): void {
    if (this.line === 0) throw new FileFault(this.file, 0, 'it is empty.')
    if (this.columns === null) throw this.fault('there is no header; a line such as "t,value" must name the columns.')
    if (this.rowCount === 0) throw this.fault('there is a header, and no row after it.')
  }

  private takeNote(text: string): void {
    const [, key, value] = /^\s*#\s*([^:]+):\s*(.*)$/.exec(text) ?? []
    if (key === undefined || value === undefined) return
    this.notes.set(key.trim(), value.trim())
    this.noteLines.set(key.trim(), this.line)
  }

  private takeHeader(text: string): void {
    const columns = text.split(',').map((name) => name.trim())
    for (const needed of ['t', 'value']) {
      if (columns.includes(needed)) continue
      throw this.fault(`there is no header with a column "${needed}"; a line such as "t,value" must name the columns.`)
    }
    const twice = columns.find((name, index) => KNOWN.has(name) && columns.indexOf(name) !== index)
    if (twice !== undefined) throw this.fault(`the header names "${twice}" twice; leave one out.`)
    this.columns = columns
    this.timeColumn = columns.indexOf('t')
    this.values = new Float64Array(columns.length)
    this.sink.head({ notes: this.notes, noteLines: this.noteLines, columns })
  }

  private takeRow(text: string): void {
    const columns = this.columns as string[]
    const cells = text.split(',')
    if (cells.length !== columns.length) {
      throw this.fault(
        `the row has ${cells.length === 1 ? 'one value' : `${cells.length} values`}, and the header names ${columns.length} columns.`,
      )
    }
    for (let index = 0; index < columns.length; index++) {
      if (index !== this.timeColumn)
        this.values[index] = this.numberIn(columns[index] as string, cells[index] as string)
    }
    const t = (cells[this.timeColumn] as string).trim()
    const atMs = this.timeIn(t)
    if (atMs < this.lastMs) throw this.fault(`the time goes back, from ${this.lastT} to ${t}.`)
    this.lastMs = atMs
    this.lastT = t
    this.values[this.timeColumn] = atMs
    this.rowCount += 1
    this.sink.row(atMs, this.values, t)
  }

  private numberIn(column: string, cell: string): number {
    const value = Number(cell)
    if (cell.trim() === '') {
      if (MAY_BE_EMPTY.has(column) || !KNOWN.has(column)) return Number.NaN
      throw this.fault(`"${column}" is empty; it must be a number.`)
    }
    if (Number.isFinite(value)) return value
    if (!KNOWN.has(column)) return Number.NaN
    throw this.fault(`"${column}" is ${JSON.stringify(cell.trim())}; it must be a number.`)
  }

  /** Seconds, or ISO time; the first row decides which. */
  private timeIn(t: string): number {
    const seconds = t === '' ? Number.NaN : Number(t)
    if (this.rowCount === 0) this.iso = Number.isNaN(seconds)
    if (this.iso && !Number.isNaN(seconds))
      throw this.fault(`"t" is ${JSON.stringify(t)}, and the first row has ISO time.`)
    const atMs = this.iso ? Date.parse(t) : seconds * 1000
    if (Number.isFinite(atMs)) return atMs
    throw this.fault(`"t" is ${JSON.stringify(t)}; it must be seconds since the start, or ISO time.`)
  }

  private fault(what: string): FileFault {
    return new FileFault(this.file, Math.max(1, this.line), what)
  }
}

/** The series of this life: a column each, for good. A column whose source is gone stays, and reads "not known". */
import type { SeriesDeclaration } from '../lib/protocol/agent-wire'
import { show } from '../lib/protocol/checks'
import { decodeSeries } from '../lib/protocol/decode'
import { LIMITS } from '../lib/protocol/limits'
import { GONE, readerOf, type SourceReader, yields } from './sources'
import { reasonOf, type Warnings } from './warnings'

/** Writes one number a declared series into `row`, from `offset` on; `NaN` is "not known". */
export interface ColumnWriter {
  readonly series: readonly SeriesDeclaration[]
  read(row: Float64Array, offset: number): void
}

export class SeriesTable {
  readonly declarations: SeriesDeclaration[] = []
  /** The newest reading, one number a column. Its length is at least `width`. */
  row = new Float64Array(32)
  readonly #readers: (SourceReader | null)[] = []
  readonly #columns = new Map<string, number>()
  /** Columns whose reader leaves them to any other that comes. */
  readonly #yielding = new Set<number>()
  readonly #writers: { writer: ColumnWriter; offset: number }[] = []
  readonly #warnings: Warnings
  readonly #capacity: number

  constructor(warnings: Warnings, capacity: number = LIMITS.seriesPerProcess) {
    this.#warnings = warnings
    this.#capacity = capacity
  }

  get width(): number {
    return this.declarations.length
  }

  /** Columns that are written together, by a probe. They come before all others. */
  addWriter(writer: ColumnWriter): void {
    this.#writers.push({ writer, offset: this.width })
    for (const declaration of writer.series) this.#append(declaration, null)
  }

  /** Answers what takes the source out again, or `null` where the declaration or the source was refused. */
  add(declaration: SeriesDeclaration, source: unknown): (() => void) | null {
    const reader = readerOf(source)
    const decoded = decodeSeries({ series: [declaration] }, new Set())
    const fault = decoded.ok ? null : decoded.message.replace('series[0].', '')
    if (fault !== null || typeof reader === 'string') {
      this.#refuse(declaration.name, `the series ${show(declaration.name)} is left out: ${fault ?? String(reader)}`)
      return null
    }
    const column = this.#columnFor(declaration, yields(source))
    if (column === null) return null
    this.#readers[column] = reader
    if (yields(source)) this.#yielding.add(column)
    else this.#yielding.delete(column)
    return () => {
      if (this.#readers[column] === reader) this.#readers[column] = null
    }
  }

  /** Reads every column into `row`. */
  read(): void {
    const { row } = this
    for (let column = 0; column < this.#readers.length; column++) row[column] = this.#readColumn(column)
    for (const { writer, offset } of this.#writers) {
      try {
        writer.read(row, offset)
      } catch (thrown) {
        const first = writer.series[0]?.name ?? 'a probe'
        row.fill(Number.NaN, offset, offset + writer.series.length)
        this.#warnings.warn('TIDEMARK_PROBE', first, `${first} could not be read: ${reasonOf(thrown)}.`)
      }
    }
  }

  #readColumn(column: number): number {
    const reader = this.#readers[column]
    if (!reader) return Number.NaN
    try {
      const value = reader()
      if (typeof value === 'number' && Number.isFinite(value)) return value
      if (value === GONE) this.#readers[column] = null
      else if (value != null) this.#warnReading(column, `gave ${show(value)}, which is no finite number`)
    } catch (thrown) {
      this.#warnReading(column, `threw: ${reasonOf(thrown)}`)
    }
    return Number.NaN
  }

  #columnFor(declaration: SeriesDeclaration, isYielding: boolean): number | null {
    const { name } = declaration
    const known = this.#columns.get(name)
    if (known !== undefined && isYielding && (this.#readers[known] || this.#isProbed(known))) return null
    if (known === undefined) {
      if (this.width < this.#capacity) return this.#append(declaration, null)
      this.#refuse(
        'capacity',
        `the series ${show(name)} is left out: there are ${this.#capacity} already, and no more are taken.`,
      )
      return null
    }
    const before = this.declarations[known]
    if (this.#isProbed(known)) {
      this.#refuse(name, `the series ${show(name)} is left out: the agent measures it itself.`)
      return null
    }
    if (before?.kind !== declaration.kind || before.unit !== declaration.unit) {
      this.#refuse(
        name,
        `the series ${show(name)} is left out: it is declared already as ${before?.kind} in ${before?.unit}.`,
      )
      return null
    }
    if (before.max !== declaration.max || before.matches !== declaration.matches) {
      this.#refuse(name, `the series ${show(name)} keeps the max and matches of its first declaration.`)
    }
    if (this.#readers[known] && !this.#yielding.has(known) && !this.#isGone(known))
      this.#refuse(name, `the series ${show(name)} was declared twice; the later source is read.`)
    return known
  }

  /** Whether what a column was read from has been collected, and nobody has read it since. */
  #isGone(column: number): boolean {
    try {
      return this.#readers[column]?.() === GONE
    } catch {
      // It is there, and throws.
      return false
    }
  }

  #isProbed(column: number): boolean {
    return this.#writers.some(({ writer, offset }) => column >= offset && column < offset + writer.series.length)
  }

  #append(declaration: SeriesDeclaration, reader: SourceReader | null): number {
    const column = this.declarations.push(declaration) - 1
    this.#readers.push(reader)
    this.#columns.set(declaration.name, column)
    if (column >= this.row.length) {
      const wider = new Float64Array(this.row.length * 2)
      wider.set(this.row)
      this.row = wider
    }
    return column
  }

  #refuse(cause: string, sentence: string): void {
    this.#warnings.warn('TIDEMARK_BAD_SERIES', cause, sentence)
  }

  #warnReading(column: number, what: string): void {
    const name = this.declarations[column]?.name ?? ''
    this.#warnings.warn(
      'TIDEMARK_BAD_READING',
      name,
      `the source of ${name} ${what}. Its series reads "not known" then.`,
    )
  }
}

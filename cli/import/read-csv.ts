import { fromText } from '../export/formula'
import { show } from '../../lib/protocol/checks'
import { BadLine, type PointTaker } from './point-taker'

const NEEDED = ['service', 'instance', 'series', 'time']

/** A line a point, as `tidemark export` writes them; the columns may stand in any order. */
export class CsvReader {
  private columns: ReadonlyMap<string, number> | null = null
  private width = 0
  /** The column of values: of steps, that of their means. */
  private values: 'value' | 'mean' = 'value'
  /** What stands before the time says which series it is: the same text names the same one. */
  private readonly known = new Map<string, { service: string; instance: string; name: string }>()

  constructor(private readonly taker: PointTaker) {}

  line(text: string): void {
    const cells = cellsOf(text)
    if (this.columns === null) return this.takeHeader(cells)
    if (cells.length !== this.width)
      throw new BadLine(`the row has ${cells.length} values, and the header names ${this.width} columns.`)
    const { service, instance, name } = this.seriesOf(cells)
    const atMs = timeIn(this.cell(cells, 'time'))
    this.taker.add(service, instance, name, atMs, valueIn(this.cell(cells, this.values)), this.values === 'mean')
  }

  end(): void {
    if (this.columns === null) throw new BadLine('there is no header.')
  }

  private takeHeader(cells: string[]): void {
    const names = cells.map((name) => name.trim())
    // Of steps there are two of the name: the max that the series was declared with, and then that of the step.
    const columns = new Map(names.map((name) => [name, names.indexOf(name)]))
    if (columns.has('mean')) {
      this.values = 'mean'
      if (names.indexOf('max') === names.lastIndexOf('max')) columns.delete('max')
    }
    const needed = [...NEEDED, this.values]
    for (const name of needed)
      if (!columns.has(name))
        throw new BadLine(`the header has no column "${name}"; it must name ${needed.join(', ')}.`)
    this.columns = columns
    this.width = cells.length
  }

  private seriesOf(cells: string[]): { service: string; instance: string; name: string } {
    const [service, instance, name] = [
      this.name(cells, 'service'),
      this.name(cells, 'instance'),
      this.name(cells, 'series'),
    ]
    const [kind, unit] = [this.cell(cells, 'kind') || 'gauge', this.cell(cells, 'unit') || 'count']
    const [max, matches] = [this.cell(cells, 'max'), this.name(cells, 'matches')]
    const key = [service, instance, name, kind, unit, max, matches].join('\n')
    const known = this.known.get(key)
    if (known !== undefined) return known
    this.taker.declare(service, instance, {
      name,
      kind,
      unit,
      ...(max === '' ? {} : { max: Number(max) }),
      ...(matches === '' ? {} : { matches }),
    })
    const found = { service, instance, name }
    this.known.set(key, found)
    return found
  }

  /** A text that an export kept from being a formula. */
  private name(cells: string[], name: string): string {
    return fromText(this.cell(cells, name))
  }

  private cell(cells: string[], name: string): string {
    const at = this.columns?.get(name)
    return at === undefined ? '' : (cells[at] ?? '')
  }
}

function timeIn(text: string): number {
  const atMs = /^\d{10,15}$/u.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(atMs))
    throw new BadLine(`the time is ${show(text)}; it must be ISO time, or milliseconds since 1970.`)
  return atMs
}

function valueIn(text: string): number {
  if (text === '') return Number.NaN
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isNaN(value))
    throw new BadLine(`the value is ${show(text)}; it must be a number, or empty where it is not known.`)
  return value
}

/** RFC 4180, without line breaks inside of a cell: no name of ours holds one. */
function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',')
  const cells: string[] = []
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      let cell = ''
      for (at++; ; at++) {
        if (at >= text.length) throw new BadLine('a quoted value does not end on its line.')
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') cell += text[++at]
        else break
      }
      cells.push(cell)
      at++
    } else {
      const end = text.indexOf(',', at)
      cells.push(text.slice(at, end < 0 ? text.length : end))
      at = end < 0 ? text.length : end
    }
    if (at >= text.length) return cells
    if (text[at] !== ',') throw new BadLine('there is something between a quoted value and the next comma.')
    at++
  }
}

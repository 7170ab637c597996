/** Which series of a process the columns of a trace are. */
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import { SERIES_KINDS, UNITS, type SeriesKind, type Unit } from '../../lib/protocol/vocabulary'
import type { TraceHead } from './trace-reader'

/** By the header's `source`; what it does not say is a memory of its own. */
const MEMORY_NAMES: Readonly<Record<string, string>> = {
  rss: 'memory.rss',
  heap: 'memory.heap_used',
  live: 'memory.live_set',
  external: 'memory.external',
}

export interface TraceSeries {
  /** The judged series first. */
  series: SeriesDeclaration[]
  /** The trace's column of each. */
  columns: number[]
  lifeColumn: number
}

/** A note of the header that is not understood. */
export class NoteFault extends Error {
  constructor(
    readonly key: string,
    what: string,
  ) {
    super(what)
  }
}

/** @throws NoteFault */
export function seriesOf({ notes, columns }: TraceHead): TraceSeries {
  const kind = oneOf(SERIES_KINDS, 'kind', notes.get('kind') ?? 'gauge') as SeriesKind
  const unit = oneOf(UNITS, 'unit', notes.get('unit') ?? (kind === 'memory' ? 'bytes' : 'count')) as Unit
  const name = kind === 'memory' ? (MEMORY_NAMES[notes.get('source') ?? ''] ?? 'memory.value') : `${kind}.value`
  const value: SeriesDeclaration = { name, kind, unit }
  const max = notes.get('max')
  if (max !== undefined) {
    if (!(Number(max) > 0 && Number(max) < Number.POSITIVE_INFINITY))
      throw new NoteFault('max', `the header's max is ${JSON.stringify(max)}; it must be a number above 0.`)
    value.max = Number(max)
  }
  const known: [string, SeriesDeclaration][] = [
    ['value', value],
    ['load', { name: 'load', kind: 'clients', unit: 'count' }],
    ['fill', { name: 'cache.fill', kind: 'gauge', unit: 'ratio' }],
    ['live', { name: 'memory.live_set', kind: 'memory', unit }],
    ['gc', { name: 'gc.major_count', kind: 'counter', unit: 'count' }],
  ]
  const present = known.filter(([column, one], index) => columns.includes(column) && (index === 0 || one.name !== name))
  return {
    series: present.map(([, one]) => one),
    columns: present.map(([column]) => columns.indexOf(column)),
    lifeColumn: columns.indexOf('life'),
  }
}

function oneOf(words: readonly string[], what: string, word: string): string {
  if (words.includes(word)) return word
  throw new NoteFault(what, `the header's ${what} is ${JSON.stringify(word)}; it must be one of ${words.join(', ')}.`)
}

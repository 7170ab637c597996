/** What the host calls to have a number watched: each puts a series into the table, and answers what takes it out again. */
import type { SeriesDeclaration } from '../lib/protocol/agent-wire'
import { describeMetric } from '../lib/protocol/catalogue'
import { show } from '../lib/protocol/checks'
import type { SeriesKind, Unit } from '../lib/protocol/vocabulary'
import type { Agent, Counter, Registration, StreamsOptions } from './api'
import type { SeriesTable } from './series-table'
import { reasonOf, type Warnings } from './warnings'

type SeriesMethods = Pick<Agent, 'pool' | 'clients' | 'registry' | 'streams' | 'pending' | 'gauge' | 'counter'>
type AnyOptions = StreamsOptions & { unit?: Unit | undefined }

/** Once `isOver`, nothing is taken any more. */
export function seriesMethods(table: SeriesTable, warnings: Warnings, isOver: () => boolean): SeriesMethods {
  function add(declaration: () => SeriesDeclaration, given: unknown, source: unknown): Registration {
    // A host without types may give anything, a symbol for instance, which a template would choke on.
    let name = String(given)
    let remove: (() => void) | null = null
    try {
      const declared = declaration()
      name = declared.name
      if (!isOver()) remove = table.add(declared, source)
    } catch (thrown) {
      // The host's own getters, in its options or its source.
      warnings.warn('TIDEMARK_BAD_SERIES', name, `the series ${show(name)} is left out: ${reasonOf(thrown)}.`)
    }
    return { name, remove: remove ?? (() => {}) }
  }

  const ofKind =
    (kind: SeriesKind) =>
    (name: string, source: unknown, options?: AnyOptions): Registration =>
      add(() => declarationOf(kind, withKind(kind, name), options), name, source)

  function gauge(name: string, source: unknown, options?: AnyOptions): Registration {
    return add(() => declarationOf(describeMetric(name)?.kind ?? 'gauge', name, options), name, source)
  }

  function counter(name: string, source?: unknown, options?: AnyOptions): Counter {
    let total = 0
    const registration = add(() => declarationOf('counter', name, options), name, source ?? (() => total))
    const count = (by = 1): void => {
      if (by >= 0) total += by
    }
    return { ...registration, add: count }
  }

  return {
    pool: ofKind('pool'),
    clients: ofKind('clients'),
    registry: ofKind('registry'),
    streams: ofKind('streams'),
    pending: ofKind('pending'),
    gauge,
    counter,
  }
}

/** `mesh` and `pool.mesh` are the same pool: whoever has read the series' name on a page may write it here. */
function withKind(kind: SeriesKind, name: string): string {
  return name.startsWith(`${kind}.`) ? name : `${kind}.${name}`
}

function declarationOf(kind: SeriesKind, name: string, options: AnyOptions | null | undefined): SeriesDeclaration {
  const { unit, max, matches, help } = options ?? {}
  const declaration: SeriesDeclaration = { name, kind, unit: unit ?? describeMetric(name)?.unit ?? 'count' }
  if (max !== undefined) declaration.max = max
  if (matches !== undefined) declaration.matches = matches
  if (help !== undefined) declaration.help = help
  return declaration
}

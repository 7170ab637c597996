/** Which snapshot is looked at, against which earlier one, and what of it: all in the address of `/snapshot`. */

export interface SnapshotPair {
  /** `null`: one is looked at by itself. */
  before: string | null
  after: string
}

const COLUMNS = [
  'created',
  'freed',
  'grown',
  'grownBytes',
  'kept',
  'grownRetained',
  'count',
  'shallow',
  'retained',
] as const
export type SnapshotColumn = (typeof COLUMNS)[number]

export interface SnapshotSort {
  column: SnapshotColumn
  isDown: boolean
}

export interface SnapshotView {
  pair: SnapshotPair
  /** Part of a class's name or file. */
  query: string
  /** `null`: in the order of the hub, what tells most first. */
  sort: SnapshotSort | null
  /** The class whose keeping is opened, by `classId`. */
  open: string | null
}

/** `null`: it names no snapshot. */
export function viewFromAddress(params: { get(key: string): string | null }): SnapshotView | null {
  const after = params.get('id')
  if (!after) return null
  return {
    pair: { before: params.get('before') || null, after },
    query: params.get('q') ?? '',
    sort: sortFromAddress(params.get('sort') ?? ''),
    open: params.get('class') || null,
  }
}

/** `kept`, or `-kept` for the least first. */
function sortFromAddress(text: string): SnapshotSort | null {
  const column = COLUMNS.find((one) => one === text.replace(/^-/u, ''))
  return column ? { column, isDown: !text.startsWith('-') } : null
}

/** Only what differs from a fresh page is said. */
export function viewToAddress({ pair, query, sort, open }: SnapshotView): string {
  const params = new URLSearchParams({ id: pair.after })
  if (pair.before !== null) params.set('before', pair.before)
  if (query !== '') params.set('q', query)
  if (sort !== null) params.set('sort', `${sort.isDown ? '' : '-'}${sort.column}`)
  if (open !== null) params.set('class', open)
  return `/snapshot?${params.toString()}`
}

export function snapshotAddress(pair: SnapshotPair): string {
  return viewToAddress({ pair, query: '', sort: null, open: null })
}

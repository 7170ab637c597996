/** What is said of classes in a heap snapshot. */
import type { SnapshotAnswer, SnapshotClass, SnapshotProgress, SnapshotRow } from '../protocol/snapshot-answer'
import { formatBytes } from './bytes'
import { formatCount } from './counts'

/** `gateway.js:88`; the empty string where a class stands nowhere. */
export function classPlace({ place }: SnapshotClass): string {
  if (place === null) return ''
  const { url, line } = place
  return url === null ? `line ${line}` : `${url.slice(url.lastIndexOf('/') + 1)}:${line}`
}

/** The whole of it: `/app/gateway.js:88:11`. */
export function wholeClassPlace({ place }: SnapshotClass): string {
  if (place === null) return ''
  const { url, line, column } = place
  return `${url === null ? 'line ' : `${url.replace(/^file:\/\//u, '')}:`}${line}:${column}`
}

/** The class that matters most, in a sentence. Names of the program stand between backticks. */
export function snapshotHeadline({ before, rows }: Pick<SnapshotAnswer, 'before' | 'rows'>): string {
  const [top] = rows
  if (!top) return 'There is nothing on this heap.'
  const { name } = top.class
  if (before === null) {
    const { count = 0, retainedBytes = 0 } = top.after ?? {}
    return `${formatCount(count)} \`${name}\` keep ${formatBytes(retainedBytes)}: the most of what is the program’s own.`
  }
  const grown = (top.after?.count ?? 0) - (top.before?.count ?? 0)
  if (grown <= 0) return 'There is no more of anything than before.'
  return top.path?.sentence ?? `There are ${formatCount(grown)} \`${name}\` more.`
}

/** What keeps the objects of a row, in a sentence; `null` where nobody knows. */
export function keepingWords({ path, after }: SnapshotRow): string {
  if (path !== null) return path.sentence
  return after === null
    ? 'They are gone: nothing keeps them any more.'
    : 'Nothing leads to them from the root: they wait for the next collection, or only the runtime knows of them.'
}

const PHASES: Record<string, string> = {
  waiting: 'Another analysis comes first',
  'reading the first': 'Reading the earlier one',
  reading: 'Reading',
  'finding what keeps what': 'Finding what keeps what',
  comparing: 'Comparing',
}

/** `Reading: 40 %` */
export function progressWords({ phase, share }: SnapshotProgress): string {
  const words = PHASES[phase] ?? phase
  return share === null ? `${words}…` : `${words}: ${Math.round(share * 100)} %`
}

/** What is said of classes in a heap snapshot. */
import type { SnapshotAnswer, SnapshotClass, SnapshotProgress, SnapshotRow } from '../protocol/snapshot-answer'
import { formatBytes } from './bytes'
import { formatCount } from './counts'
import { t } from '../words/en/evidence'

/** `gateway.js:88`; the empty string where a class stands nowhere. */
export function classPlace({ place }: SnapshotClass): string {
  if (place === null) return ''
  const { url, line } = place
  return url === null ? t('line', { line }) : `${url.slice(url.lastIndexOf('/') + 1)}:${line}`
}

/** The whole of it: `/app/gateway.js:88:11`. */
export function wholeClassPlace({ place }: SnapshotClass): string {
  if (place === null) return ''
  const { url, line, column } = place
  const at = `${line}:${column}`
  return url === null ? t('line', { line: at }) : `${url.replace(/^file:\/\//u, '')}:${at}`
}

/** The class that matters most, in a sentence. Names of the program stand between backticks. */
export function snapshotHeadline({ before, rows }: Pick<SnapshotAnswer, 'before' | 'rows'>): string {
  const [top] = rows
  if (!top) return t('thereIsNothingOn')
  const { name } = top.class
  if (before === null) {
    const { count = 0, retainedBytes = 0 } = top.after ?? {}
    return t('keepTheMostOf', { count: formatCount(count), name, retainedBytes: formatBytes(retainedBytes) })
  }
  const grown = (top.after?.count ?? 0) - (top.before?.count ?? 0)
  if (grown <= 0) return t('thereIsNoMore')
  return top.path?.sentence ?? t('thereAreMore', { grown: formatCount(grown), name })
}

/** What keeps the objects of a row, in a sentence; `null` where nobody knows. */
export function keepingWords({ path, after }: SnapshotRow): string {
  if (path !== null) return path.sentence
  return after === null ? t('theyAreGoneNothing') : t('nothingLeadsToThem')
}

const PHASES: Record<string, string> = {
  get waiting() {
    return t('anotherAnalysisComesFirst')
  },
  get 'reading the first'() {
    return t('readingTheEarlierOne')
  },
  get reading() {
    return t('reading')
  },
  get 'finding what keeps what'() {
    return t('findingWhatKeepsWhat')
  },
  get comparing() {
    return t('comparing')
  },
}

/** `Reading: 40 %` */
export function progressWords({ phase, share }: SnapshotProgress): string {
  const words = PHASES[phase] ?? phase
  return share === null ? `${words}…` : `${words}: ${Math.round(share * 100)} %`
}

/** Marks in time: what a chart draws of annotations, gathered where they lie too close to be told apart. */
import { formatMoment } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import type { AgentEvent } from '../../lib/protocol/agent-wire'
import type { Annotation } from '../../lib/protocol/annotations'
import { keyedEvents } from './keyed-events'
import { MARK_KINDS, markRank, type MarkKind } from './mark-kinds'
import { t } from '../../lib/words/en/charts'

export interface Mark {
  key: string
  atMs: number
  kind: MarkKind
  title: string
  author?: string
  /** What this page is about. */
  isStrong?: boolean
  /** The page that has all of it. */
  href?: string
}

export interface Cluster {
  /** The first mark's, so that it stays the same while the window moves. */
  key: string
  /** Of the first of them. */
  atMs: number
  lastMs: number
  marks: readonly Mark[]
}

export function marksOf(annotations: readonly Annotation[], strongId?: number): Mark[] {
  return annotations.map(({ id, atMs, kind, title, author }) => ({
    key: `a${id}`,
    atMs,
    kind,
    title,
    ...(author === undefined ? {} : { author }),
    ...(id === strongId ? { isStrong: true } : {}),
  }))
}

/** A clock that moved, and what warns; the rest of what a program tells is read beside the charts. */
export function marksOfEvents(events: readonly AgentEvent[]): Mark[] {
  return keyedEvents(events).flatMap(({ key, event: { atMs, type, level, message } }): Mark[] => {
    if (type === 'clock-moved') return [{ key: `e${key}`, atMs, kind: 'clock', title: message }]
    // Of a deploy the hub makes an annotation, whatever the event's level.
    const warns = type !== 'deploy' && (level === 'warn' || level === 'error')
    return warns ? [{ key: `e${key}`, atMs, kind: 'event', title: `${type}: ${message}` }] : []
  })
}

/**
 * Marks within `closeMs` of the first of them are one. Gathered before the window is cut out of them, so that a window that
 * moves does not regroup them at every step.
 */
export function gather(marks: readonly Mark[], closeMs: number, fromMs: number, toMs: number): Cluster[] {
  const clusters: { key: string; atMs: number; lastMs: number; marks: Mark[] }[] = []
  for (const mark of marks.toSorted((a, b) => a.atMs - b.atMs)) {
    const open = clusters[clusters.length - 1]
    if (open && mark.atMs - open.atMs < closeMs) {
      open.marks.push(mark)
      open.lastMs = mark.atMs
    } else clusters.push({ key: mark.key, atMs: mark.atMs, lastMs: mark.atMs, marks: [mark] })
  }
  return clusters.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
}

/** The kind that matters most lends its shape. */
export function kindOf({ marks }: Cluster): MarkKind {
  return marks.reduce<MarkKind>((best, { kind }) => (markRank(kind) < markRank(best) ? kind : best), 'event')
}

/** As many of them as are said or shown: those that matter most, in the order of time. */
export function foremost(marks: readonly Mark[], most: number): readonly Mark[] {
  if (marks.length <= most) return marks
  const kept = new Set(marks.toSorted((a, b) => markRank(a.kind) - markRank(b.kind)).slice(0, most))
  return marks.filter((mark) => kept.has(mark))
}

/** `deploy gateway 1.4.2, 14:02:11`. */
export function markWords({ kind, title, atMs, author }: Mark, nowMs: number): string {
  const by = author === undefined ? '' : t('by2', { author })
  return `${MARK_KINDS[kind].word} ${title}, ${formatMoment(atMs, nowMs)}${by}`
}

/** As many as a person listens to; the table has all of them. */
const SPOKEN = 3

export function clusterWords({ marks }: Cluster, nowMs: number): string {
  const [only] = marks
  if (marks.length === 1 && only) return markWords(only, nowMs)
  const spoken = foremost(marks, SPOKEN).map((mark) => markWords(mark, nowMs))
  const more = marks.length > SPOKEN ? [t('andMore2', { length: marks.length - SPOKEN })] : []
  return `${countOf(marks.length, 'mark')}: ${[...spoken, ...more].join('; ')}`
}

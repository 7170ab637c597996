/** What a mark on a chart is of: its word, and a shape of its own, so that colour says nothing alone. */
import type { AnnotationKind } from '../../lib/protocol/annotations'
import { t } from '../../lib/words/en/charts'

/** `begin`, `fired` and `quiet` are of an alert; `clock` and `event` are what the process was told of by its agent or by the hub. */
export type MarkKind = AnnotationKind | 'begin' | 'fired' | 'quiet' | 'clock' | 'event'

interface Shown {
  word: string
  /** In a box of 12 by 12. */
  glyph: string
}

/** What matters most first: it lends its shape to a cluster. */
export const MARK_KINDS: Record<MarkKind, Shown> = {
  begin: {
    get word() {
      return t('begin')
    },
    glyph: 'M2 11 L6 1 L10 11 Z',
  },
  fired: {
    get word() {
      return t('fired')
    },
    glyph: 'M6 .5 L7.7 4.3 11.5 6 7.7 7.7 6 11.5 4.3 7.7 .5 6 4.3 4.3Z',
  },
  quiet: {
    get word() {
      return t('quietAgain')
    },
    glyph: 'M1 4.5h10v3H1Z',
  },
  deploy: {
    get word() {
      return t('deploy')
    },
    glyph: 'M6 1 11 6H8v5H4V6H1Z',
  },
  note: {
    get word() {
      return t('note')
    },
    glyph: 'M1 1h10v7H6l-3 3V8H1Z',
  },
  restart: {
    get word() {
      return t('restart')
    },
    glyph: 'M6 1a5 5 0 1 0 5 5H8.800a2.800 2.800 0 1 1-2.800-2.800V5.200L9.600 2.100 6-1Z',
  },
  clock: {
    get word() {
      return t('clock')
    },
    glyph: 'M6 .5a5.500 5.500 0 1 0 0 11a5.500 5.500 0 1 0 0-11ZM5.200 2.500h1.600v3.100l2.300 1.700-.9 1.200-3-2.200Z',
  },
  ack: {
    get word() {
      return t('acknowledged')
    },
    glyph: 'M1 6.500 2.700 4.800 4.800 6.900 9.800 1.900 11.500 3.600 4.800 10.300Z',
  },
  capture: {
    get word() {
      return t('capture')
    },
    glyph: 'M1 3h2.500l1-1.500h3l1 1.500H11v7H1Zm5 1.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  },
  collection: {
    get word() {
      return t('collection')
    },
    glyph: 'M1 1h10L7.500 6v5h-3V6Z',
  },
  event: {
    get word() {
      return t('event')
    },
    glyph: 'M6 3.200a2.800 2.800 0 1 0 0 5.600a2.800 2.800 0 1 0 0-5.600Z',
  },
}

const ORDER = Object.keys(MARK_KINDS) as MarkKind[]

/** Smaller matters more. */
export function markRank(kind: MarkKind): number {
  return ORDER.indexOf(kind)
}

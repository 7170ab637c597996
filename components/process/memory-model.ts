/** The picture of memory: bands of who holds it, the resident set over them, limits, and major collections as marks. */
import type { ChartPlan } from '../../lib/client/chart-plan'
import {
  BANDS,
  collectionsIn,
  majorCollections,
  MEMORY,
  memoryPicture,
  memoryReader,
  type Band,
  type MemoryParts,
} from '../../lib/client/memory-stack'
import type { WatchedState } from '../../lib/client/process-watch'
import { formatBytes } from '../../lib/format/bytes'
import { countOf } from '../../lib/format/counts'
import { notKnown } from '../../lib/format/unknown'
import type { ChartModel, Entry } from '../chart/model'
import type { ShownBand, ShownLine } from '../plot/drawing-of'
import { valueScale } from '../chart/scale'
import { divideLevels, lifeStartOf, sharedModel, spanWords, viewOf, type View } from './base-model'
import { forecastOf, limitsBySeries, riseOf } from './forecast'
import { t } from '../../lib/words/en/process'

const SHOWN: Record<Band, { label: string; color: string; opacity: number }> = {
  live: {
    get label() {
      return t('liveSet')
    },
    color: 'band-live',
    opacity: 0.92,
  },
  garbage: {
    get label() {
      return t('garbage')
    },
    color: 'band-garbage',
    opacity: 0.85,
  },
  heap: {
    get label() {
      return t('heapUsed')
    },
    color: 'band-heap',
    opacity: 0.85,
  },
  free: {
    get label() {
      return t('freeHeap')
    },
    color: 'band-free',
    opacity: 0.9,
  },
  external: {
    get label() {
      return t('external')
    },
    color: 'band-external',
    opacity: 0.85,
  },
  unattributed: {
    get label() {
      return t('unattributed')
    },
    color: 'band-unattributed',
    opacity: 0.75,
  },
}

/** A limit that memory runs into is worth more of the picture's height than one that it keeps away from. */
const RISE_FAR = 3

const RSS: ShownLine[] = [{ key: 'rss', color: 'ink-soft', dash: '4 3', width: 1.25 }]

export function memoryModel(
  watched: WatchedState,
  _plan: ChartPlan,
  budget: number,
  farLevel?: number,
): ChartModel | null {
  const view = viewOf(watched)
  if (!view) return null
  const picture = memoryPicture(view.data, { ...view, budget })
  const limits = limitsBySeries(watched.detail)
  const rise = view.isPast ? null : riseOf(watched.detail, view, limits)
  const levels = [...new Map([...limits.values()].map((level) => [level.label, level])).values()]
  const { near, far } = divideLevels(levels, picture.peak, rise?.limit ? Math.max(RISE_FAR, farLevel ?? 0) : farLevel)
  const scale = valueScale(Math.max(picture.peak ?? 0, ...near.map(({ value }) => value)), 'bytes')
  const forecast = rise && forecastOf(rise, view.toMs, scale.top)
  const shown = BANDS.filter((band) => picture.bands.has(band))
  const collections = majorCollections(view.data, view.fromMs, view.toMs)
  const collected = collectionsIn(collections)
  // Marks that stand shoulder to shoulder mark nothing: then their number has to do.
  const hasMarks = collections.length <= budget / 4
  return {
    ...sharedModel(view, picture),
    ...scale,
    unit: 'bytes',
    isRate: false,
    bands: shown.map((band): ShownBand => ({ key: band, ...SHOWN[band] })),
    lines: RSS,
    levels: near,
    farLevels: far,
    marks: hasMarks ? collections.map(({ atMs }) => atMs) : [],
    entries: entriesOf(view, shown),
    notes:
      collected > 0
        ? [t('inView', { hasMarks: hasMarks ? '▏' : '', collections: countOf(collected, 'majorCollection') })]
        : [],
    forecast,
    lifeStart: lifeStartOf(watched, view),
    sentence: () => [sentenceOf(view, collected), forecast?.sentence].filter(Boolean).join(' '),
  }
}

/** As they lie on each other, the topmost first. */
function entriesOf({ data }: View, shown: readonly Band[]): Entry[] {
  const partsAt = memoryReader(data.table)
  const rss: Entry = {
    key: 'rss',
    label: t('residentSet'),
    color: 'ink-soft',
    dash: '4 3',
    textAt: (row) => (row < 0 ? notKnown() : formatBytes(partsAt(row).rss)),
    valueAt: (row) => partsAt(row).rss,
  }
  const bands = shown.toReversed().map((band): Entry => {
    const { label, color } = SHOWN[band]
    return {
      key: band,
      label,
      color,
      isBand: true,
      textAt: (row) => (row < 0 ? notKnown() : bandText(partsAt(row), band)),
      valueAt: (row) => partsAt(row)[band],
    }
  })
  // Where heap used stands for both, the legend says why.
  return [rss, ...bands, ...(shown.includes('live') ? [] : [UNKNOWN_LIVE_SET])]
}

const UNKNOWN_LIVE_SET: Entry = {
  key: 'live',
  get label() {
    return t('liveSetUntilA')
  },
  textAt: () => notKnown(),
  valueAt: () => null,
}

/** Heap used is either one band or two; what is not drawn has no number. */
function bandText(parts: MemoryParts, band: Band): string | null {
  if (band === 'heap' && parts.live !== null) return null
  if (band === 'garbage' && parts.heap !== null) return null
  return formatBytes(parts[band])
}

function sentenceOf(view: View, collected: number): string {
  const { table } = view.data
  const row = table.lowerBound(view.toMs + 1) - 1
  const read = (name: string) => formatBytes(table.column(name)?.[row])
  return t('memoryResidentSetLive', {
    view: spanWords(view),
    rss: read(MEMORY.rss),
    liveSet: read(MEMORY.liveSet),
    heapUsed: read(MEMORY.heapUsed),
    external: read(MEMORY.external),
    unattributed: read(MEMORY.unattributed),
    collections: countOf(collected, 'majorCollection'),
  })
}

/** What a chart draws, whatever it is of: made by the chart of memory and by charts of lines, drawn by one component. */
import type { Picture } from '../../lib/client/line-picture'
import type { Unit } from '../../lib/protocol/vocabulary'
import type { ShownBand, ShownLine } from '../plot/drawing-of'

/** A level that values are held against. */
export interface Level {
  value: number
  label: string
  /** Values have to come back to it, rather than stay below. */
  isFloor?: true
}

/** An earlier life, laid by age. */
export interface ShownGhost {
  key: string
  /** A colour token. */
  color: string
  dash: string
  /** At times of the picture; they may lie outside of it. */
  points: readonly (readonly [atMs: number, value: number | null])[]
}

export interface Stretch {
  fromMs: number
  toMs: number
}

/** Where nothing was sampled, and why, as far as it is known. */
export interface ShownGap extends Stretch {
  /** Nothing came since. */
  isOpen: boolean
  /** In it, where there is room: `restarted`. */
  word: string
  /** One sentence. */
  reason: string
}

/** What comes if a rise goes on so: drawn right of now, on a time of its own. */
export interface Forecast {
  /** Now, and the newest peak. */
  fromMs: number
  fromValue: number
  /** What the end of its picture is. */
  untilMs: number
  /** By the flattest and by the steepest slope, at the end or where they meet the limit. */
  low: number
  high: number
  /** A `null` latest is "perhaps never"; no limit, where none is known. */
  limit: { value: number; soonestMs: number; latestMs: number | null } | null
  /** A colour token. */
  color: string
  /** `limit in 5 to 7 h`. */
  caption: string
  /** The end of its picture: `+7 h`. */
  untilText: string
  sentence: string
}

/** One number of the readout and one column of the table. */
export interface Entry {
  key: string
  label: string
  /** A colour token; absent for a number without a line of its own. */
  color?: string
  dash?: string | null
  isBand?: boolean
  /** What stands in the readout for a row of the window, -1 for none; `null` where the number has no meaning there. */
  textAt: (row: number) => string | null
  /** The number itself, in the chart's unit (a second, for a rate); `null` where it is not known or has no meaning. */
  valueAt: (row: number) => number | null
}

export interface ChartModel {
  fromMs: number
  toMs: number
  /** It does not move with time. */
  isHeld: boolean
  picture: Picture
  gaps: ShownGap[]
  /** The time of the newest point that is drawn; `null` where none is. */
  lastAtMs: number | null
  unit: Unit
  isRate: boolean
  top: number
  ticks: number[]
  bands: ShownBand[]
  /** Thin and over the bands, which would hide them. */
  ghosts?: readonly ShownGhost[]
  lines: ShownLine[]
  /** Within the picture. */
  levels: Level[]
  /** Too far above to be drawn, said at the top edge. */
  farLevels: Level[]
  /** Times of major collections. */
  marks: number[]
  entries: Entry[]
  /** Said after the readout. */
  notes: string[]
  forecast: Forecast | null
  /** When the life that is under way began, where that is in the picture. */
  lifeStart: { atMs: number; label: string } | null
  /** The rows of the window: from the first to before the end. */
  firstRow: number
  endRow: number
  atMsOf: (row: number) => number
  nearest: (atMs: number) => number
  /** For who cannot see the picture. It reads every row, so it is asked for when somebody may hear it. */
  sentence: () => string
}

/** What a table lists of a chart, and what a picture or a file of it holds. */
export interface ChartContent extends Omit<
  ChartModel,
  'isHeld' | 'lastAtMs' | 'marks' | 'notes' | 'lifeStart' | 'nearest' | 'sentence'
> {
  /** Its times are ages, in ms from the start of each line's life, and none of the clock. */
  isAge?: boolean
}

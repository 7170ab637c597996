/** What `/api/v1/changes` answers: which series changed from one stretch of time to the next. */
import type { SeriesKind, Unit } from './vocabulary'

/** `new` and `ended`: while the process told others; `not-known`: one side has too few samples. */
export const CHANGE_STATES = ['changed', 'unchanged', 'new', 'ended', 'not-known'] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

/** Of a counter, all of these are of its rate, in units a second. */
export type ChangeHow =
  | { shape: 'step'; atMs: number; by: number }
  /** It was so much more, or less, for a time. */
  | { shape: 'pulse'; atMs: number; untilMs: number; by: number }
  /** It went by the one slope, and goes by the other. */
  | { shape: 'slope'; atMs: number; fromPerHour: number; toPerHour: number }

export interface ChangeSide {
  /** Steps in which it is known. */
  samples: number
  /** In the series' unit, of a counter a second; `null` where no sample is known. */
  mean: number | null
}

export interface SeriesChange {
  process: string
  service: string
  instance: string
  series: string
  kind: SeriesKind
  unit: Unit
  state: ChangeState
  /** From 0 to below 1, without a unit: those of all series and processes are ranked together. */
  score: number
  before: ChangeSide
  within: ChangeSide
  /** `null` where it did not change, or in no one step or bend. */
  how: ChangeHow | null
  /** Of a new series when it came, of one that ended when it was last known; else `null`. */
  atMs: number | null
  /** The first restart of its process in the stretch. */
  restartedAtMs: number | null
}

/** A process began, began anew, or told nothing any more, in the stretch. */
export interface LifeChange {
  process: string
  service: string
  instance: string
  what: 'started' | 'restarted' | 'silent'
  /** Of `silent`: its newest frame. */
  atMs: number
}

export interface ChangesAnswer {
  /** The stretch as it was looked at, in whole steps, and the one of the same length before it. Both ends are included. */
  within: { fromMs: number; toMs: number }
  before: { fromMs: number; toMs: number }
  stepMs: number
  /** Fewer samples on a side, and a series is `not-known`. */
  leastSamples: number
  /** `looked` is less than `known` where time ran out: those that need a look were looked at first. */
  processes: { known: number; looked: number }
  series: Record<ChangeState, number>
  /** Those that changed most first; at most as many as were asked for. */
  changes: SeriesChange[]
  /** Ordered by time; at most 100. */
  lives: LifeChange[]
  livesLeftOut: number
}

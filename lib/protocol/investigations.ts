/**
 * Compared runs of a process: `/api/v1/investigations`. What is kept (`Investigation`), and what is concluded from it
 * (`InvestigationAnswer`). Slopes are in the metric's unit an hour. Rules: docs/investigations.md.
 */
import type { SteppedPoint } from './http-api'
import type { Interval } from './verdict'
import type { Unit } from './vocabulary'

export const INVESTIGATION_LIMITS = {
  investigations: 1_000,
  runs: 60,
  titleChars: 300,
  questionChars: 2_000,
  labelChars: 200,
  settings: 32,
  settingChars: 200,
} as const

/** How a run began: by a person or a program, by `tidemark run`, or because a life had another version or label. */
export const RUN_ORIGINS = ['hand', 'program', 'life'] as const
export type RunOrigin = (typeof RUN_ORIGINS)[number]

/** What was toggled, as text: `{ KEEP_ALIVE: 'false' }`. What is not named is as it usually is. */
export type RunSettings = Record<string, string>

export interface RunInput {
  label: string
  settings: RunSettings
  /** A process's id; `null`: every process of the service. */
  process: string | null
  /** On the target's clock, both ends inclusive; a `null` end is open: the run goes on. */
  fromMs: number
  toMs: number | null
  by: RunOrigin
}

export interface Run extends RunInput {
  /** Unique within its investigation. */
  id: string
  /** Absent while nobody was told that it is conclusive. */
  told?: RunTold
}

/** That a run is conclusive, as it was last said for the first time. */
export interface RunTold {
  /** On the hub's clock. */
  atMs: number
  slopePerHour: number
  slopeCi90: Interval
  /** `null` while it holds. */
  takenBackAtMs: number | null
}

export interface InvestigationInput {
  title: string
  /** What somebody wants to know, in a sentence; may be empty. */
  question: string
  service: string
  /** A series: `memory.live_set`, `memory.rss`, `memory.unattributed`, or any other. */
  metric: string
  /** Whether a run starts by itself when a life of the service starts with another version or label. */
  followsLives: boolean
}

/** `GET` answers `{ investigations }`, the newest first; `GET /:id` an `InvestigationAnswer`. */
export interface Investigation extends InvestigationInput {
  id: string
  /** In the order in which they were added. */
  runs: Run[]
  createdAtMs: number
  changedAtMs: number
}

/**
 * `no-data`: nothing was measured in its time. `warming-up`: the gate is not open. `measuring`: what is steady does not
 * tell enough yet. `conclusive`. `too-short`: it ended before it told.
 */
export const RUN_STATES = ['no-data', 'warming-up', 'measuring', 'conclusive', 'too-short'] as const
export type RunState = (typeof RUN_STATES)[number]

/** What a run waits for: the first of these that is not over. */
export const WAITS = ['data', 'fill', 'warm-up', 'settling', 'collections', 'steady-time', 'load', 'precision'] as const
export type Wait = (typeof WAITS)[number]

export interface RunLoad {
  of: 'client' | 'request'
  /** Clients, or requests an hour, over the steady time (over all of the run while there is none). */
  mean: number
  low: number
  high: number
}

/** One bounded structure, or `cache.fill`. */
export interface RunFill {
  series: string
  /** 0 to 1, at the end of the run. */
  share: number
  isFilling: boolean
}

/** One life of one process within a run. */
export interface RunPart {
  process: string
  instance: string
  boot: string
  version?: string
  startedAtMs: number
  fromMs: number
  toMs: number
}

export interface RunAnswer extends Run {
  state: RunState
  isConclusive: boolean
  /** When it will be, where that can be told; `null` as well once it is, and where it has ended. */
  conclusiveAtMs: number | null
  /** What it waits for; `null` where it waits for nothing. */
  waitsFor: { for: Wait; series?: string; share?: number } | null
  /** One sentence: what it says, or what it waits for and for how long. */
  sentence: string
  /** Left out of the slope; a `null` end goes on. `null` where all of the run is steady, or nothing was measured. */
  warmUp: { fromMs: number; toMs: number | null; why: string } | null
  steady: { fromMs: number; toMs: number } | null
  slopePerHour: number | null
  slopeCi90: Interval | null
  load: RunLoad | null
  fills: RunFill[]
  /** The metric within the run: its highest value, and the lowest of its last fifth. */
  peak: number | null
  floor: number | null
  parts: RunPart[]
  /** The metric over process age, `[ageMs, min, mean, max]`, some 240 points; several processes are averaged. */
  curve: SteppedPoint[]
}

/** One setting that differs; `null` is "as it usually is". */
export interface Toggle {
  key: string
  from: string | null
  to: string | null
}

/** `b` beside `a`: `b` has what was toggled. */
export interface PairAnswer {
  a: string
  b: string
  toggled: Toggle[]
  /** Slope of `b` less slope of `a`; `null` where one of them is not known. */
  differencePerHour: number | null
  differenceCi90: Interval | null
  isConclusive: boolean
  /** Whether both ran under the same load, within a fifth; `null` where that is not known. */
  atLikeLoad: boolean | null
  /** Whether bounded structures were as full in both, within a tenth; `null` where none is reported. */
  atLikeFill: boolean | null
  /** The same difference with both slopes taken to the load of `a`, where loads differ and are known. */
  differenceAtLikeLoad: { perHour: number; ci90: Interval } | null
  sentence: string
}

/** `isolates`: without it almost nothing of the leak is left. `worsens` is the other way of `lessens`. */
export const TOGGLE_VERDICTS = ['isolates', 'lessens', 'worsens', 'no-effect', 'not-yet-known'] as const
export type ToggleVerdict = (typeof TOGGLE_VERDICTS)[number]

export interface ToggleAnswer {
  toggles: Toggle[]
  /** `KEEP_ALIVE=false`. */
  name: string
  verdict: ToggleVerdict
  differencePerHour: number | null
  differenceCi90: Interval | null
  /** `pair`: from runs that differ in nothing else. `runs`: from what all runs have in common, where there is no such pair. */
  basis: 'pair' | 'runs'
  sentence: string
}

/** `wait`: let a run go on. `start`: a run with these settings. `enough`: nothing would tell much more. */
export interface NextRun {
  kind: 'wait' | 'start' | 'enough'
  /** The run to let go on. */
  run: string | null
  settings: RunSettings | null
  /** How long it should take. */
  forMs: number | null
  sentence: string
}

export interface InvestigationAnswer extends Omit<Investigation, 'runs'> {
  /** `null` while no run has the metric. */
  unit: Unit | null
  runs: RunAnswer[]
  /** Of each two runs, those with the fewest toggles first. */
  pairs: PairAnswer[]
  toggles: ToggleAnswer[]
  nextRun: NextRun
  /** What all of it says, in one or two sentences. */
  sentence: string
  /** As of when, on the hub's clock. */
  atMs: number
}

export const COMPARED = ['peak', 'floor', 'slope', 'collections', 'entities', 'restart-interval'] as const
export type Compared = (typeof COMPARED)[number]

export interface ComparisonRow {
  what: Compared
  /** For `entities`: the series that counts them. */
  series?: string
  /** What is compared, in words: `peak`, `collections an hour`, `entries of registry.services`. */
  title: string
  unit: Unit
  /** `hour`: these are amounts an hour. */
  per: 'hour' | null
  before: number | null
  after: number | null
  /** `after` less `before`. */
  difference: number | null
  /** 90 % intervals, where they are known. An open high end is `null`. */
  beforeCi90: [low: number, high: number | null] | null
  afterCi90: [low: number, high: number | null] | null
  differenceCi90: Interval | null
  sentence: string
}

/** Two runs laid over each other by process age: `GET /api/v1/investigations/:id/comparison?before=&after=`. */
export interface RunComparison {
  before: string
  after: string
  unit: Unit
  /** The ages that both have. */
  ageFromMs: number
  ageToMs: number
  rows: ComparisonRow[]
  sentence: string
}

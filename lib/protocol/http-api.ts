/** The shapes that `/api/v1` answers with. */
import type { FlagWord, ProcessState, SeriesKind, Unit, VerdictWord } from './vocabulary'
import type { AgentEvent, ProcessLimits } from './agent-wire'
import type { Flag, Verdict } from './verdict'

export interface SeriesSummary {
  name: string
  kind: SeriesKind
  unit: Unit
  max?: number
  matches?: string
  help?: string
  /** The newest frame's value; `null` where that is not known. */
  latest: number | null
  verdict: VerdictWord
}

export interface SeriesDetail extends Omit<SeriesSummary, 'verdict'> {
  /** Of pending calls: to so many they have to come back, as the rule `not-draining` has learned of this life and its load. */
  floor?: number
  verdict: Verdict
}

export interface ProcessIdentity {
  /** The same for a service and instance for ever, and safe in an address. */
  id: string
  service: string
  instance: string
  host: string
  pid: number
  boot: string
  runtime: string
  version?: string
  labels: Record<string, string>
  limits: ProcessLimits
  /** By arrival at the hub: live 5 s, stale 60 s, then gone. */
  state: ProcessState
  startedAtMs: number
  /** How many lives are known, the current one included. */
  lives: number
  /** On the target's clock; `null` before the first frame. */
  lastFrameAtMs: number | null
  flags: FlagWord[]
  flagDetails: Flag[]
}

export interface ProcessSummary extends ProcessIdentity {
  series: SeriesSummary[]
}

export interface ProcessDetail extends ProcessIdentity {
  series: SeriesDetail[]
  /** The newest events, oldest first; bounded. */
  events: AgentEvent[]
}

/** Raw: `[atMs, value]`; with a step: `[atMs, min, mean, max]`, atMs the start of the step. */
export type RawPoint = [atMs: number, value: number | null]
export type SteppedPoint = [atMs: number, min: number | null, mean: number | null, max: number | null]

export interface SeriesPoints {
  name: string
  unit: Unit
  /** 0 for raw points. */
  stepMs: number
  points: RawPoint[] | SteppedPoint[]
}

/**
 * `restart`: another life follows. `stood-still`: the process took no frame, by the numbers of its frames; `capture`: while it
 * was asked for one. `clock-moved`: its clock was put forward. `hub-away` and `lost`: it took frames that never came here, while the
 * hub was away, or for another reason (a network that was away for longer than an agent keeps frames).
 */
export const GAP_CAUSES = ['restart', 'stood-still', 'capture', 'clock-moved', 'hub-away', 'lost'] as const
export type GapCause = (typeof GAP_CAUSES)[number]

/** Where frames of a process are absent. */
export interface Gap {
  /** Of the frames before and after it, on the target's clock. */
  fromMs: number
  toMs: number
  /** Taken by the process and not here; `null` where another life follows. */
  missedFrames: number | null
  cause: GapCause
  /** Of a capture: which. */
  what?: string
}

export interface ApiError {
  error: { code: string; message: string }
}

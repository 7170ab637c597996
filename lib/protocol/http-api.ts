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

export interface ApiError {
  error: { code: string; message: string }
}

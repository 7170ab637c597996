/** The messages between the hub and a viewer: namespace `/dashboard`. The project's own; hub and dashboard ship together. */
import type { ProcessState, Unit, VerdictWord, WireCode } from './vocabulary'
import type { AgentEvent } from './agent-wire'
import type { AlertsSummary } from './alert-api'
import type { AlertMessage } from './alerts'
import type { Annotation } from './annotations'
import type { Flag, Interval } from './verdict'
import type { ProcessDetail } from './http-api'

export const DASHBOARD_NAMESPACE = '/dashboard'

/** Whether history can be written; live values go on in any case. */
export type HistoryHealth = { state: 'ready' } | { state: 'failing'; reason: string; sinceMs: number }

/**
 * Messages of agents that the hub refused within the last minute, with the newest sentence that one of them got; or, as
 * `not_accepted`, connections that it turned away before a word was read, and why.
 */
export interface Refused {
  code: WireCode | 'not_accepted'
  count: number
  message: string
}
/** The most frequent first; empty where nothing was refused. */
export type RefusedLately = Refused[]

/** A viewer says what it looks at; each `watch` replaces the one before. */
export interface WatchRequest {
  fleet?: true
  process?: string
}

/** The last minutes of a row, evenly stepped; `null` is a gap. */
export interface Spark {
  stepMs: number
  /** The start of the last step. */
  endMs: number
  values: (number | null)[]
}

/** One process as the list of all processes shows it. */
export interface FleetRow {
  id: string
  /** What `beats` say instead of the id: of this process while it is in the list, and in this hub's life. */
  number: number
  service: string
  instance: string
  host: string
  pid: number
  boot: string
  version?: string
  labels: Record<string, string>
  state: ProcessState
  /** A heap snapshot of it is being taken: it stands still, and is not down. Absent: none is. */
  isCapturing?: true
  startedAtMs: number
  lives: number
  lastFrameAtMs: number | null
  flags: Flag[]
  /** The series that stands for the process's memory, and what it is held against. */
  memory: { series: string | null; latestBytes: number | null; limitBytes: number | null }
  /**
   * The memory that is nearest to a limit of its own: the resident set to the container's, or the heap to V8's. `null` where
   * no limit is known.
   */
  limited: LimitedMemory | null
  /** The verdict that matters most among the series, with its series. `null` before the first frame. */
  worst: {
    series: string
    verdict: VerdictWord
    slopePerHour: number | null
    slopeCi90: Interval | null
    unit: Unit
    limitAtMs: [number, number | null] | null
  } | null
  spark: Spark
}

export interface LimitedMemory {
  series: string
  latestBytes: number | null
  limitBytes: number
}

/** The newest memory numbers of rows that the viewer was told, in columns: the n-th of each is of one row. */
export interface Beats {
  rows: number[]
  /** On the targets' clocks, in ms since `fromMs`. */
  fromMs: number
  afterMs: number[]
  memoryBytes: (number | null)[]
  /** Absent where no limit of any of the rows is known. */
  limited?: {
    names: string[]
    /** Places in `names`; `null` where no limit of the row is known, as in the two beside it. */
    series: (number | null)[]
    latestBytes: (number | null)[]
    limitBytes: (number | null)[]
  }
}

export type LiveItem =
  /** A process is new, or something of its row other than its newest number changed. */
  | { type: 'row'; row: FleetRow }
  /** A process is in the list no more: it was gone for too long. Comes before the rows of its batch. */
  | { type: 'left'; process: string }
  | ({ type: 'beats' } & Beats)
  /** The watched process changed: another life, more series, another verdict or flag. Comes before the frames it describes. */
  | { type: 'detail'; detail: ProcessDetail }
  /** New frames of the watched process, `[seq, atMs, ...values]` with values in the order of `detail.series`. */
  | { type: 'frames'; process: string; boot: string; frames: (number | null)[][] }
  | { type: 'event'; process: string; event: AgentEvent }
  /** How many alerts there are changed; `told` is a message that just went out, for a toast. To every viewer. */
  | { type: 'alerts'; summary: AlertsSummary; told: AlertMessage | null }
  /** History can be written again, or no longer. To every viewer. */
  | { type: 'history'; health: HistoryHealth }
  /** What was refused of late, or that nothing is any more. To every viewer. */
  | { type: 'refused'; refused: RefusedLately }
  /** The hub is short of memory: until it says otherwise, this is the last that a viewer gets. To every viewer. */
  | { type: 'shedding'; isHolding: boolean }
  /** Something happened that charts mark. To every viewer. */
  | { type: 'annotation'; annotation: Annotation }

/** One batch to one viewer, at most one an animation frame. */
export interface LiveBatch {
  /** The hub's clock when the batch was made. */
  hubNowMs: number
  /** How many items this viewer lost so far because it read too slowly. */
  lostItems: number
  items: LiveItem[]
}

export type WatchAck =
  | {
      ok: true
      hubNowMs: number
      alerts: AlertsSummary
      history: HistoryHealth
      refused: RefusedLately
      /** What is watched from here on is held back for want of memory; see `shedding`. */
      isHolding: boolean
      fleet?: FleetPage
      process?: ProcessDetail
    }
  | { ok: false; code: 'unknown_process' | 'bad_watch'; message: string }

/** The first state comes in pages; further pages arrive as `row` items. */
export interface FleetPage {
  rows: FleetRow[]
  total: number
}

export interface ViewerToHub {
  watch: (request: WatchRequest, ack: (answer: WatchAck) => void) => void
}

export interface HubToViewer {
  live: (batch: LiveBatch) => void
}

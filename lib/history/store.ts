/** What keeps frames. The hub knows this interface and no database. */
import type { Annotation, AnnotationInput } from '../protocol/annotations'
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../protocol/agent-wire'
import type { HistoryHealth } from '../protocol/dashboard-wire'
import type { FrameBlock } from '../protocol/frame-block'
import type { SeriesPoints } from '../protocol/http-api'
import type { Unit, VerdictWord } from '../protocol/vocabulary'

/** A life as it is kept, with the series in the order of its frames' values. */
export interface KeptLife {
  process: string
  life: LifeDescription
  series: readonly SeriesDeclaration[]
}

/** A process as it was when the hub last ran: what a restart begins with. */
export interface KeptProcess extends KeptLife {
  /** How many lives are kept. */
  lives: number
  lastFrameAtMs: number | null
}

export interface SeriesQuery {
  process: string
  names: readonly string[]
  /** Inclusive, milliseconds since 1970 on the target's clock. */
  fromMs: number
  toMs: number
  /** Absent or 0: raw points. */
  stepMs?: number
}

/** Inclusive times on the target's clock. */
export interface LivesQuery {
  process: string
  fromMs: number
  toMs: number
}

/** Inclusive times on the target's clock. */
export interface EventsQuery extends LivesQuery {
  /** Only those of this type. */
  type: string
}

/** A series in steps: columns of one length, of which NaN is "not known". Those of one answer share their times. */
export interface StepColumns {
  name: string
  unit: Unit
  /** The start of each step. */
  atMs: Float64Array
  min: Float64Array
  mean: Float64Array
  max: Float64Array
}

export interface SeriesJson {
  name: string
  /** UTF-8. */
  json: Uint8Array
}

/** Two neighbouring frames of a process that are further apart than its frames are. */
export interface FrameGap {
  /** Of the frame before it and of the one after it, on the target's clock. */
  fromMs: number
  toMs: number
  /** How many frames the life took in between that are not here; `null` where the frame after it is of another life. */
  missed: number | null
}

/** A batch of one life's frames on its way to disk. */
export interface FramesToKeep {
  process: string
  boot: string
  block: FrameBlock
}

/** Who waits for frames to be on disk; told once. */
export interface KeepWaiter {
  resolve(): void
  reject(error: Error): void
}

/** Whether history can be written, told on `/readyz` and on every screen. */
export type StoreHealth = HistoryHealth

/** Inclusive times. With neither service nor process: all of them. */
export interface AnnotationQuery {
  fromMs: number
  toMs: number
  /** Those of this service, of any of its processes, and those that concern all. */
  service?: string
  /** Those of this process, those of its service as a whole, and those that concern all. */
  process?: string
}

export interface VerdictChange {
  process: string
  series: string
  /** On the target's clock. */
  atMs: number
  /** `null`: the first one. */
  from: VerdictWord | null
  to: VerdictWord
  /** Any JSON value: what made it so. */
  reason: unknown
}

/** One small JSON document of a collection: an alert, a silence, an investigation. */
export interface KeptRecord {
  id: string
  /** A JSON value other than null. */
  body: unknown
  /** When it was put last, on the hub's clock. */
  updatedMs: number
}

export interface RecordChange {
  /** 1 to 200 characters; unique within its collection. */
  id: string
  /** A JSON value of at most 1 MB as text; `null` deletes the record (one that is not there is no fault). */
  body: unknown
}

/** What an operator wants to know of history; told on `/metrics`. As of some seconds ago at most. */
export interface HistoryFigures {
  /** Blocks and rows of the journal that are known to be damaged, and are left out. */
  damagedParts: number
  /** How often the thread that owns the database had to be started again. */
  restarts: number
  /** What data takes of the limit `dataBytes`; `null` until it was measured. */
  dataBytes: number | null
}

export interface Store {
  /** The processes known from earlier runs of the hub. */
  processes(): Promise<KeptProcess[]>
  /**
   * Records a life at its hello (or more series of one); resolves once it is on disk, with what is kept of it already.
   * `series`: all that the life ever had, in the order in which `append` takes its values from then on. Those that would be
   * more than a life may have are not in it.
   */
  openLife(life: KeptLife): Promise<{
    lives: number
    knownSeqs: [from: number, to: number][]
    series: SeriesDeclaration[]
  }>
  /**
   * Keeps frames; resolves once they are on disk (within about a second: one transaction a second carries what came
   * since the one before). The caller has dropped every seq that is known already. Rejects where the disk refused.
   */
  append(frames: FramesToKeep): Promise<void>
  /** The same without a promise and what goes with one: ten thousand of these wait at any time. */
  keep(frames: FramesToKeep, waiter: KeepWaiter): void
  appendEvents(process: string, boot: string, events: readonly AgentEvent[]): Promise<void>
  /** The newest events of a process, oldest first. */
  events(process: string, limit: number): Promise<AgentEvent[]>
  /** Events of one type, ordered by time. At most the newest 10,000 of the range. */
  eventsBetween(query: EventsQuery): Promise<AgentEvent[]>
  /** Every frame that `append` took before this call is in the answer. A series that no life of the process ever had is not in it. */
  series(query: SeriesQuery): Promise<SeriesPoints[]>
  /** The same answer as columns: for who reckons with very many of them. Rejects with `RangeError` where no step is asked for. */
  stepColumns(query: SeriesQuery): Promise<StepColumns[]>
  /** The same answer, each series as the JSON text of its `SeriesPoints`: for who only passes it on. */
  seriesJson(query: SeriesQuery): Promise<SeriesJson[]>
  /**
   * Lives of a process that may have frames from `fromMs` to `toMs` (inclusive): those that began in it, the newest 1,000 of
   * them, and the one before; in the order in which they began.
   */
  lives(query: LivesQuery): Promise<KeptLife[]>
  /** Gaps between raw frames in a range, in their order, the newest 200 of its last two days; a range of which only steps are kept has none. */
  gaps(query: LivesQuery): Promise<FrameGap[]>
  /**
   * Frames of a process's newest life from `fromMs` on, oldest first, at most one every `stepMs` (the newest in each step):
   * what the growth detector is fed with after a restart of the hub.
   */
  replay(process: string, fromMs: number, stepMs: number): Promise<{ boot: string; block: FrameBlock } | null>
  /**
   * Keeps an annotation for a year (`notesMs`); resolves once it is on disk, with its id. One with a process and no service gets that
   * process's service, where that is known. Past the newest 100,000 the oldest go.
   * Rejects where the disk refused: nothing is kept then, and the caller may try again.
   */
  addAnnotation(annotation: AnnotationInput): Promise<Annotation>
  /** Ordered by time. At most the newest 10,000 of the range. */
  annotations(query: AnnotationQuery): Promise<Annotation[]>
  /**
   * Keeps changes of verdict for a year (`notesMs`), the newest 10,000 of each process; all of them or none. Resolves once they are on
   * disk; rejects where it refused, or where a process was never opened (the message names it).
   */
  appendVerdicts(changes: readonly VerdictChange[]): Promise<void>
  /** Ordered by time, both ends included. */
  verdictChanges(process: string, fromMs: number, toMs: number): Promise<VerdictChange[]>
  /**
   * Puts, replaces and deletes records of a collection, in order, all of them in one transaction or none; resolves once
   * they are on disk. What is asked for one after the other is done in that order. Rejects where the disk refused, and
   * with `RangeError` where an id or a body is too long or the collection would have more than 100,000 records.
   * The bodies are read before this returns: they may change afterwards.
   */
  putRecords(collection: string, changes: readonly RecordChange[]): Promise<void>
  /** All records of a collection, by id; everything put before this call is in it. */
  records(collection: string): Promise<KeptRecord[]>
  /** While held, the tiers above raw frames are not made; they are made of the raw ones later. */
  holdTiers(isHeld: boolean): void
  health(): StoreHealth
  figures(): HistoryFigures
  /** Writes what is pending and closes. */
  close(): Promise<void>
}

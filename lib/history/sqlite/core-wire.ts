/** What the store and the thread that owns the database say to each other. */
import type { AgentEvent, SeriesDeclaration } from '../../protocol/agent-wire'
import type { Unit } from '../../protocol/vocabulary'
import type { Annotation, AnnotationInput } from '../../protocol/annotations'
import type {
  AnnotationQuery,
  EventsQuery,
  FrameGap,
  KeptLife,
  KeptProcess,
  KeptRecord,
  LivesQuery,
  SeriesJson,
  SeriesQuery,
  StoreHealth,
  VerdictChange,
} from '../store'
import type { FrameBlock } from '../../protocol/frame-block'
import type { NamesTold } from './life-numbers'

/** Something small to be kept beside frames. JSON values are text on their way. */
export type Note =
  | { type: 'annotation'; annotation: AnnotationInput }
  | { type: 'verdicts'; changes: readonly (Omit<VerdictChange, 'reason'> & { reason: string })[] }
  | { type: 'records'; collection: string; changes: readonly { id: string; body: string | null }[] }

/** Why a note was not kept (the caller's fault, not the disk's), or the annotation that it became. */
export type NoteAnswer = { ok: true; annotation?: Annotation } | { ok: false; name: string; message: string }

/** What gathered since the last transaction. */
export interface WriteRequest {
  /** Names this batch in the answers; rises by one. */
  batch: number
  nowMs: number
  lives: KeptLife[]
  events: { process: string; boot: string; events: readonly AgentEvent[] }[]
  notes: Note[]
  /** Of the lives in `frames` that this core was not told of. */
  names: NamesTold
  /** Entries of `[number of the life, count, width, seqs…, atMs…, values…]`. */
  frames: Float64Array
}

export interface LifeOpened {
  lives: number
  knownSeqs: [from: number, to: number][]
  /** In the order of the life's columns. */
  series: SeriesDeclaration[]
}

export interface WriteAnswer {
  /** For each life of the request; null where it is not on disk, and the disk refused it. */
  lives: (LifeOpened | null)[]
  /** For each note of the request; null where the disk refused them all. */
  notes: NoteAnswer[] | null
  /** Why lives, events and notes of this request are not on disk; frames are tried again, these are not. */
  error: string | null
  /** Entries of the request whose life was never opened. */
  unknown: number[]
  /** Places in `events` whose process no life was opened for. */
  unknownEvents: number[]
  /** Batches whose frames are on disk now. */
  committed: number[]
  /** Batches whose frames are lost: the disk refused for longer than memory lasts. */
  gaveUp: number[]
  /** Whether something waits to be tried again. */
  retained: boolean
  health: StoreHealth
}

export interface CoreState {
  /** Whether there is more to be sealed at once. */
  hasMore: boolean
  health: StoreHealth
  damagedParts: number
  dataBytes: number
}

/** Points of one series as columns: raw has `mean` alone. NaN is "not known". */
export interface SeriesColumns {
  name: string
  unit: Unit
  stepMs: number
  atMs: Float64Array
  mean: Float64Array
  min: Float64Array | null
  max: Float64Array | null
}

/** Each operation with what it takes and answers. */
export interface CoreCalls {
  write: [WriteRequest, WriteAnswer]
  processes: [null, KeptProcess[]]
  events: [{ process: string; limit: number }, AgentEvent[]]
  eventsBetween: [EventsQuery, AgentEvent[]]
  annotations: [AnnotationQuery, Annotation[]]
  verdictChanges: [{ process: string; fromMs: number; toMs: number }, VerdictChange[]]
  records: [{ collection: string }, KeptRecord[]]
  series: [SeriesQuery, SeriesColumns[]]
  seriesJson: [SeriesQuery, SeriesJson[]]
  lives: [LivesQuery, KeptLife[]]
  gaps: [LivesQuery, FrameGap[]]
  replay: [{ process: string; fromMs: number; stepMs: number }, { boot: string; block: FrameBlock } | null]
  /** Seals and trims what is due while no frames come. */
  tend: [{ nowMs: number; holdTiers: boolean }, CoreState]
  close: [{ nowMs: number }, null]
}

export type CoreOperation = keyof CoreCalls

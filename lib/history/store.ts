/** What keeps frames. The hub knows this interface and no database. */
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../protocol/agent-wire'
import type { FrameBlock } from '../protocol/frame-block'
import type { SeriesPoints } from '../protocol/http-api'

/** A life as it is kept, with the series in the order of its frames' values. */
export interface KeptLife {
  process: string
  life: LifeDescription
  series: SeriesDeclaration[]
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

/** A batch of one life's frames on its way to disk. */
export interface FramesToKeep {
  process: string
  boot: string
  block: FrameBlock
}

/** Whether history can be written, told on `/readyz`. */
export type StoreHealth = { state: 'ready' } | { state: 'failing'; reason: string; sinceMs: number }

export interface Store {
  /** The processes known from earlier runs of the hub. */
  processes(): Promise<KeptProcess[]>
  /** Records a life at its hello (or more series of one); resolves once it is on disk, with what is kept of it already. */
  openLife(life: KeptLife): Promise<{ lives: number; knownSeqs: [from: number, to: number][] }>
  /**
   * Keeps frames; resolves once they are on disk (within about a second: one transaction a second carries what came
   * since the one before). The caller has dropped every seq that is known already. Rejects where the disk refused.
   */
  append(frames: FramesToKeep): Promise<void>
  appendEvents(process: string, boot: string, events: readonly AgentEvent[]): Promise<void>
  /** The newest events of a process, oldest first. */
  events(process: string, limit: number): Promise<AgentEvent[]>
  /** Every frame that `append` took before this call is in the answer. Unknown process or series: no points. */
  series(query: SeriesQuery): Promise<SeriesPoints[]>
  /**
   * Frames of a process's newest life from `fromMs` on, oldest first, at most one every `stepMs` (the newest in each step):
   * what the growth detector is fed with after a restart of the hub.
   */
  replay(process: string, fromMs: number, stepMs: number): Promise<{ boot: string; block: FrameBlock } | null>
  health(): StoreHealth
  /** Writes what is pending and closes. */
  close(): Promise<void>
}

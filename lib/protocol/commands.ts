/**
 * What the hub may ask a target to do, as an operator's act: `command` with these arguments, answered `{ ok: true, result }`
 * or `{ ok: false, code, message }`. What is large does not come in the answer: it is sent over HTTP to
 * `PUT /api/v1/captures/:id/content`, with the command's one-time token as bearer.
 */
import type { CommandName } from './vocabulary'

/** Why a target does not do what it was asked. */
export const COMMAND_CODES = [
  /** The agent knows no such command, or not with these arguments. */
  'bad_command',
  /** One of its kind runs already. */
  'busy',
  /** It was done less than a minute ago. */
  'too_soon',
  /** There is not memory enough for it. */
  'no_memory',
  /** The owner of the process does not allow it, or its runtime cannot do it. */
  'not_available',
  'cancelled',
  /** What was captured could not be sent. */
  'upload_failed',
  'failed',
] as const
export type CommandCode = (typeof COMMAND_CODES)[number]

export type CommandAnswer<R = unknown> = { ok: true; result: R } | { ok: false; code: CommandCode; message: string }

/**
 * Events that say what a snapshot does to its process, type `capture`, level `info`, before it stands still, and when it is done
 * (`warn` where it failed).
 */
export const CAPTURE_EVENT = 'capture'

/** What the agent can do, in its `hello`: `commands: ['gc', …]`. Absent: nothing. */
export type Capabilities = readonly CommandName[]

/** `gc`: a full collection, at once. No arguments. */
export interface CollectionResult {
  /** In use on the heap before, and after: what stayed is the live set. */
  beforeBytes: number
  afterBytes: number
  externalBeforeBytes: number
  externalAfterBytes: number
  rssBeforeBytes: number
  rssAfterBytes: number
  /** For how long the process stood still. */
  pauseMs: number
  atMs: number
}

/** What the hub answers to who asked it for a collection. */
export interface Collected extends CollectionResult {
  /** One sentence (`gave back 212 MiB of 310 MiB: mostly garbage`). */
  sentence: string
  /** What stayed, against the collection before; `null` where there was none in this life. */
  since: { atMs: number; retainedBytes: number } | null
}

/** `entities`: no arguments. The newest sample of each list that the process registered. */
export interface EntitiesResult {
  atMs: number
  groups: EntityGroup[]
}

export interface EntityGroup {
  /** As it was registered: `sockets`. */
  name: string
  /** How many there are; `null` where that is not known: the list tells no size, and was longer than what is looked at. */
  total: number | null
  /** How many of them were looked at; fewer than `total`, or `total` not known: what follows is of a sample. */
  sampled: number
  /** How many questions about them failed: a getter of the program threw, or gave what it should not. Absent: not told. */
  failures?: number
  /** Whether `bytes` are estimates of the agent (it was given no `bytes`, and measured some). */
  isEstimate: boolean
  /** The largest of those that were looked at, and those that were sent last time and still are there; at most 100. */
  entities: Entity[]
}

export interface Entity {
  /** The same for as long as it lives; at most 200 characters. */
  id: string
  label?: string
  bytes: number | null
  count: number | null
  ageMs: number | null
}

/** Where to send what was captured. */
export interface CaptureTarget {
  /** Of the capture. */
  capture: string
  /** Good for one upload. */
  token: string
}

/** `heap-profile`: takes what is alive by call site. */
export interface ProfileArgs extends CaptureTarget {
  /** Sample for so long first. 0: what the profiler that is always on has seen; starts it where it is off. */
  durationMs: number
}

export interface ProfileResult {
  /** Of the content, before gzip. */
  bytes: number
  /** Since when allocations were sampled. */
  sinceMs: number
  atMs: number
  /** For how long the process stood still: V8 collects fully before it tells what is alive. */
  pauseMs: number
}

/** What is sent as the content of a `heap-profile`: one JSON object, `content-type: application/json`, gzip. */
export interface ProfileContent {
  /** As V8's sampling heap profiler gives it (`HeapProfiler.getSamplingProfile`): the content of a `.heapprofile` file. */
  profile: unknown
  /**
   * Source maps of scripts in the profile, those that hold the most first, by the `url` of their call frames. At most 20, together at
   * most 16 MiB.
   */
  sourceMaps: Record<string, SourceMapText>
  /** Where the agent's code stands, so that what it takes itself is not taken for the program's. Absent or `null`: not known. */
  agent?: AgentPlace | null
  sinceMs: number
  atMs: number
  pid: number
  boot: string
}

/** A place in the agent's code, as V8 names it; lines and columns from 1. */
export interface AgentPlace {
  url: string
  line: number
  column: number
  /** The whole file is the agent's; else it was bundled into the program, and a source map tells the two apart. */
  isWhole: boolean
}

/** A map as JSON, without `sourcesContent`, and where it lies: its sources are named from there. */
export interface SourceMapText {
  json: string
  url: string
}

/** `heap-snapshot`: without `capture`, only the estimate. `cancel` ends one that runs. */
export interface SnapshotArgs extends Partial<CaptureTarget> {
  cancel?: boolean
  /** Default: structure and numbers only, so that secrets stay where they are. The target's owner has to allow it. */
  keepStrings?: boolean
}

/** The answer to `cancel`. What was cancelled is itself answered with `cancelled`. */
export interface CancelResult {
  wasRunning: boolean
}

export interface SnapshotEstimate {
  heapBytes: number
  /** For how long the process will stand still, from and to. */
  pauseMs: [from: number, to: number]
  /** What it will need on top of what it uses. */
  memoryBytes: number
  /** What it can have: of the machine or the container. */
  freeBytes: number
  isAllowed: boolean
  /** Why not, in a sentence. */
  reason: string | null
}

/**
 * The content is V8's own format, gzip. A process that stands still for long may lose its connection, and this answer with it: whether
 * the snapshot is there is told by its upload.
 */
export interface SnapshotResult {
  /** As V8 wrote it, before gzip. */
  bytes: number
  pauseMs: number
  atMs: number
}

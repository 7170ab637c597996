/** The messages between an agent and the hub: namespace `/agent`, one object an event, JSON-true values only. */
import type { Capabilities, CommandAnswer } from './commands'
import type { CommandName, EventLevel, SeriesKind, Unit, WireCode } from './vocabulary'

export const AGENT_NAMESPACE = '/agent'

/** What one number of a process is. Its place in the list is its place in every frame's `values`. */
export interface SeriesDeclaration {
  /** A letter, then letters, digits and `_ . : / -`; at most 120 characters. */
  name: string
  kind: SeriesKind
  unit: Unit
  /** The bound that the process itself keeps (a pool of at most 1,000). */
  max?: number
  /** The name of the series that this one must equal (streams beside clients). */
  matches?: string
  /** One sentence of help, for series that the catalogue does not know. */
  help?: string
}

/** The limits under which a process lives, in bytes. Absent: there is none, or it is not known. */
export interface ProcessLimits {
  /** V8's heap size limit. */
  heapBytes?: number
  /** The container's memory limit, to be held against the resident set. */
  memoryBytes?: number
}

/** One life of one process. */
export interface LifeDescription {
  service: string
  instance: string
  /** Unique to this start of the process. */
  boot: string
  pid: number
  host: string
  /** Say `node v20.20.2`. */
  runtime: string
  startedAtMs: number
  version?: string
  labels?: Record<string, string>
  limits?: ProcessLimits
}

export interface Hello {
  protocol: number
  process: LifeDescription
  series: readonly SeriesDeclaration[]
  /** What the hub may ask of it. Absent: nothing. */
  commands?: Capabilities
}

export interface Frame {
  /** Rises by one a frame within a boot, from 1. */
  seq: number
  /** Whole milliseconds since 1970 on the target's clock. */
  atMs: number
  /** In the order of the declared series; `null` is "not known". */
  values: (number | null)[]
}

export interface AgentEvent {
  atMs: number
  /** `cleanup`, `rejected`, `caller-died`, `deploy`, `log`, … */
  type: string
  level: EventLevel
  message: string
  /** How many things the event speaks of (entries swept, clients refused). */
  count?: number
}

export interface Command {
  id: string
  name: CommandName
  args: Record<string, unknown>
}

export interface Refusal {
  ok: false
  code: WireCode
  /** One sentence: what was wrong, where, and what would do. */
  message: string
}

export type HelloAck = { ok: true; process: string; frameAfter: number; maxFrames: number } | Refusal
/** `durable`: every frame of this boot up to this seq that reached the hub is on disk. */
export type FramesAck = { ok: true; durable: number } | Refusal
export type PlainAck = { ok: true } | Refusal
export type CommandAck = CommandAnswer

/** socket.io's typing of what an agent may emit. */
export interface AgentToHub {
  hello: (message: Hello, ack: (answer: HelloAck) => void) => void
  frames: (message: { frames: Frame[] }, ack: (answer: FramesAck) => void) => void
  series: (message: { series: readonly SeriesDeclaration[] }, ack: (answer: PlainAck) => void) => void
  events: (message: { events: AgentEvent[] }, ack: (answer: PlainAck) => void) => void
}

/** socket.io's typing of what the hub may emit to an agent. */
export interface HubToAgent {
  command: (message: Command, ack: (answer: CommandAck) => void) => void
}

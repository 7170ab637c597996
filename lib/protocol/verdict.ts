/** What Tidemark concludes: of one series (a verdict), and of behaviour against a rule (a flag). */
import type { FlagWord, Unit, VerdictWord } from './vocabulary'

/** Low and high end of an interval, both in the unit of what it belongs to. */
export type Interval = [low: number, high: number]

export interface Verdict {
  verdict: VerdictWord
  /** Since when it holds, on the target's clock. */
  sinceMs: number
  /** In `unit` an hour; `null` while it is not known. */
  slopePerHour: number | null
  slopeCi90: Interval | null
  unit: Unit
  /** A leak in proportion to load, in `unit` for each request or client. */
  share?: { of: 'request' | 'client'; slope: number }
  /** When the peak reaches the limit: soonest and latest; a `null` latest is "perhaps never". */
  limitAtMs?: [soonest: number, latest: number | null]
  /** When a conclusion is expected, while there is none. */
  conclusiveAtMs?: number
  /** One or two plain sentences with the numbers in them. */
  reason: string
  evidence: Record<string, number | string | null>
}

export interface Flag {
  flag: FlagWord
  /** The series that breaks the rule; absent where the whole process does. */
  series?: string
  sinceMs: number
  /** One plain sentence with the numbers in it. */
  reason: string
  /** Of `restart-masked`: what the restarts hide, in words without a capital or a stop. */
  hidden?: string
}

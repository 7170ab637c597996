/** What was captured of a target, as `/api/v1/captures` tells it. */
import type { CommandName } from './vocabulary'

export type CaptureKind = Extract<CommandName, 'heap-profile' | 'heap-snapshot'>

/** `asked`: the target was asked; `receiving`: it comes; `ready`: it is whole, on the hub's disk. */
export const CAPTURE_STATES = ['asked', 'receiving', 'ready', 'failed', 'cancelled'] as const
export type CaptureState = (typeof CAPTURE_STATES)[number]

export interface Capture {
  id: string
  kind: CaptureKind
  process: string
  service: string
  instance: string
  boot: string
  version?: string
  state: CaptureState
  /** Who asked for it; `tidemark` where a growth did. */
  by: string
  /** On the hub's clock. */
  askedAtMs: number
  readyAtMs: number | null
  /** On disk. */
  bytes: number | null
  /** Whether the contents of strings are in it: only then it can be downloaded in V8's own format. */
  hasStrings: boolean
  /** What the target told about it (`ProfileResult`, `SnapshotResult`). */
  result: Record<string, number> | null
  /** The alert that asked for it. */
  alert?: string
  /** Why it failed, in a sentence. */
  error: string | null
}

/**
 * Of captures, the newest first, the first and the last of a kind that are ready, both of the newest life: what they differ in is
 * what came in between. `null`: there are no two.
 */
export function firstAndLast(
  captures: readonly Capture[],
  kind: CaptureKind,
): { before: Capture; after: Capture } | null {
  const ready = captures.filter((one) => one.kind === kind && one.state === 'ready')
  const ofLife = ready.filter(({ boot }) => boot === ready[0]?.boot)
  const [after, before] = [ofLife.at(0), ofLife.at(-1)]
  return after && before && after !== before ? { before, after } : null
}

/** What the hub knew when it last ran, back in memory: the processes at once, what judges need as soon as it is read. */
import type { Store } from '../history/store'
import { shareDeclarations } from '../protocol/shared-declarations'
import type { Logger } from './log'
import type { ProcessEntry } from './roster/process-entry'
import type { Roster } from './roster/roster'

/** How far back judges are fed; the detector's longest look at one second a frame would be too much to read at a start. */
const REPLAY_MS = 24 * 3_600_000
/** Frames of one process that are read: every second of the last hours, and of a whole day every tenth. */
const REPLAY_FRAMES = 8_640
/** Processes read at a time; more would only queue up before the disk. */
const AT_A_TIME = 4

/**
 * Lists the kept processes; the answer is done once their judges have seen what was kept, and `stop` ends it early.
 * `heardUntilMs`: of the newest frame that is kept; 0 where none is.
 */
export async function recover(
  roster: Roster,
  store: Store,
  options: { nowMs: () => number; keepGoneMs: number; capacity: number; log: Logger },
): Promise<{ done: Promise<void>; stop(): void; heardUntilMs: number }> {
  const { nowMs, keepGoneMs, capacity, log } = options
  const newestFirst = (await store.processes())
    .filter(({ lastFrameAtMs, life }) => (lastFrameAtMs ?? life.startedAtMs) >= nowMs() - keepGoneMs)
    .sort((a, b) => (b.lastFrameAtMs ?? 0) - (a.lastFrameAtMs ?? 0))
    .slice(0, capacity)
  const heardUntilMs = newestFirst[0]?.lastFrameAtMs ?? 0
  const waiting = newestFirst.map((kept) =>
    roster.addKept({ ...kept, series: shareDeclarations(kept.series) }, heardUntilMs),
  )
  async function work(): Promise<void> {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) await replay(entry, roster, store, log)
  }
  const done = Promise.all(Array.from({ length: AT_A_TIME }, work)).then(() => undefined)
  return {
    heardUntilMs,
    done,
    stop: () => {
      waiting.length = 0
    },
  }
}

async function replay(entry: ProcessEntry, roster: Roster, store: Store, log: Logger): Promise<void> {
  const { boot, startedAtMs } = entry.life
  const toMs = entry.lastFrameAtMs ?? startedAtMs
  const fromMs = Math.max(startedAtMs, toMs - REPLAY_MS)
  const stepMs = Math.max(1, Math.ceil((toMs - fromMs) / REPLAY_FRAMES / 1000)) * 1000
  const kept = await store.replay(entry.id, fromMs, stepMs).catch((error: unknown) => {
    log.error({ err: error, process: entry.id }, 'frames of before could not be read; its detector starts anew')
    return null
  })
  // A process that was started anew in the meantime has nothing to be told of the life before.
  const isOfThisLife = kept?.boot === boot && entry.life.boot === boot
  const block = isOfThisLife && kept.block.width <= entry.series.length ? kept.block : null
  // The next is read once this one is judged: what was read and waits would only take memory.
  await new Promise<void>((resolve) => {
    entry.endReplay(block, () => {
      roster.afterReplay(entry)
      resolve()
    })
  })
}

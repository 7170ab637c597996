/** Reads what history has of one process in two stretches, and has lib/changes say what changed: some fifty series at a time, so that nothing else waits for long. */
import { changeOf, type ProcessHistory, seenSteps } from '../../changes/of-process'
import type { ComparedWindows } from '../../changes/windows'
import type { KeptLife, Store } from '../../history/store'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { LifeChange, SeriesChange } from '../../protocol/changes'
import { GONE_AFTER_MS, type ProcessEntry } from '../roster/process-entry'

export type ChangeStore = Pick<Store, 'stepColumns' | 'lives'>

/** Of some hundred points each: to judge them takes some milliseconds. */
const SERIES_AT_ONCE = 50
/** The newest frame may be so old while the next is on its way. */
const FRAME_EVERY_MS = 1_000

export interface ProcessChanges {
  changes: SeriesChange[]
  lives: LifeChange[]
}

export async function readChanges(
  store: ChangeStore,
  entry: ProcessEntry,
  windows: ComparedWindows,
  nowMs: number,
): Promise<ProcessChanges> {
  const begun = await livesBegun(store, entry, windows)
  const history: ProcessHistory = {
    ...nameOf(entry),
    restartsMs: begun.restartsMs,
    completeToMs: (entry.lastFrameAtMs ?? 0) + FRAME_EVERY_MS,
  }
  const changes: SeriesChange[] = []
  for (let at = 0; at < begun.series.length; at += SERIES_AT_ONCE)
    changes.push(...(await readSome(store, history, begun.series.slice(at, at + SERIES_AT_ONCE), windows)))
  return { changes, lives: livesOf(entry, begun.startsMs, windows, nowMs) }
}

async function readSome(
  store: ChangeStore,
  history: ProcessHistory,
  declared: readonly SeriesDeclaration[],
  windows: ComparedWindows,
): Promise<SeriesChange[]> {
  const { before, within, stepMs } = windows
  const names = declared.map(({ name }) => name)
  const found = await store.stepColumns({
    process: history.id,
    names,
    fromMs: before.fromMs,
    toMs: within.toMs,
    stepMs,
  })
  const byName = new Map(found.map((one) => [one.name, one]))
  const seen = seenSteps(found, windows)
  return declared.map((one) => changeOf(history, one, byName.get(one.name) ?? null, seen, windows))
}

interface Begun {
  /** Those of the newest life, and those that only another life in the stretches had. */
  series: SeriesDeclaration[]
  restartsMs: number[]
  startsMs: { atMs: number; isFirst: boolean }[]
}

/** Most processes have one life, of which everything is known without asking. */
async function livesBegun(store: ChangeStore, entry: ProcessEntry, windows: ComparedWindows): Promise<Begun> {
  const { fromMs, toMs } = { fromMs: windows.before.fromMs, toMs: windows.within.toMs }
  const known: KeptLife = { process: entry.id, life: entry.life, series: entry.series }
  const lives = entry.lives > 1 ? await store.lives({ process: entry.id, fromMs, toMs }) : [known]
  const isOldest = entry.lives === 1
  const starts = lives
    .map(({ life }, at) => ({ atMs: life.startedAtMs, isFirst: isOldest && at === 0 }))
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .toSorted((a, b) => a.atMs - b.atMs)
  const byName = new Map(lives.flatMap(({ series }) => series).map((one) => [one.name, one]))
  for (const one of entry.series) byName.set(one.name, one)
  return {
    series: [...byName.values()],
    restartsMs: starts.filter(({ isFirst }) => !isFirst).map(({ atMs }) => atMs),
    startsMs: starts,
  }
}

function livesOf(
  entry: ProcessEntry,
  starts: Begun['startsMs'],
  { within }: ComparedWindows,
  nowMs: number,
): LifeChange[] {
  const { id, ...name } = nameOf(entry)
  const isWithin = (atMs: number) => atMs >= within.fromMs && atMs <= within.toMs
  const begun = starts
    .filter(({ atMs }) => isWithin(atMs))
    .map(({ atMs, isFirst }): LifeChange => ({ process: id, ...name, what: isFirst ? 'started' : 'restarted', atMs }))
  const lastMs = entry.lastFrameAtMs
  // By arrival: what comes late by less is a pause of the net.
  const isSilent = lastMs !== null && isWithin(lastMs) && nowMs - entry.arrivedAtMs >= GONE_AFTER_MS
  return isSilent ? [...begun, { process: id, ...name, what: 'silent', atMs: lastMs }] : begun
}

function nameOf({
  id,
  life: { service, instance },
}: ProcessEntry): Pick<LifeChange, 'service' | 'instance'> & { id: string } {
  return { id, service, instance }
}

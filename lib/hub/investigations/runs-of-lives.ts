/** Runs that begin by themselves: a life of a service with another version or label than the one before. */
import type { LifeDescription } from '../../protocol/agent-wire'
import {
  INVESTIGATION_LIMITS,
  type Investigation,
  type RunInput,
  type RunSettings,
} from '../../protocol/investigations'
import type { RosterPort } from '../ingest-tap'
import type { Roster } from '../roster/roster'
import type { InvestigationBook } from './investigation-book'

/** Replicas that take the same version one after the other: the first of them is followed. */
const ONE_DEPLOY_WITHIN_MS = 60 * 60_000

export type OnLife = (process: string, before: LifeDescription | undefined, life: LifeDescription) => void

/** Before the roster: sees each life beside the one that it follows. */
export function followingRoster(port: RosterPort, roster: Pick<Roster, 'get'>, onLife: OnLife): RosterPort {
  return {
    ...port,
    onLife: (process, life, series, lives) => {
      const before = roster.get(process)?.life
      port.onLife(process, life, series, lives)
      onLife(process, before, life)
    },
  }
}

export function runsOfLives(book: InvestigationBook, onTrouble: (message: string, cause: unknown) => void): OnLife {
  return (process, before, life) => {
    if (before === undefined || before.boot === life.boot || life.startedAtMs <= before.startedAtMs) return
    const [was, is] = [settingsOf(before), settingsOf(life)]
    if (isSame(was, is)) return
    for (const one of book.all()) {
      if (one.service !== life.service || !one.followsLives) continue
      follow(book, one, process, { before, was, life, is }).catch((cause: unknown) =>
        onTrouble('a run of a new life could not be kept', cause),
      )
    }
  }
}

interface Change {
  before: LifeDescription
  was: RunSettings
  life: LifeDescription
  is: RunSettings
}

async function follow(
  book: InvestigationBook,
  { id, runs }: Investigation,
  process: string,
  { before, was, life, is }: Change,
): Promise<void> {
  const atMs = life.startedAtMs
  const own = runs.filter((run) => run.process === process && (run.toMs ?? atMs) >= before.startedAtMs)
  // Whoever began it: from here on it would be a run of something else.
  for (const { id: run, fromMs, toMs } of own)
    if (toMs === null) await book.changeRun(id, run, { toMs: Math.max(fromMs, atMs - 1) })
  const isFollowed = runs.some(
    (run) =>
      run.by === 'life' &&
      run.process !== process &&
      isSame(run.settings, is) &&
      Math.abs(run.fromMs - atMs) <= ONE_DEPLOY_WITHIN_MS,
  )
  if (isFollowed) return
  const of = (settings: RunSettings, fromMs: number, toMs: number | null): RunInput => ({
    label: labelOf(settings),
    settings,
    process,
    fromMs,
    toMs,
    by: 'life',
  })
  // What it was before is held against it, where no run shows it yet.
  const first = own.length === 0 ? [of(was, before.startedAtMs, atMs - 1)] : []
  await book.addRuns(id, [...first, of(is, atMs, null)])
}

function settingsOf({ version, labels = {} }: LifeDescription): RunSettings {
  const all = [...(version === undefined ? [] : [['version', version] as const]), ...Object.entries(labels)]
  return Object.fromEntries(all.slice(0, INVESTIGATION_LIMITS.settings))
}

function labelOf(settings: RunSettings): string {
  const told = Object.entries(settings).map(([key, value]) => `${key} ${value}`)
  return told.length === 0 ? 'as it is' : told.join(', ').slice(0, INVESTIGATION_LIMITS.labelChars)
}

function isSame(a: RunSettings, b: RunSettings): boolean {
  const [one, other] = [Object.entries(a), Object.entries(b)]
  return one.length === other.length && one.every(([key, value]) => b[key] === value)
}

/** What a rule would have done with other settings: the flags of the last days go through a book of alerts of their own. */
import { AlertBook } from '../../alerts/alert-book'
import type { AlertSettings } from '../../alerts/settings'
import type { RaisedFlag } from '../../alerts/shapes'
import { countOf } from '../../format/counts'
import type { DryRunAnswer } from '../../protocol/alert-api'
import type { FlagWord } from '../../protocol/vocabulary'
import type { FlagEpisode } from './flag-log'

const LISTED = 100
const DAY_MS = 86_400_000

interface Turn {
  atMs: number
  episode: FlagEpisode
  /** `null`: the book may do something by itself. */
  isUp: boolean | null
}

export function dryRun(
  log: readonly FlagEpisode[],
  rule: FlagWord,
  settings: AlertSettings,
  { days, nowMs }: { days: number; nowMs: number },
): DryRunAnswer {
  const fromMs = nowMs - days * DAY_MS
  // An episode counts from its begin, even where that lies before the days that are asked for.
  const episodes = log.filter((one) => one.rule === rule && (one.downAtMs ?? nowMs) >= fromMs)
  const fired = firings(episodes, settings, nowMs).filter(({ toMs }) => toMs === null || toMs >= fromMs)
  const processes = new Set(fired.map(({ process }) => process)).size
  const span = days === 1 ? 'day' : `${days} days`
  const times = fired.length === 0 ? 'not have fired' : `have fired ${countOf(fired.length, 'time')}`
  const where = fired.length === 0 ? '' : `, in ${countOf(processes, 'process')}`
  return {
    fromMs,
    toMs: nowMs,
    processes: new Set(episodes.map(({ process }) => process)).size,
    fired: fired.slice(0, LISTED),
    total: fired.length,
    sentence: `Over the last ${span} this rule would ${times}${where}.`,
  }
}

/** Newest first. Time jumps from one moment at which something may happen to the next. */
function firings(episodes: readonly FlagEpisode[], settings: AlertSettings, nowMs: number): DryRunAnswer['fired'] {
  const book = new AlertBook({ ...settings, maxResolved: Number.MAX_SAFE_INTEGER })
  const up = new Map<string, Map<string, FlagEpisode>>()
  for (const { atMs, episode, isUp } of turnsOf(episodes, settings)) {
    if (atMs > nowMs) break
    book.tick(atMs)
    if (isUp === null) continue
    const own = up.get(episode.process) ?? new Map<string, FlagEpisode>()
    up.set(episode.process, own)
    if (isUp) own.set(episode.series ?? '', episode)
    else own.delete(episode.series ?? '')
    book.observe(processOf(episode), [...own.values()].map(flagOf), atMs)
    book.take()
  }
  book.tick(nowMs)
  return book
    .alerts()
    .filter(({ firingAtMs }) => firingAtMs !== null)
    .map(({ process, service, instance, series, firingAtMs, resolvedAtMs }) => ({
      process,
      service,
      instance,
      ...(series === undefined ? {} : { series }),
      fromMs: firingAtMs ?? 0,
      toMs: resolvedAtMs,
    }))
    .toSorted((a, b) => b.fromMs - a.fromMs)
}

function turnsOf(episodes: readonly FlagEpisode[], { rules, graceMs }: AlertSettings): Turn[] {
  return episodes
    .flatMap((episode): Turn[] => {
      const { upAtMs, downAtMs, startedAtMs, rule } = episode
      const { holdMs, quietMs } = rules[rule]
      const turn = (atMs: number, isUp: boolean | null): Turn => ({ atMs, episode, isUp })
      const up = [turn(upAtMs, true), turn(upAtMs + holdMs, null), turn(startedAtMs + graceMs, null)]
      return downAtMs === null ? up : [...up, turn(downAtMs, false), turn(downAtMs + quietMs, null)]
    })
    .filter(({ atMs }) => Number.isFinite(atMs))
    .toSorted((one, other) => one.atMs - other.atMs)
}

function processOf({ process: id, service, instance, labels, startedAtMs }: FlagEpisode) {
  return { id, service, instance, labels, startedAtMs, boot: String(startedAtMs) }
}

function flagOf({ rule, series, reason, upAtMs }: FlagEpisode): RaisedFlag {
  return { flag: rule, sinceMs: upAtMs, reason, ...(series === undefined ? {} : { series }) }
}

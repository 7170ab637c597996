/** What is concluded of a process now: a word for each series, and the flags of growth, rules and silence together. */
import type { Flag } from '../../protocol/verdict'
import { GONE_AFTER_MS, type ProcessEntry } from './process-entry'

/** Conclusions are drawn at most this often; frames come more often from a thousand processes. */
export const ASSESS_EVERY_MS = 1_000

export function isAssessmentDue(entry: ProcessEntry, nowMs: number): boolean {
  return entry.rules.changes !== entry.assessedRuleChanges || nowMs - entry.assessedAtMs >= ASSESS_EVERY_MS
}

/** Draws the conclusions anew; answers whether a word or a flag is another one than before. */
export function assess(entry: ProcessEntry, nowMs: number): boolean {
  entry.assessedAtMs = nowMs
  entry.assessedRuleChanges = entry.rules.changes
  const hasNewWords = takeWords(entry)
  const before = entry.flags
  entry.flags = [...growthFlags(entry), ...entry.rules.flags(), ...silence(entry, nowMs)]
  return hasNewWords || !areSame(before, entry.flags)
}

/** In place: this runs for every series of every process each second. */
function takeWords({ words, series, growth, judgedSeries }: ProcessEntry): boolean {
  let isNew = words.length !== series.length
  words.length = series.length
  for (let index = 0; index < words.length; index++) {
    const word = index < judgedSeries ? growth.verdictWord(index) : 'collecting'
    if (words[index] === word) continue
    words[index] = word
    isNew = true
  }
  return isNew
}

function growthFlags(entry: ProcessEntry): Flag[] {
  return entry.words.flatMap((word, index): Flag[] => {
    const series = entry.series[index]
    if (word !== 'growing' || !series) return []
    const { sinceMs, reason, evidence } = entry.growth.verdict(index)
    // Growth that only the lives together show: each of them ends before it could be told of one alone.
    const flag = typeof evidence['lives'] === 'number' ? 'restart-masked' : 'growth'
    return [{ flag, series: series.name, sinceMs, reason }]
  })
}

function silence(entry: ProcessEntry, nowMs: number): Flag[] {
  const silentMs = nowMs - entry.framedAtMs
  if (silentMs < GONE_AFTER_MS) return []
  const reason =
    entry.lastFrameAtMs === null
      ? 'It said hello, and no frame came since.'
      : `No frame came for more than ${GONE_AFTER_MS / 1000} s.`
  return [{ flag: 'silent', sinceMs: entry.lastFrameAtMs ?? entry.framedAtMs, reason }]
}

function areSame(one: readonly Flag[], other: readonly Flag[]): boolean {
  if (one.length !== other.length) return false
  return one.every(({ flag, series }, index) => flag === other[index]?.flag && series === other[index]?.series)
}

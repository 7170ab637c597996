/** What is concluded of a process now: a word for each series, and the flags of growth, rules and silence together. */
import type { Flag, Verdict } from '../../protocol/verdict'
import { growthFlags } from '../../rules/growth-flags'
import type { ProcessEntry } from './process-entry'

/**
 * Words and flags are told at once; slopes, and the reasons of flags, which change a little with each frame, at most this often:
 * a fleet of ten thousand that breaks a rule all at once must not cost more than one that breaks none. A little less than five
 * seconds: frames do not come to the millisecond, and the fifth is the one that is meant.
 */
export const ASSESS_EVERY_MS = 4_500

/** Shared by all processes that break no rule, as nearly all do. */
const NO_FLAGS: Flag[] = []

/** After each step of judging, so that no word that is shown is older than what the judges know. */
export function assessAfterJudging(entry: ProcessEntry, nowMs: number): 'changed' | 'assessed' | 'waits' {
  const hasNews =
    entry.rules.changes !== entry.assessedRuleChanges || entry.growth.wordChanges !== entry.assessedWordChanges
  // Whether it is silent still, each frame may change.
  const isSilent = entry.flags.some(({ flag }) => flag === 'silent')
  if (!hasNews && !isSilent && nowMs - entry.assessedAtMs < ASSESS_EVERY_MS) return 'waits'
  return assess(entry, nowMs) ? 'changed' : 'assessed'
}

/** Draws the conclusions anew; answers whether a word or a flag is another one than before. */
export function assess(entry: ProcessEntry, nowMs: number): boolean {
  entry.assessedAtMs = nowMs
  entry.assessedRuleChanges = entry.rules.changes
  entry.assessedWordChanges = entry.growth.wordChanges
  entry.assessedSteps = entry.judgedSteps
  const hasNewWords = takeWords(entry)
  const before = entry.flags
  if (entry.isCapturing) entry.silence.excuse(nowMs)
  entry.silence.step(nowMs, entry.lastFrameAtMs)
  const silent = entry.silence.flag()
  const grown = growthFlags(entry.series, entry.words, (index) => verdictOf(entry, index))
  const broken = entry.isReplaying ? [] : entry.rules.flags()
  const isClean = grown.length + broken.length === 0 && !silent
  entry.flags = isClean ? NO_FLAGS : [...grown, ...broken, ...(silent ? [silent] : [])]
  return hasNewWords || !areSame(before, entry.flags)
}

/** What the detector says, or that it has not come to it yet. */
export function verdictOf(entry: ProcessEntry, index: number): Verdict {
  if (isJudged(entry, index)) return entry.growth.verdict(index)
  return {
    verdict: 'collecting',
    sinceMs: entry.life.startedAtMs,
    slopePerHour: null,
    slopeCi90: null,
    unit: entry.series[index]?.unit ?? 'count',
    reason: entry.isReplaying
      ? 'What history holds of it is being judged again.'
      : 'It is new, and nothing of it has been judged yet.',
    evidence: {},
  }
}

/** What was true at some time of the history that is read back is not what is true now. */
function isJudged({ isReplaying, judgedSeries }: ProcessEntry, index: number): boolean {
  return !isReplaying && index < judgedSeries
}

/** In place: this runs for every series of very many processes. Answers whether one is another. */
function takeWords(entry: ProcessEntry): boolean {
  const { words, series, growth } = entry
  let isNew = words.length !== series.length
  words.length = series.length
  for (let index = 0; index < words.length; index++) {
    const word = isJudged(entry, index) ? growth.verdictWord(index) : 'collecting'
    if (words[index] === word) continue
    words[index] = word
    isNew = true
  }
  return isNew
}

function areSame(one: readonly Flag[], other: readonly Flag[]): boolean {
  if (one.length !== other.length) return false
  return one.every(({ flag, series }, index) => flag === other[index]?.flag && series === other[index]?.series)
}

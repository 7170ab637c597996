/**
 * R8 and R9: the flags of the growth detector's verdicts. How long growth must hold, and when it is taken back, the detector
 * weighs itself (docs/growth.md, G9): a flag of its own beside the verdict would only contradict it for a while.
 */
import type { Flag, Verdict } from '../protocol/verdict'
import type { VerdictWord } from '../protocol/vocabulary'

const LIVE_SET = 'memory.live_set'
/** Judged by the live set where that is reported: the same growth under another name, and one flag tells it. */
const HEAP_USED = 'memory.heap_used'

/** `words` and what `verdictOf` answers are of the same moment; only of what grows is the whole verdict asked for. */
export function growthFlags(
  series: readonly { name: string }[],
  words: readonly VerdictWord[],
  verdictOf: (index: number) => Verdict,
): Flag[] {
  // Of ten thousand processes nearly none grows, and each is asked once a second.
  if (!words.includes('growing')) return []
  const isLiveSetGrowing = series.some(({ name }, index) => name === LIVE_SET && words[index] === 'growing')
  return words.flatMap((word, index): Flag[] => {
    const name = series[index]?.name
    if (word !== 'growing' || name === undefined) return []
    if (name === HEAP_USED && isLiveSetGrowing) return []
    const verdict = verdictOf(index)
    const { hidden } = verdict.evidence
    return [
      {
        flag: flagWordOf(verdict),
        series: name,
        sinceMs: verdict.sinceMs,
        reason: verdict.reason,
        ...(typeof hidden === 'string' ? { hidden } : {}),
      },
    ]
  })
}

/** Growth that only the lives together show: each of them ends before it could be told of one alone. */
function flagWordOf({ evidence }: Verdict): 'growth' | 'restart-masked' {
  return typeof evidence['lives'] === 'number' ? 'restart-masked' : 'growth'
}

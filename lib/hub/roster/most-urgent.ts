/** Which of very many processes are told of first. */
import { flagRank } from '../../format/words'
import type { ProcessEntry } from './process-entry'

type Standing = Pick<ProcessEntry, 'flags' | 'words'>

/**
 * The `count` of `entries` that ask for a look soonest, and all others: by their worst flag, then those in which something
 * grows; the order within either stays. Cheap enough for tens of thousands at every look: it counts instead of sorting.
 */
export function mostUrgent<E extends Standing>(entries: readonly E[], count: number): { first: E[]; others: E[] } {
  if (entries.length <= count) return { first: [...entries], others: [] }
  const grades = new Map<number, E[]>()
  for (const entry of entries) {
    const grade = gradeOf(entry)
    const same = grades.get(grade)
    if (same) same.push(entry)
    else grades.set(grade, [entry])
  }
  const ordered = [...grades].sort(([a], [b]) => a - b).flatMap(([, same]) => same)
  return { first: ordered.slice(0, count), others: ordered.slice(count) }
}

const GROWING = 1_000
const CALM = 2_000

function gradeOf({ flags, words }: Standing): number {
  let grade = words.includes('growing') ? GROWING : CALM
  for (const { flag } of flags) grade = Math.min(grade, flagRank(flag))
  return grade
}

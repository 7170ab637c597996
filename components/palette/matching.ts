/** What of many names fits what was typed, the closest first. */

export interface Target {
  /** The same for the same thing, and for nothing else. */
  key: string
  /** Read first, and searched first. */
  name: string
  /** What it is, beside its name; searched, too. */
  about: string
  /** Searched as well, and not shown. */
  also?: string
}

/** How close a name is; smaller is closer. */
const STARTS = 0
const STARTS_A_WORD = 1
const WITHIN = 2
const ABOUT = 3

export interface Matching<T> {
  targets: T[]
  /** How close the closest of them is; smaller is closer, and what has none is last. */
  closest: number
}

/**
 * Those that have every word that was typed, at most so many: first those whose name starts with one, then in their order.
 * Nothing typed fits everything.
 */
export function matching<T extends Target>(targets: Iterable<T>, query: string, most: number): Matching<T> {
  const words = wordsOf(query)
  const found: T[][] = [[], [], [], []]
  for (const target of targets) {
    const rank = rankOf(target, words)
    const same = rank === null ? undefined : found[rank]
    if (same && same.length < most) same.push(target)
  }
  const closest = found.findIndex((alike) => alike.length > 0)
  return { targets: found.flat().slice(0, most), closest: closest < 0 ? found.length : closest }
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/u).filter(Boolean)
}

function rankOf({ name, about, also }: Target, words: readonly string[]): number | null {
  const lowName = name.toLowerCase()
  const lowAbout = (also === undefined ? about : `${about} ${also}`).toLowerCase()
  let worst = STARTS
  for (const [at, word] of words.entries()) {
    const rank = wordRank(lowName, lowAbout, word)
    if (rank === null) return null
    // Of several words the first decides who starts with it; the others need only be there.
    worst = at === 0 ? rank : Math.max(worst, rank === ABOUT ? ABOUT : worst)
  }
  return worst
}

function wordRank(name: string, about: string, word: string): number | null {
  if (name.startsWith(word)) return STARTS
  const at = name.indexOf(word)
  if (at > 0) return /[\s/._:-]/u.test(name[at - 1] ?? '') ? STARTS_A_WORD : WITHIN
  return about.includes(word) ? ABOUT : null
}

/** Acts on what the palette finds: those that are typed, on what is typed beside them. */
import { matching, wordsOf, type Target } from './matching'
import type { PaletteTarget } from './targets'

/** Something that acts are done to. */
export interface Thing extends Target {
  /** It is on screen: its acts are offered with nothing typed, and before those of others. */
  isShown: boolean
}

export interface Act<T extends Thing> {
  key: string
  /** What it is called, done to something of that name. */
  name: (of: string) => string
  about: string
  fits: (thing: T) => boolean
  hrefOf: (thing: T) => string
}

/**
 * With nothing typed, what is done to what is on screen. Else each act of which a word is typed, to those things that have the
 * words that are left. Of each act there are at most `most`, however many things there are: no more are ever made.
 * `things`: what is on screen first.
 */
export function actsOn<T extends Thing>(
  acts: readonly Act<T>[],
  things: readonly T[],
  query: string,
  most: number,
): PaletteTarget[] {
  const typed = wordsOf(query)
  if (typed.length === 0) {
    const shown = things.filter(({ isShown }) => isShown).slice(0, most)
    return shown.flatMap((thing) => acts.filter(({ fits }) => fits(thing)).map((act) => targetOf(act, thing)))
  }
  const found = acts.flatMap((act) => {
    const rest = restOf(typed, act)
    return rest === null ? [] : [{ act, things: matching(fitting(act, things), rest, most).targets }]
  })
  // One thing's acts stand together: of two processes the first is read with all that can be done to it.
  return Array.from({ length: most }, (_, at) => at).flatMap((at) =>
    found.flatMap(({ act, things: those }) => {
      const thing = those[at]
      return thing === undefined ? [] : [targetOf(act, thing)]
    }),
  )
}

/** What is typed beside the act's own words, which say it; `null` where none of them is typed. */
function restOf<T extends Thing>(typed: readonly string[], { name, about }: Act<T>): string | null {
  const own = wordsOf(`${name('')} ${about}`)
  const rest = typed.filter((word) => !own.some((one) => one.startsWith(word)))
  return rest.length === typed.length ? null : rest.join(' ')
}

function* fitting<T extends Thing>({ fits }: Act<T>, things: readonly T[]): Generator<T> {
  for (const thing of things) if (fits(thing)) yield thing
}

function targetOf<T extends Thing>({ key, name, about, hrefOf }: Act<T>, thing: T): PaletteTarget {
  const also = `${thing.about} ${thing.also ?? ''}`
  return { key: `${key} ${thing.key}`, name: name(thing.name), about, also, href: hrefOf(thing) }
}

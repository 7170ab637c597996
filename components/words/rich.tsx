import { cloneElement, Fragment, type ReactElement, type ReactNode } from 'react'

/** A part of a text that is more than words: `<0>…</0>` around its words, or `<1/>` in their place. */
const PART = /<(?<open>\d+)>(?<words>.*?)<\/\k<open>>|<(?<alone>\d+)\/>/su

/** A text in which `parts` stand where a language puts them. */
export function rich(text: string, ...parts: readonly ReactElement[]): ReactNode {
  const shown: ReactNode[] = []
  let rest = text
  for (let found = PART.exec(rest); found !== null; found = PART.exec(rest)) {
    const { open, words, alone } = found.groups ?? {}
    const part = parts[Number(open ?? alone)]
    shown.push(rest.slice(0, found.index))
    if (part) shown.push(words === undefined ? part : cloneElement(part, undefined, words))
    rest = rest.slice(found.index + found[0].length)
  }
  return [...shown, rest].map((piece, at) => <Fragment key={at}>{piece}</Fragment>)
}

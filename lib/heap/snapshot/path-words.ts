/** A retaining path as a person would say it: `1,204 new ClientStream are kept by Map streams of Gateway, …`. */
import type { HeapClass } from './classes'
import type { PathStep } from './retaining-path'

export interface PathShare {
  count: number
  sampled: number
  alike: number
  isNew: boolean
}

/** Further out than that it is the frame of the program, not the leak. */
const MAX_HOLDERS = 5

interface Holder {
  /** The name it holds the one before by, if it has one. */
  by: { kind: 'property' | 'variable'; name: string } | null
  heapClass: HeapClass
}

/** V8's own tables and cells, through which an object is held by what owns the table. */
const isTable = ({ kind, name }: HeapClass) =>
  kind === 'array' || kind === 'hidden' || kind === 'code' || kind === 'object shape' || name.startsWith('system / ')

export function pathWords(heapClass: HeapClass, steps: readonly PathStep[], share: PathShare): string {
  const holders = holdersOf(steps)
  const who = subject(heapClass, share)
  const [first, ...rest] = holders
  if (first === undefined) return `${who} are kept by ${steps.at(-1)?.holder.name ?? 'nothing that is known'}.`
  return `${who} are kept ${firstLink(first)}${holderWords(first)}${rest.map((holder) => `${link(holder)}${holderWords(holder)}`).join('')}.`
}

function subject({ name, place }: HeapClass, { count, sampled, alike, isNew }: PathShare): string {
  const what = `${isNew ? 'new ' : ''}${name}${place === null ? '' : ` (${placeWords(place)})`}`
  if (alike === sampled) return `${number(count)} ${what}`
  return `Of ${number(count)} ${what}, ${number(alike)} of the ${number(sampled)} that were looked at`
}

/** The objects and functions of the program on the way, each with the name that the one before goes by in it. */
function holdersOf(steps: readonly PathStep[]): Holder[] {
  const holders: Holder[] = []
  let by: Holder['by'] = null
  for (const { edgeType, edgeName, holder } of steps) {
    if (edgeType === 'property' && !isTable(holder) && edgeName !== '') by ??= { kind: 'property', name: edgeName }
    else if (edgeType === 'context' && edgeName !== '') by ??= { kind: 'variable', name: edgeName }
    if (isTable(holder)) continue
    if (holder.kind === 'synthetic') break
    holders.push({ by, heapClass: holder })
    const isEnd = by?.kind === 'variable' && holder.kind === 'closure'
    by = null
    if (isEnd || holders.length === MAX_HOLDERS) break
  }
  return holders
}

function firstLink({ by }: Holder): string {
  if (by === null) return 'by '
  return by.kind === 'property' ? `as \`${by.name}\` of ` : `as \`${by.name}\` in the scope of `
}

function link({ by }: Holder): string {
  if (by === null) return ', which is kept by '
  return by.kind === 'property' ? ` \`${by.name}\` of ` : ` \`${by.name}\`, in the scope of `
}

function holderWords({ heapClass: { name, place } }: Holder): string {
  return place === null ? name : `${name} at ${placeWords(place)}`
}

function placeWords({ url, line }: NonNullable<HeapClass['place']>): string {
  return url === null ? `line ${line}` : `${url.slice(url.lastIndexOf('/') + 1)}:${line}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

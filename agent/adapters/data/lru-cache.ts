/** `lru-cache` from 5 on, and caches of the same shape: what they hold, and how full all of them are. */
import { reportOf } from '../../current'
import { type Adapter, hasMethods, listed, numberIn } from '../adapter'

interface LruCache {
  /** Entries, from 7 on. */
  readonly size?: number
  /** Entries, up to 6. */
  readonly itemCount?: number
  /** Bounds of entries and of their sizes; 0 or Infinity is none. Up to 6 `max` was that of their sizes. */
  readonly max?: number
  readonly maxSize?: number
  readonly calculatedSize?: number
  /** Sizes, up to 6. */
  readonly length?: number
  entries(): Iterable<[unknown, unknown]>
}

const bound = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 && Number.isFinite(value) ? value : undefined

const isOld = (cache: LruCache): boolean => cache.itemCount !== undefined
const entriesIn = (cache: LruCache): number | undefined => (isOld(cache) ? cache.itemCount : cache.size)
const sizesOf = (cache: LruCache): number | undefined => (isOld(cache) ? cache.length : cache.calculatedSize)
const sizeBound = (cache: LruCache): number | undefined => bound(isOld(cache) ? cache.max : cache.maxSize)
const entryBound = (cache: LruCache): number | undefined => (isOld(cache) ? undefined : bound(cache.max))

/** From 0 to 1, by whichever bound is nearer; `undefined` where it has none. */
function fillOf(cache: LruCache): number | undefined {
  const shares = [
    [entriesIn(cache), entryBound(cache)],
    [sizesOf(cache), sizeBound(cache)],
  ].flatMap(([held, most]) => (held === undefined || most === undefined ? [] : [held / most]))
  return shares.length === 0 ? undefined : Math.min(1, Math.max(...shares))
}

/** The caches that are watched. `cache.fill` is one number of a process: how full they are, in the mean. */
const watched = { caches: new Map<number, WeakRef<LruCache>>(), ids: new WeakMap<LruCache, number>(), last: 0 }
let isFillReported = false

function meanFill({ caches }: typeof watched): number | undefined {
  let sum = 0
  let count = 0
  for (const [id, reference] of caches) {
    const cache = reference.deref()
    if (!cache) caches.delete(id)
    const fill = cache && fillOf(cache)
    if (fill === undefined) continue
    sum += fill
    count++
  }
  return count === 0 ? undefined : sum / count
}

/** The memory that a cache takes until it is full is no growth: the detector holds memory against this. */
function reportFill(): void {
  if (isFillReported) return
  isFillReported = true
  reportOf(watched, (agent, { of }) => [agent.gauge('cache.fill', { of, read: meanFill, yields: true })])
}

const keys = listed<LruCache, [unknown, unknown]>({
  name: 'NAME entries',
  list: (cache) => cache.entries(),
  isPrivate: true,
  readers: { id: ([key]) => (typeof key === 'number' ? key : String(key)) },
})

export const lruCache: Adapter<LruCache> = {
  what: 'an lru-cache',
  base: 'lru',
  recognises: (thing) =>
    numberIn(thing, 'max') !== undefined &&
    (numberIn(thing, 'size') ?? numberIn(thing, 'itemCount')) !== undefined &&
    hasMethods(thing, 'get', 'set', 'has', 'peek'),
  series: [
    // No max and no kind with one: a full cache is a healthy one, and not saturated.
    { kind: 'gauge', name: 'NAME.entries', help: 'Entries of the cache.', read: entriesIn },
    {
      kind: 'gauge',
      name: 'NAME.size',
      help: 'What the entries of the cache weigh, in the unit that the program reckons in.',
      read: (cache) => (sizeBound(cache) === undefined ? undefined : sizesOf(cache)),
    },
    {
      kind: 'gauge',
      name: 'NAME.fill',
      unit: 'ratio',
      help: 'How full the cache is, by its nearer bound, from 0 to 1.',
      read: fillOf,
    },
  ],
  entities: [keys],
  begin(cache) {
    const id = ++watched.last
    watched.ids.set(cache, id)
    watched.caches.set(id, new WeakRef(cache))
    reportFill()
  },
  end(cache) {
    watched.caches.delete(watched.ids.get(cache) ?? 0)
  },
}

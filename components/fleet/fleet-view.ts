/** How the list of all processes is arranged, what is left out of it, and how the address says so. */
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'
import { processName } from '../../lib/format/headline'
import { flagRank, verdictRank } from '../../lib/format/words'
import { t } from '../../lib/words/en/fleet'

export const SORT_KEYS = ['attention', 'name', 'state', 'uptime', 'lives', 'memory', 'share', 'slope', 'left'] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface FleetView {
  query: string
  flag: FlagWord | null
  sort: SortKey
  isDescending: boolean
  groupBy: GroupBy
}

/** By what rows stand together: a label is named by its key. */
export type GroupBy = 'service' | 'host' | 'none' | `label:${string}`

export interface FleetGroup {
  key: string
  /** `null` for the one group of a list that is not grouped. */
  title: string | null
  /** Its rows are all of the service that it names, which they then need not say. */
  isService: boolean
  rows: FleetRow[]
}

const PINNED = 'pinned'
const NO_PINS: ReadonlySet<string> = new Set()

/** Which way a column is read first: names from A, numbers from the largest. */
const STARTS_DESCENDING: ReadonlySet<SortKey> = new Set(['uptime', 'lives', 'memory', 'share', 'slope'])

export function startsDescending(sort: SortKey): boolean {
  return STARTS_DESCENDING.has(sort)
}

export function viewFromAddress(params: Pick<URLSearchParams, 'get'>): FleetView {
  const sort = SORT_KEYS.find((key) => key === params.get('sort')) ?? 'attention'
  const order = params.get('order')
  return {
    query: params.get('q') ?? '',
    flag: FLAG_WORDS.find((flag) => flag === params.get('flag')) ?? null,
    sort,
    isDescending: order === null ? startsDescending(sort) : order === 'desc',
    groupBy: groupFrom(params.get('group')),
  }
}

/** Only what differs from a fresh page is said, so that plain addresses stay plain. */
export function viewToAddress(view: FleetView): URLSearchParams {
  const params = new URLSearchParams()
  if (view.query !== '') params.set('q', view.query)
  if (view.flag !== null) params.set('flag', view.flag)
  if (view.sort !== 'attention') params.set('sort', view.sort)
  if (view.isDescending !== startsDescending(view.sort)) params.set('order', view.isDescending ? 'desc' : 'asc')
  if (view.groupBy !== 'service') params.set('group', view.groupBy)
  return params
}

function groupFrom(word: string | null): GroupBy {
  if (word === 'host' || word === 'none') return word
  return word?.startsWith('label:') ? (word as GroupBy) : 'service'
}

/** What the list can be grouped by: labels are the processes' own. */
export function groupings(rows: Iterable<FleetRow>, chosen: GroupBy): GroupBy[] {
  const labels = new Set<GroupBy>(chosen.startsWith('label:') ? [chosen] : [])
  for (const { labels: own } of rows) for (const key of Object.keys(own)) labels.add(`label:${key}`)
  return ['service', 'host', ...[...labels].sort(), 'none']
}

/** Rows that the view shows, in its order, the pinned ones first; a group stands where its first row would. */
export function arrange(
  rows: Iterable<FleetRow>,
  view: FleetView,
  pinned: ReadonlySet<string> = NO_PINS,
  names = new NameOrder(),
): FleetGroup[] {
  const all = [...rows]
  const direction = view.isDescending ? -1 : 1
  const byName = names.of(all)
  const compare = view.sort === 'name' ? byName : COMPARE[view.sort]
  const shown = all.filter(isShownIn(view)).sort((a, b) => direction * compare(a, b) || byName(a, b))
  const groups = new Map<string, FleetGroup>()
  if (shown.some(({ id }) => pinned.has(id)))
    groups.set(PINNED, { key: PINNED, title: t('pinned'), isService: false, rows: [] })
  for (const row of shown) {
    const { key, title } = pinned.has(row.id) ? { key: PINNED, title: null } : groupOf(row, view.groupBy)
    const group = groups.get(key) ?? { key, title, isService: view.groupBy === 'service', rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function groupOf(row: FleetRow, by: GroupBy): { key: string; title: string | null } {
  if (by === 'none') return { key: 'all', title: null }
  const title = by === 'service' ? row.service : by === 'host' ? row.host : labelled(row, by.slice('label:'.length))
  return { key: `=${title}`, title }
}

function labelled({ labels }: FleetRow, key: string): string {
  const value = labels[key]
  return value === undefined ? t('without', { key }) : `${key}=${value}`
}

function isShownIn({ query, flag }: FleetView): (row: FleetRow) => boolean {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean)
  return (row) => {
    if (flag !== null && !row.flags.some((one) => one.flag === flag)) return false
    if (words.length === 0) return true
    const text = textOf(row)
    return words.every((word) =>
      word.startsWith(OF_SERVICE) ? row.service.toLowerCase() === word.slice(OF_SERVICE.length) : text.includes(word),
    )
  }
}

/** A word of the search that says the whole name of a service: `service:api` leaves out `api-gateway`. */
const OF_SERVICE = 'service:'

/** The search that shows one service alone; by its words where its name has blanks, which part the words of a search. */
export function serviceQuery(service: string): string {
  return /\s/u.test(service) ? service : `${OF_SERVICE}${service}`
}

/** What a search finds a row by. */
function textOf({ service, instance, host, version, labels }: FleetRow): string {
  const labelled = Object.entries(labels).map((pair) => pair.join('='))
  return [service, instance, host, version ?? '', ...labelled].join(' ').toLowerCase()
}

/** How many processes break each rule, for the filters. */
export function countFlags(rows: Iterable<FleetRow>): { flag: FlagWord; count: number }[] {
  const counts = new Map<FlagWord, number>()
  for (const row of rows)
    for (const flag of new Set(row.flags.map((one) => one.flag))) counts.set(flag, (counts.get(flag) ?? 0) + 1)
  return [...counts].map(([flag, count]) => ({ flag, count })).sort((a, b) => flagRank(a.flag) - flagRank(b.flag))
}

/** How much of its nearest limit a process takes; `null` where that is not known. */
export function memoryShare({ limited }: Pick<FleetRow, 'limited'>): number | null {
  if (!limited || limited.latestBytes === null || limited.limitBytes <= 0) return null
  return limited.latestBytes / limited.limitBytes
}

const STATE_ORDER = { live: 0, stale: 1, gone: 2 } as const

/** An unknown number is below all that are known. */
const number = (value: number | null | undefined) => value ?? Number.NEGATIVE_INFINITY

const soonestLimit = ({ worst }: FleetRow) => worst?.limitAtMs?.[0] ?? Number.MAX_SAFE_INTEGER

/** What must be looked at first: the worst flag, then the verdict, then the nearest limit, then whether it reports at all. */
function byAttention(a: FleetRow, b: FleetRow): number {
  return (
    worstFlag(a) - worstFlag(b) ||
    growth(a) - growth(b) ||
    compareNumbers(soonestLimit(a), soonestLimit(b)) ||
    STATE_ORDER[a.state] - STATE_ORDER[b.state]
  )
}

function worstFlag({ flags }: FleetRow): number {
  let worst = Number.MAX_SAFE_INTEGER
  for (const { flag } of flags) worst = Math.min(worst, flagRank(flag))
  return worst
}

const growth = ({ worst }: FleetRow) => (worst?.verdict === 'growing' ? verdictRank('growing') : 1)

const NAMES = new Intl.Collator(undefined, { numeric: true })

/** The order of names. A collator takes most of the time of an order of all rows, so the place of each is kept until another name comes. */
export class NameOrder {
  #places: ReadonlyMap<string, number> = new Map()

  /** For these rows: all there are, whichever of them are shown. */
  of(rows: readonly FleetRow[]): (a: FleetRow, b: FleetRow) => number {
    const isOther = rows.length < this.#places.size / 2 || rows.some(({ id }) => !this.#places.has(id))
    if (isOther) {
      const named = rows.map((row) => ({ id: row.id, name: processName(row) }))
      named.sort((a, b) => NAMES.compare(a.name, b.name))
      this.#places = new Map(named.map(({ id }, place) => [id, place]))
    }
    const places = this.#places
    return (a, b) => (places.get(a.id) as number) - (places.get(b.id) as number)
  }
}

const compareNumbers = (a: number, b: number) => (a === b ? 0 : a - b)

const COMPARE: Record<Exclude<SortKey, 'name'>, (a: FleetRow, b: FleetRow) => number> = {
  attention: byAttention,
  state: (a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state],
  uptime: (a, b) => compareNumbers(-a.startedAtMs, -b.startedAtMs),
  lives: (a, b) => a.lives - b.lives,
  memory: (a, b) => compareNumbers(number(a.memory.latestBytes), number(b.memory.latestBytes)),
  share: (a, b) => compareNumbers(number(memoryShare(a)), number(memoryShare(b))),
  slope: (a, b) => compareNumbers(number(slopeOf(a)), number(slopeOf(b))),
  left: (a, b) => compareNumbers(soonestLimit(a), soonestLimit(b)),
}

/** Slopes of different units cannot be compared; bytes are what a fleet is sorted by. */
function slopeOf({ worst }: FleetRow): number | null {
  return worst?.unit === 'bytes' ? worst.slopePerHour : null
}

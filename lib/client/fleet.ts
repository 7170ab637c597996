/** All processes as the list shows them: a map that is replaced where it changes, with every unchanged row the same object. */
import type { Beats, FleetPage, FleetRow, LimitedMemory, LiveItem, Spark } from '../protocol/dashboard-wire'

export interface FleetState {
  rows: ReadonlyMap<string, FleetRow>
  /** The id of each row by its number, which is the hub's word for it for as long as the connection lasts. */
  ids: ReadonlyMap<number, string>
  /** How many processes the hub says there are; rows beyond the first page are on their way. */
  total: number
  /** The rows as they were when their order was last due to change: with every row that changed, not with every number. */
  listed: readonly FleetRow[]
}

/** Numbers alone reorder the list no oftener than this, so that rows stay where the eye left them. */
export const REORDER_EVERY_MS = 10_000

export function fleetFromPage(page: FleetPage): FleetState {
  return {
    rows: new Map(page.rows.map((row) => [row.id, row])),
    ids: new Map(page.rows.map((row) => [row.number, row.id])),
    total: page.total,
    listed: page.rows,
  }
}

/** The same fleet, with its order up for change. */
export function relisted(fleet: FleetState): FleetState {
  return { ...fleet, listed: [...fleet.rows.values()] }
}

/** Beats come together, at most five times a second; rows that come between are drawn with them. */
export const DRAW_FLEET_EVERY_MS = 150

export type FleetItem = Extract<LiveItem, { type: 'row' | 'beats' | 'left' }>

/** The same state where nothing in it changed. */
export function applyFleetItems(fleet: FleetState, items: readonly FleetItem[]): FleetState {
  if (items.length === 0) return fleet
  const rows = new Map(fleet.rows)
  const numbers = items.every(({ type }) => type === 'beats') ? null : new Map(fleet.ids)
  const ids = numbers ?? fleet.ids
  let { total } = fleet
  let hasChangedRow = false
  for (const item of items) {
    if (item.type === 'row') {
      const { row } = item
      const before = rows.get(row.id)
      rows.set(row.id, row)
      numbers?.set(row.number, row.id)
      hasChangedRow ||= !before || standingOf(before) !== standingOf(row)
    } else if (item.type === 'left') {
      numbers?.delete(rows.get(item.process)?.number ?? Number.NaN)
      rows.delete(item.process)
      total -= 1
      hasChangedRow = true
    } else takeBeats(rows, ids, item)
  }
  const next = { rows, ids, total: Math.max(total, rows.size), listed: fleet.listed }
  return hasChangedRow ? relisted(next) : next
}

/** Beats of rows that are still on their way tell nothing that the row will not tell. */
function takeBeats(rows: Map<string, FleetRow>, ids: ReadonlyMap<number, string>, beats: Beats): void {
  for (const [at, number] of beats.rows.entries()) {
    const row = rows.get(ids.get(number) ?? '')
    if (row) rows.set(row.id, withBeat(row, beats, at))
  }
}

/** What puts a row where it is in the list, but for numbers, which may wait until the order is due to change. */
function standingOf({ state, boot, version, flags, worst }: FleetRow): string {
  return [state, boot, version, worst?.verdict, ...flags.map(({ flag }) => flag)].join(' ')
}

function withBeat(row: FleetRow, beats: Beats, at: number): FleetRow {
  const atMs = beats.fromMs + (beats.afterMs[at] ?? 0)
  const memoryBytes = beats.memoryBytes[at] ?? null
  return {
    ...row,
    lastFrameAtMs: Math.max(row.lastFrameAtMs ?? atMs, atMs),
    memory: { ...row.memory, latestBytes: memoryBytes },
    limited: limitedAt(beats, at) ?? row.limited,
    spark: withSample(row.spark, atMs, memoryBytes),
  }
}

function limitedAt({ limited }: Beats, at: number): LimitedMemory | null {
  const series = limited?.names[limited.series[at] ?? Number.NaN]
  const limitBytes = limited?.limitBytes[at] ?? null
  if (series === undefined || limitBytes === null) return null
  return { series, latestBytes: limited?.latestBytes[at] ?? null, limitBytes }
}

/** The sample becomes its step's value; steps that were skipped are gaps; the number of steps stays. */
export function withSample(spark: Spark, atMs: number, value: number | null): Spark {
  const { stepMs, values } = spark
  if (stepMs <= 0 || values.length === 0) return spark
  const stepAtMs = Math.floor(atMs / stepMs) * stepMs
  const steps = Math.round((stepAtMs - spark.endMs) / stepMs)
  if (steps < 0) return spark
  const length = values.length
  const shifted = steps === 0 ? values.slice(0, -1) : values.slice(Math.min(steps, length))
  while (shifted.length < length - 1) shifted.push(null)
  shifted.push(value)
  return { stepMs, endMs: spark.endMs + steps * stepMs, values: shifted.slice(-length) }
}

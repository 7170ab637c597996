/** Whether honest agents and viewers were kept waiting for longer than an attack says that they may be. */
import type { Noticed } from './honest'
import type { HostileRow } from './run'

/** Milliseconds. */
export interface Delay {
  median: number
  longest: number
}

/** What an attack may add to what a quiet hub takes: until frames are on disk, and until a viewer sees them. */
export interface Delays {
  acks: Delay
  views: Delay
}

const NONE: Delay = { median: 0, longest: 0 }
export const NO_DELAYS: Delays = { acks: NONE, views: NONE }

/**
 * What counts as nothing on a machine that does other things as well: half the second in which frames gather for a
 * transaction, and two of these.
 */
const SLACK: Delay = { median: 500, longest: 2_000 }

/** `undefined` of nothing. */
export function delayOf(values: readonly number[]): Delay | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((one, other) => one - other)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, longest: sorted.at(-1) ?? 0 }
}

/** What each row may show: what was seen in all the quiet stretches before the attacks of this run, its own delays, and some slack. */
export function allowedFor(row: HostileRow, rows: readonly HostileRow[]): Delays {
  const quiet = (key: 'ackMs' | 'viewMs') => delayOf(rows.flatMap(({ before }) => before[key])) ?? NONE
  return {
    acks: sum(quiet('ackMs'), row.delays.acks, SLACK),
    views: sum(quiet('viewMs'), row.delays.views, SLACK),
  }
}

function sum(...parts: readonly Delay[]): Delay {
  return {
    median: parts.reduce((all, { median }) => all + median, 0),
    longest: parts.reduce((all, { longest }) => all + longest, 0),
  }
}

/**
 * 0: each row is as it says that it is; 1: one is not, and a sentence names it; 3: a row was left out, and nobody said that
 * the others are enough.
 */
export function verdictOf(rows: readonly HostileRow[], mayLeaveOut: boolean): { status: number; sentences: string[] } {
  const faults = faultsOf(rows)
  const hint = mayLeaveOut ? '' : '; --allow-left-out takes the others for enough'
  const leftOut = rows.flatMap((row) => (row.leftOut === null ? [] : [`${row.name}: left out, ${row.leftOut}${hint}.`]))
  const isShort = leftOut.length > 0 && !mayLeaveOut
  return { status: faults.length > 0 ? 1 : isShort ? 3 : 0, sentences: [...faults, ...leftOut] }
}

/** One sentence for each thing that is not as it must be; none of rows that were left out. */
export function faultsOf(rows: readonly HostileRow[]): string[] {
  return rows
    .filter(({ leftOut }) => leftOut === null)
    .flatMap((row) => [...lossesOf(row), ...delayFaults(row, rows)].map((fault) => `${row.name}: ${fault}.`))
}

function lossesOf({ sent, lost, fault, during }: HostileRow): string[] {
  return [
    ...(fault === null ? [] : [`the hub ended by itself, ${fault}`]),
    ...(lost === 0 ? [] : [`${lost} of ${sent} frames of honest agents were lost`]),
    ...(during.cuts === 0 ? [] : [`${during.cuts} connections of honest agents and viewers were cut`]),
  ]
}

function delayFaults(row: HostileRow, rows: readonly HostileRow[]): string[] {
  const allowed = allowedFor(row, rows)
  return [
    ...tooLate('acknowledgements', row.during, 'ackMs', allowed.acks),
    ...tooLate('views', row.during, 'viewMs', allowed.views),
  ]
}

function tooLate(what: string, during: Noticed, key: 'ackMs' | 'viewMs', allowed: Delay): string[] {
  const seen = delayOf(during[key])
  if (seen === undefined) return [`no ${what} came during it`]
  return (['median', 'longest'] as const)
    .filter((which) => seen[which] > allowed[which])
    .map((which) => `the ${which} of ${what} is ${ms(seen[which])}, and may be ${ms(allowed[which])}`)
}

const ms = (value: number) => `${value.toFixed(0)} ms`

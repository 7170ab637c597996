import type { Flag } from '../protocol/verdict'

/** One rule over one series (or a pair) of one life. It holds a constant number of numbers, whatever comes. */
export interface Rule {
  /** A frame: `values[offset + i]` is series `i` of the life, `NaN` where it is not known. Answers whether its flag went up or down. */
  step(atMs: number, values: Float64Array, offset: number): boolean
  /** The flag while it is up; its reason speaks of the newest frame. */
  flag(): Flag | undefined
}

/** What a value says about a rule: between the two thresholds nothing changes. */
export type Reading = 'breaks' | 'between' | 'keeps'

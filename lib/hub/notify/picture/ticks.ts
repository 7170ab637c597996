/** Round values for an axis. */
import type { Unit } from '../../../protocol/vocabulary'

const WANTED = 4

/** From at or below `min` to at or above `max`, in equal steps of 1, 2 or 5 times a power of the unit's base. */
export function ticksOf(min: number, max: number, unit: Unit): number[] {
  // A flat line gets room around it.
  const span = max > min ? max - min : Math.abs(max) * 0.1 || 1
  const step = roundStep(span / WANTED, unit)
  const first = Math.floor(min / step)
  const last = Math.max(Math.ceil(max / step), first + 1)
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step)
}

function roundStep(rough: number, unit: Unit): number {
  // Bytes are told in powers of 1,024, and steps are round in the unit that they are told in.
  const base = unit === 'bytes' && rough >= 1 ? 1_024 ** Math.floor(Math.log(rough) / Math.log(1_024)) : 1
  const power = 10 ** Math.floor(Math.log10(rough / base))
  const factor = [1, 2, 5, 10].find((one) => one * power * base >= rough) ?? 10
  return factor * power * base
}

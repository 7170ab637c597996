/** Bytes in binary units. Decimals belong to the unit, not to the value, so a live number keeps its shape as it moves. */
import { decimals } from './decimals'
import { isKnown, notKnown, withSign } from './unknown'

const KIB = 1024
const UNITS = [
  { size: KIB ** 4, name: 'TiB', decimals: 2 },
  { size: KIB ** 3, name: 'GiB', decimals: 2 },
  { size: KIB ** 2, name: 'MiB', decimals: 1 },
  { size: KIB, name: 'KiB', decimals: 0 },
] as const

export interface ByteUnit {
  size: number
  name: string
  decimals: number
}

const BYTE: ByteUnit = { size: 1, name: 'B', decimals: 0 }

/** The unit in which a number of bytes reads best: it changes at 1,000 and not at 1,024, so no number has four digits. */
export function byteUnit(bytes: number): ByteUnit {
  const size = Math.abs(bytes)
  return UNITS.find((unit) => size >= (unit.size / KIB) * 999.5) ?? BYTE
}

/** Below so much of the unit that it was in, a live number goes to the next smaller one. */
const KEPT = 0.9

/** The unit of a live number that was in `before`: one that wanders about 1,000 MiB stays in GiB, and does not change at every sample. */
export function steadyByteUnit(bytes: number, before: ByteUnit | null): ByteUnit {
  const unit = byteUnit(bytes)
  return before && before.size > unit.size && Math.abs(bytes) >= KEPT * before.size ? before : unit
}

export function formatBytes(
  bytes: number | null | undefined,
  sign: 'always' | 'minus' = 'minus',
  unit: ByteUnit | null = null,
): string {
  return isKnown(bytes) ? inUnit(bytes, unit ?? byteUnit(bytes), sign) : notKnown()
}

function inUnit(bytes: number, unit: ByteUnit, sign: 'always' | 'minus'): string {
  return withSign(bytes, `${decimals(Math.abs(bytes) / unit.size, unit.decimals)} ${unit.name}`, sign)
}

import { useState } from 'react'
import { byteUnit, formatBytes, steadyByteUnit } from '../../lib/format/bytes'
import { formatValue } from '../../lib/format/rates'
import { isKnown } from '../../lib/format/unknown'
import type { Unit } from '../../lib/protocol/vocabulary'

/** A number that moves while it is looked at: bytes keep their unit until they have left it for good. */
export function useSteadyValue(value: number | null | undefined, unit: Unit): string {
  const bytes = unit === 'bytes' && isKnown(value) ? value : null
  const [held, setHeld] = useState(() => (bytes === null ? null : byteUnit(bytes)))
  if (bytes === null) return formatValue(value, unit)
  const steady = steadyByteUnit(bytes, held)
  if (steady !== held) setHeld(steady)
  return formatBytes(bytes, 'minus', steady)
}

import { expect, it } from 'vitest'
import { defaultCeiling, MemoryPressure } from './memory-pressure'

const MB = 1_048_576

function pressure(): { pressure: MemoryPressure; told: string[] } {
  const told: string[] = []
  const ceiling = { residentBytes: 1_000 * MB, heapBytes: 2_000 * MB }
  return { told, pressure: new MemoryPressure(ceiling, (level) => told.push(level)) }
}
const resident = (mb: number) => ({ residentBytes: mb * MB, heapUsedBytes: 0 })

it('sheds viewers first, then the low tiers, then new agents, and takes them up again in the other order', () => {
  const { pressure: memory, told } = pressure()
  for (const mb of [100, 799, 800, 880, 950, 940, 899, 840, 829, 760, 749]) memory.take(resident(mb))
  expect(told).toEqual(['viewers', 'low-tiers', 'new-agents', 'low-tiers', 'viewers', 'calm'])
})

it('sheds all of it at once where memory rose at once', () => {
  const { pressure: memory, told } = pressure()
  memory.take(resident(2_000))
  expect(told).toEqual(['new-agents'])
  expect((['viewers', 'low-tiers', 'new-agents'] as const).map((level) => memory.sheds(level))).toEqual([
    true,
    true,
    true,
  ])
})

it('does not go to and fro where memory wavers about a level', () => {
  const { pressure: memory, told } = pressure()
  for (let n = 0; n < 50; n++) memory.take(resident(n % 2 === 0 ? 805 : 770))
  expect(told).toEqual(['viewers'])
})

it('goes by the heap where V8 would end the process before the system does', () => {
  const { pressure: memory, told } = pressure()
  memory.take({ residentBytes: 100 * MB, heapUsedBytes: 1_700 * MB })
  expect(told).toEqual(['viewers'])
  expect(memory.share).toBeCloseTo(0.85)
})

it('takes four fifths of what a container or the machine has', () => {
  expect(defaultCeiling(500 * MB, 8_000 * MB)).toBe(400 * MB)
  expect(defaultCeiling(1.8e19, 8_000 * MB)).toBe(6_400 * MB)
  expect(defaultCeiling(undefined, 8_000 * MB)).toBe(6_400 * MB)
})

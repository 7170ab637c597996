// @vitest-environment happy-dom
import { beforeAll, expect, it } from 'vitest'
import type { Unit } from '../../lib/protocol/vocabulary'
import { render, standInForObservers } from '../testing/render'
import { useSteadyValue } from './use-steady-value'

const MIB = 1_048_576

beforeAll(standInForObservers)

function Shown({ value, unit }: { value: number | null; unit: Unit }) {
  return <b>{useSteadyValue(value, unit)}</b>
}

it('Bytes keep their unit while they wander, also over a sample that is not known, and other units are as they are.', async () => {
  const shown = await render(<Shown value={1_010 * MIB} unit="bytes" />)
  const told: (string | null)[] = []
  for (const value of [990 * MIB, null, 985 * MIB, 800 * MIB, 985 * MIB]) {
    await shown.again(<Shown value={value} unit="bytes" />)
    told.push(shown.container.textContent)
  }
  expect(told).toEqual(['0.97 GiB', 'not known', '0.96 GiB', '800.0 MiB', '985.0 MiB'])
  await shown.again(<Shown value={1_200} unit="count" />)
  expect(shown.container.textContent).toBe('1,200')
  await shown.unmount()
})

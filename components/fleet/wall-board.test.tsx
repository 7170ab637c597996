// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { fleetFromPage } from '../../lib/client/fleet'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { fleetRow } from '../testing/fleet-row'
import { standInForEach } from '../testing/page'
import { FleetPage } from './fleet-page'

const stage = standInForEach()

async function wallOf(rows: FleetRow[], total: number) {
  const state = { fleet: fleetFromPage({ rows, total }) }
  return stage.show(<FleetPage />, { query: 'wall=1', state })
}

it('the sentence of a wall is of all processes, also while only the first page of them came', async () => {
  const { container, until } = await wallOf([fleetRow('a'), fleetRow('b')], 1_500)
  const sentence = await until(() => container.querySelector('[data-headline]')?.textContent)
  expect(sentence.trim()).toBe('None of 1,500 processes grows.')
})

it('a wall without a process says what comes next', async () => {
  const { container, until } = await wallOf([], 0)
  await until(() => container.textContent.includes('No process reports yet'))
  expect(container.textContent).toContain('This page notices by itself when the first one connects.')
})

// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { fleetFromPage } from '../../lib/client/fleet'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { FleetPage } from './fleet-page'

const stage = standInForEach()

const row = (instance: string): FleetRow => ({
  id: `gateway.${instance}`,
  number: instance.charCodeAt(0),
  service: 'gateway',
  instance,
  host: 'h',
  pid: 1,
  boot: 'b',
  labels: {},
  state: 'live',
  startedAtMs: NOW - 11_400_000,
  lives: 1,
  lastFrameAtMs: NOW,
  flags: [],
  memory: { series: 'memory.rss', latestBytes: 128, limitBytes: 512 },
  limited: { series: 'memory.rss', latestBytes: 128, limitBytes: 512 },
  worst: null,
  spark: { stepMs: 5_000, endMs: NOW, values: [] },
})

async function wallOf(rows: FleetRow[], total: number) {
  const state = { fleet: fleetFromPage({ rows, total }) }
  return stage.show(<FleetPage />, { query: 'wall=1', state })
}

it('the sentence of a wall is of all processes, also while only the first page of them came', async () => {
  const { container, until } = await wallOf([row('a'), row('b')], 1_500)
  const sentence = await until(() => container.querySelector('[data-headline]')?.textContent)
  expect(sentence.trim()).toBe('None of 1,500 processes grows.')
})

it('a wall without a process says what comes next', async () => {
  const { container, until } = await wallOf([], 0)
  await until(() => container.textContent.includes('No process reports yet'))
  expect(container.textContent).toContain('This page notices by itself when the first one connects.')
})

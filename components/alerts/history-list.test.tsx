// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { alertOf, NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { viewFromAddress } from './alerts-view'
import { HistoryList } from './history-list'

const stage = standInForEach()
const DAY_MS = 86_400_000
afterEach(() => vi.unstubAllEnvs())

async function headOf(sinceMs: number): Promise<string | undefined> {
  const alert = alertOf('a', { state: 'resolved', sinceMs, resolvedAtMs: NOW, resolution: 'quiet' })
  stage.hub.answers.set('GET /api/v1/alerts', () => ({ body: { alerts: [alert], total: 1 } }))
  const view = viewFromAddress(new URLSearchParams('tab=history'))
  const nothing = () => undefined
  const { container, until } = await stage.show(<HistoryList view={view} onPage={nothing} onReset={nothing} />)
  await until(() => container.querySelector('[data-alert]'))
  return container.querySelectorAll('thead th')[2]?.textContent
}

it('what is over says in which zone its times are', async () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(await headOf(NOW - 60_000)).toBe('Began, UTC+1')
})

it('what is over says both zones where clocks were put back since the first of it', async () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(await headOf(NOW - 60 * DAY_MS)).toBe('Began, UTC+2 → UTC+1')
})

import type { SeriesPoints } from '../lib/protocol/http-api'
import { BOUNDED, expect, test } from './demo'
import { press } from './press'
import { visit } from './visit'

const AWAY_MS = 8_000
/** What lies between the kill, the return of the hub and the agent's next try, at the least. */
const GAP_SAMPLES = 8

test('the hub is killed and comes back: the open page says so, and ends with every second of the gap', async ({
  page,
  request,
  demo,
}) => {
  await visit(page, `/process?id=${BOUNDED}`)
  const chart = page.locator('figure[data-series~="clients.ws"]').first()
  const newest = async () => Number(await chart.getAttribute('data-last-at-ms'))
  await chart.scrollIntoViewIfNeeded()
  await expect.poll(newest).toBeGreaterThan(0)

  const killedAtMs = await newest()
  const back = demo.crash(AWAY_MS)
  const banner = page.getByRole('alert').filter({ hasText: 'The hub has been away since' })
  await expect(banner).toBeVisible()
  await back
  await expect(banner).toHaveCount(0)
  await expect.poll(newest, { timeout: 30_000 }).toBeGreaterThan(killedAtMs + AWAY_MS + 3_000)

  // In history: a sample for each second of the gap, each once.
  const query = `name=clients.ws&fromMs=${killedAtMs - 2_000}&toMs=${killedAtMs + AWAY_MS + 3_000}`
  const answer = await request.get(`/api/v1/processes/${BOUNDED}/series?${query}`)
  const [{ points }] = ((await answer.json()) as { series: [SeriesPoints] }).series
  const times = points.map(([atMs]) => atMs)
  expect(times.length).toBeGreaterThanOrEqual(GAP_SAMPLES + 3)
  expect(new Set(times).size).toBe(times.length)
  const steps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
  expect(Math.max(...steps)).toBeLessThan(1_900)

  // On the page that was open all the while: the same samples, from its own table.
  await press(chart.getByRole('button', { name: /^Table/u }))
  const rows = await chart.getByRole('table').getByRole('row').allTextContents()
  const clock = (atMs: number) => new Date(atMs).toTimeString().slice(0, 8)
  const missing = times.filter((atMs) => !rows.some((row) => row.includes(clock(atMs))))
  expect(missing).toEqual([])
})

test('a link that is followed while the hub is away leaves the page as it is, and opens once the hub is back', async ({
  page,
  demo,
}) => {
  await page.goto(`/process?id=${BOUNDED}`)
  await expect(page.locator('figure[data-series~="clients.ws"]').first()).toBeAttached()
  const back = demo.crash(3_000)
  await expect(page.getByRole('alert').filter({ hasText: 'The hub has been away since' })).toBeVisible()
  await page.evaluate(() => (document.documentElement.dataset['begun'] = 'here'))
  await press(page.getByRole('link', { name: 'Findings' }))
  await page.waitForTimeout(500)
  await expect(page.locator('figure[data-series~="clients.ws"]').first()).toBeAttached()
  await back
  await expect(page).toHaveURL(/\/findings$/u, { timeout: 60_000 })
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible()
  // The same document: nothing was loaded anew.
  await expect(page.locator('html')).toHaveAttribute('data-begun', 'here')
})

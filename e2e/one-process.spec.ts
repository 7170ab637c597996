import type { Page } from '@playwright/test'
import { BOUNDED, expect, flagged, processes, STREAMS_KEPT, test } from './demo'
import { press, reach } from './press'
import { visit } from './visit'

const DOMAIN_SERIES = ['pool.mesh', 'clients.ws', 'registry.services', 'streams.ws', 'pending.calls']

const chartOf = (page: Page, series: string) => page.locator(`figure[data-series~="${series}"]`).first()

test('what it is and how it does stands there before its own program does, and the same for all processes', async ({
  page,
}) => {
  // On a busy machine the fleet is not there yet when the first test begins, and such a page waits for nothing.
  await visit(page, `/process?id=${BOUNDED}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('gateway')
  await page.route('**/_next/static/chunks/*.js', (route) => route.abort())
  await page.goto(`/process?id=${BOUNDED}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('gateway')
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(/\d/u)
  await page.goto('/')
  const row = page.locator(`[data-process="${BOUNDED}"]`)
  await expect(row.locator('[data-bytes]')).toContainText(/\d/u)
  await press(row.getByRole('link'))
  await expect(page).toHaveURL(/\/process\?id=/u)
})

test('the leaking gateway is flagged with the right words, and the bounded one is not', async ({ page, request }) => {
  await flagged(request, STREAMS_KEPT, 'orphaned')
  await flagged(request, STREAMS_KEPT, 'growth')
  await visit(page, `/process?id=${STREAMS_KEPT}`)
  // Which of them leads the story depends on which limit is nearer; all of it stands in it.
  const story = page.getByRole('region', { name: 'Verdict', exact: true })
  await expect(story).toContainText('orphaned')
  await expect(story).toContainText('growing')
  await expect(story.getByRole('link', { name: 'streams.ws' })).not.toHaveCount(0)
  await expect(story).toContainText('clients.ws')
  await expect(chartOf(page, 'streams.ws')).toContainText('orphaned')

  const bounded = (await processes(request)).find(({ id }) => id === BOUNDED)
  expect(bounded?.flags).toEqual([])
  expect(bounded?.series.filter(({ verdict }) => verdict === 'growing')).toEqual([])
  await visit(page, `/process?id=${BOUNDED}`)
  await expect(chartOf(page, 'streams.ws')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Flags' })).toHaveCount(0)
  await expect(page.getByText('Likely cause')).toHaveCount(0)
})

test('every domain series and the memory have a chart that moves', async ({ page }) => {
  await visit(page, `/process?id=${BOUNDED}`)
  for (const series of [...DOMAIN_SERIES, 'memory.rss']) {
    const chart = chartOf(page, series)
    await chart.scrollIntoViewIfNeeded()
    await expect(chart.locator('[data-plot]')).toBeVisible()
    const before = Number(await chart.getAttribute('data-last-at-ms'))
    await expect.poll(async () => Number(await chart.getAttribute('data-last-at-ms'))).toBeGreaterThan(before)
  }
})

test('a link opened in a second browser shows the same process and range', async ({ page, browser, demo }) => {
  await visit(page, `/process?id=${BOUNDED}`)
  await press(page.getByRole('button', { name: '1 h', exact: true }))
  await expect(page).toHaveURL(/range=1h/u)
  await press(page.getByRole('button', { name: 'Pause', exact: true }))
  await expect(page.getByRole('button', { name: 'Back to live' })).toBeVisible()
  const words = (target: Page) => target.getByRole('toolbar', { name: 'Time range' }).locator('p').first()
  const shown = ((await words(page).textContent()) ?? '').replace(/ ·.*$/u, '')
  expect(shown).toMatch(/^Paused /u)

  const other = await (await browser.newContext({ baseURL: demo.url })).newPage()
  await visit(other, page.url())
  await expect(other.getByRole('heading', { level: 1 })).toContainText('bounded')
  await expect(words(other)).toContainText(shown)
  await expect(other.getByRole('button', { name: '1 h', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await other.context().close()
})

test('a range that is dragged over a chart, or chosen there by its keys, is in the address, and one press goes back to live', async ({
  page,
}) => {
  await visit(page, `/process?id=${BOUNDED}`)
  const plot = chartOf(page, 'memory.rss').getByRole('img')
  const box = await plot.boundingBox()
  if (!box) throw new Error('the chart has no size')
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.95, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect(page).toHaveURL(/from=\d+&to=\d+/u)
  await press(page.getByRole('button', { name: 'Back to live' }))
  await expect(page).not.toHaveURL(/from=/u)

  await reach(plot)
  for (const key of ['PageUp', 'Shift+PageUp', 'Shift+PageUp', 'Enter']) await page.keyboard.press(key)
  await expect(page).toHaveURL(/from=\d+&to=\d+/u)
})

test('pause holds the picture and counts what arrives', async ({ page }) => {
  await visit(page, `/process?id=${BOUNDED}`)
  const chart = chartOf(page, 'memory.rss')
  await expect(chart).toHaveAttribute('data-last-at-ms', /\d+/u)
  await press(page.getByRole('button', { name: 'Pause', exact: true }))
  await expect(page.getByRole('toolbar', { name: 'Time range' })).toContainText(/[3-9] samples arrived since/u)
})

test('a chart has its data as a table, one key away', async ({ page }) => {
  await visit(page, `/process?id=${BOUNDED}`)
  const chart = chartOf(page, 'pool.mesh')
  await reach(chart.getByRole('img'))
  await page.keyboard.press('t')
  await expect(chart.getByRole('table')).toContainText('Time')
  await expect(chart.getByRole('table').getByRole('row').nth(2)).toBeVisible()
})

test('an unknown process is said to be unknown', async ({ page }) => {
  await visit(page, '/process?id=nobody.here')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The hub knows no such process')
})

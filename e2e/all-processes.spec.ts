import { BOUNDED, DEMO_PROCESSES, expect, flagged, STREAMS_KEPT, test } from './demo'
import { press, type } from './press'
import { visit } from './visit'

test.beforeEach(async ({ page }) => {
  await visit(page, '/')
  await expect(page.locator('[data-process]')).toHaveCount(DEMO_PROCESSES)
})

test('every process has its state, memory and numbers that move', async ({ page }) => {
  const row = page.locator(`[data-process="${BOUNDED}"]`)
  await expect(row).toContainText('live')
  await expect(row).toContainText('MiB')
  const before = Number(await row.getAttribute('data-last-at-ms'))
  await expect.poll(async () => Number(await row.getAttribute('data-last-at-ms'))).toBeGreaterThan(before)
})

test('the list is searched, filtered by flag and sorted, and the address holds it', async ({ page, request }) => {
  await flagged(request, STREAMS_KEPT, 'orphaned')
  await type(page.getByRole('searchbox'), 'gateway')
  await expect(page.locator('[data-process]')).toHaveCount(5)
  await visit(page, page.url())
  await expect(page.locator('[data-process]')).toHaveCount(5)
  await expect(page.getByRole('searchbox')).toHaveValue('gateway')

  await type(page.getByRole('searchbox'), '')
  await press(page.getByRole('group', { name: 'Filter by flag' }).getByRole('button', { name: /orphaned/u }))
  await expect(page.locator('[data-process]')).toHaveCount(1)
  await expect(page.locator('[data-process]')).toHaveAttribute('data-process', STREAMS_KEPT)

  await visit(page, '/')
  await press(page.getByRole('columnheader', { name: 'Memory' }).getByRole('button'))
  await expect(page).toHaveURL(/sort=memory/u)
  await expect(page.getByRole('columnheader', { name: 'Memory' })).toHaveAttribute('aria-sort', 'descending')
})

test('a process is reached by keyboard alone', async ({ page }) => {
  await press(page.locator(`[data-process="${BOUNDED}"]`).getByRole('link'))
  await expect(page).toHaveURL(/\/process\?id=gateway\.bounded/u)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('bounded')
})

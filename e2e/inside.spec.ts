import type { Page } from '@playwright/test'
import { processId } from '../lib/protocol/process-id'
import { expect, processes, test } from './demo'

const LISTENERS = processId('api', 'listeners')

async function takeProfile(page: Page): Promise<void> {
  const ready = page.locator('[data-capture][data-state="ready"]')
  const before = await ready.count()
  await page.getByRole('button', { name: 'Take a profile' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your name').fill('Ada')
  await dialog.getByRole('button', { name: 'Take it' }).click()
  // The hub takes profiles of a growth by itself, too.
  await expect.poll(() => ready.count(), { timeout: 60_000 }).toBeGreaterThan(before)
}

test('two profiles of a leaking process lead to the code of its requests, and become a finding', async ({
  page,
  request,
}) => {
  const listeners = async () =>
    (await processes(request))
      .find(({ id }) => id === LISTENERS)
      ?.series.find(({ name }) => name === 'listeners.configuration')?.latest ?? 0
  await expect.poll(listeners, { timeout: 60_000 }).toBeGreaterThan(0)
  await page.goto(`/process?id=${LISTENERS}`)
  await page.getByRole('link', { name: 'What is inside' }).click()
  await takeProfile(page)
  const before = await listeners()
  await expect.poll(listeners, { timeout: 160_000 }).toBeGreaterThan(before + 500)
  await takeProfile(page)
  await page.getByRole('button', { name: 'Compare the newest two' }).click()
  await expect(page).toHaveURL(/before=[^&]+&after=[^&]+/u)
  // Sampling decides what stands first after so short a growth; what is kept for each listener is among it.
  const kept = page.locator('[data-difference] [data-site]').filter({ hasText: 'heldBytes' }).first()
  await kept.getByRole('button').click()
  await expect(page.getByRole('list', { name: 'The stack that grew most' })).toContainText(/api\/main\.ts:\d+/u)

  const graph = page.getByRole('application', { name: 'Flame graph of what grew' })
  await graph.focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-flame] [role="status"]')).not.toContainText('all that grew')

  await page.getByRole('button', { name: 'Make a finding of this' }).click()
  await page.getByRole('link', { name: 'It is a finding now' }).click()
  const finding = page.locator('[data-finding]').first()
  await expect(finding.getByRole('heading')).toContainText('api listeners')
  await finding.getByRole('link', { name: 'difference of two profiles' }).click()
  await expect(kept).toBeVisible()
})

test('a collection on demand shows what stayed, and is refused within a minute', async ({ page }) => {
  await page.goto(`/process?id=${LISTENERS}`)
  await page.getByRole('link', { name: 'What is inside' }).click()
  await page.getByRole('button', { name: 'Collect now' }).click()
  await page.getByRole('dialog').getByLabel('Your name').fill('Ada')
  await page.getByRole('dialog').getByRole('button', { name: 'Collect' }).click()
  await expect(page.locator('[data-collected]')).toContainText('The collection gave back')
  await page.getByRole('button', { name: 'Collect now' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'the next one may be in' })).toBeVisible()
})

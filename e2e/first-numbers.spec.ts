/** What a page shows before its program is there: the same words, in the same place, and nothing that moves when the program comes. */
import type { Page } from '@playwright/test'
import { BOUNDED, DEMO_PROCESSES, expect, processes, test } from './demo'
import { press } from './press'
import { visit } from './visit'

/** The page's program does not come; its first script, which is in the page, runs. */
async function holdProgram(page: Page): Promise<void> {
  await page.route(/\/_next\/static\/chunks\/.*\.js$/u, (route) => route.abort())
}

const topsOf = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((elements) => elements.map((one) => Math.round(one.getBoundingClientRect().top)))

// What the hub has not heard yet cannot be in a page that it makes once.
test.beforeEach(async ({ request }) => {
  const heard = async () => {
    const all = await processes(request)
    return all.filter(({ series }) => series.some(({ name, latest }) => name === 'memory.rss' && latest !== null))
      .length
  }
  await expect.poll(heard, { timeout: 60_000 }).toBe(DEMO_PROCESSES)
})

test('all processes: sentence and list come with the page, where the program will have them', async ({ page }) => {
  await visit(page, '/')
  await expect(page.locator('[data-process]')).toHaveCount(DEMO_PROCESSES)
  const rows = await page.locator('[data-process]').evaluateAll((all) => all.map((one) => one.dataset['process']))
  await holdProgram(page)
  await page.goto('/')
  await expect(page.locator('[data-headline]')).toContainText(/\d/u)
  const first = page.locator('[data-process]')
  expect(await first.evaluateAll((all) => all.map((one) => one.dataset['process']))).toEqual(rows)
  await expect(page.locator(`[data-process="${BOUNDED}"]`)).toContainText('MiB')
  await expect(page.getByRole('searchbox')).toBeDisabled()
  const tops = await topsOf(page, '[data-process]')

  await page.unrouteAll()
  await visit(page, '/')
  await expect(page.locator('[data-process]')).toHaveCount(DEMO_PROCESSES)
  expect(await topsOf(page, '[data-process]')).toEqual(tops)
})

test('a process: who it is and its verdict come with the page, in the reader’s own time once his browser told it', async ({
  page,
}) => {
  await holdProgram(page)
  await page.goto(`/process?id=${BOUNDED}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('gateway bounded')
  await expect(page.getByRole('region', { name: 'Verdict', exact: true })).toContainText('since …')
  // It is left once the page is painted.
  await expect.poll(() => page.evaluate(() => document.cookie)).toContain('zone=')
  await page.goto(`/process?id=${BOUNDED}`)
  const verdict = page.getByRole('region', { name: 'Verdict', exact: true })
  await expect(verdict).toContainText(/since (?:\d+ \w+ )?\d\d:\d\d:\d\d/u)
  const since = /since [\d:]+/u.exec(await verdict.innerText())?.[0] ?? 'nothing'

  await page.unrouteAll()
  await visit(page, `/process?id=${BOUNDED}`)
  await expect(verdict).toContainText(since)
})

test('whoever chose German gets the first words in it', async ({ page }) => {
  await page.addInitScript(() => window.localStorage.setItem('tidemark.language', 'de'))
  await visit(page, '/')
  await expect.poll(() => page.evaluate(() => document.cookie)).toContain('de')
  await holdProgram(page)
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.locator('[data-headline]')).toContainText('Prozess')
  await expect(page.locator('[data-headline]')).toBeVisible()
})

test('a tab that is left before its first picture comes to life all the same', async ({ page }) => {
  // What a browser does with a tab that nobody sees: it draws nothing more, and asks for no frame.
  await page.addInitScript(() => {
    window.requestAnimationFrame = () => 0
  })
  await visit(page, '/')
  await expect(page.getByRole('searchbox')).toBeEnabled()
})

test('whoever turned to dark colours and less room gets the first picture so, with nothing asked of the browser', async ({
  page,
}) => {
  await visit(page, '/')
  await page.emulateMedia({ colorScheme: 'light' })
  await press(page.getByRole('button', { name: 'Use dark colours' }))
  await press(page.getByRole('button', { name: 'Compact' }))
  await holdProgram(page)
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => ({ getItem: () => null }) })
  })
  await page.goto('/')
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await expect(root).toHaveAttribute('data-density', 'compact')
})

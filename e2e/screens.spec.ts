/** Every screen in both colour schemes, wide and narrow. With TIDEMARK_SCREENS set, the pictures of the docs are made here. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { APIRequestContext, Page } from '@playwright/test'
import { DEMO_PROCESSES, expect, fires, LISTENERS, processes, snapshotsOf, STREAMS_KEPT, test } from './demo'

const FOLDER = join('docs', 'screens')
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }

/** Charts are drawn while they are in view; on a narrow screen what is said before them fills it. */
async function chartDrawn(page: Page): Promise<void> {
  const chart = page.locator('figure[data-series]').first()
  await chart.scrollIntoViewIfNeeded()
  await expect(chart.locator('[data-plot]')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 0))
}

/** Two snapshots of one life, where the tests before this have not taken them already. */
async function comparison(request: APIRequestContext): Promise<string> {
  const name = 'heap-snapshot'
  for (let taken = (await snapshotsOf(request, LISTENERS)).length; taken < 2; taken++) {
    const data = { name, by: 'Ada' }
    await expect
      .poll(async () => (await request.post(`/api/v1/processes/${LISTENERS}/commands`, { data })).status())
      .toBe(202)
    await expect
      .poll(async () => (await snapshotsOf(request, LISTENERS)).length, { timeout: 100_000 })
      .toBeGreaterThan(taken)
  }
  const [after, before] = await snapshotsOf(request, LISTENERS)
  return `/snapshot?id=${after?.id}&before=${before?.id}`
}

const SCREENS = [
  {
    name: 'all-processes',
    address: async () => '/',
    ready: (page: Page) => expect(page.locator('[data-process]')).toHaveCount(DEMO_PROCESSES),
  },
  {
    name: 'process',
    address: async () => `/process?id=${STREAMS_KEPT}`,
    ready: chartDrawn,
  },
  {
    name: 'alerts',
    address: async () => '/alerts',
    ready: (page: Page) => expect(page.locator('[data-group="gateway growth"]')).toBeVisible(),
  },
  {
    name: 'alert',
    address: async (request: APIRequestContext) =>
      `/alerts?id=${encodeURIComponent((await fires(request, STREAMS_KEPT, 'growth')).id)}`,
    ready: chartDrawn,
  },
  {
    name: 'snapshot',
    address: comparison,
    ready: async (page: Page) => {
      await expect(page.locator('[data-headline]')).toBeVisible({ timeout: 100_000 })
      await page.locator('[data-class="(closure) onChanged"]').getByRole('button').click()
      await expect(page.locator('[data-keeping]')).toBeVisible()
    },
  },
  {
    name: 'settings',
    address: async () => '/settings',
    ready: (page: Page) => expect(page.locator('[data-rule="growth"]')).toBeVisible(),
  },
]
const VIEWS = [
  { suffix: '', scheme: 'light', size: WIDE },
  { suffix: '-dark', scheme: 'dark', size: WIDE },
  { suffix: '-narrow', scheme: 'light', size: NARROW },
  { suffix: '-narrow-dark', scheme: 'dark', size: NARROW },
] as const

let isSeen = false
let isDeployed = false

/** Charts show a mark, and alerts what they followed: told once, as the fleet comes up. */
async function deployed(request: APIRequestContext): Promise<void> {
  if (isDeployed) return
  isDeployed = true
  const data = { kind: 'deploy', title: 'gateway 1.4.2', service: 'gateway', author: 'the pipeline' }
  expect((await request.post('/api/v1/annotations', { data })).status()).toBe(201)
}

for (const { name, address, ready } of SCREENS) {
  for (const { suffix, scheme, size } of VIEWS) {
    test(`${name}${suffix}: nothing is wider than the page`, async ({ page, request }) => {
      await deployed(request)
      await fires(request, STREAMS_KEPT, 'growth')
      if (process.env['TIDEMARK_SCREENS']) {
        // The pictures of the docs show the leak in memory, too, which takes some collections more.
        test.setTimeout(600_000)
        const liveSet = async () =>
          (await processes(request))
            .find(({ id }) => id === STREAMS_KEPT)
            ?.series.find(({ name }) => name === 'memory.live_set')?.verdict
        if (!isSeen) await expect.poll(liveSet, { timeout: 500_000 }).toBe('growing')
        isSeen = true
      }
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize(size)
      await page.goto(await address(request))
      await ready(page)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBeLessThanOrEqual(0)
      if (!process.env['TIDEMARK_SCREENS']) return
      mkdirSync(FOLDER, { recursive: true })
      await page.screenshot({ path: join(FOLDER, `${name}${suffix}.png`) })
    })
  }
}

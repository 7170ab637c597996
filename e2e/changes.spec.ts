/** What changed in a stretch, by keyboard, on a real hub with the frames of two processes, one of which has a step: it is found first, here and over all. */
import { expect, type Page, test as base } from '@playwright/test'
import { helloOf, TestAgent } from '../lib/hub/testing/test-agent'
import type { SeriesDeclaration } from '../lib/protocol/agent-wire'
import { processId } from '../lib/protocol/process-id'
import { faultsOf } from './pictures/faults'
import { press, reach } from './press'
import { dataFolder, startHub } from './programs'
import { visit } from './visit'

const SECONDS = 600
const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000 },
  { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
  { name: 'registry.services', kind: 'registry', unit: 'count' },
]
const STEPPED = processId('gateway', 'stepped')
const CALM = processId('gateway', 'calm')

interface Told {
  url: string
  /** The newest frame, and the step a minute before it. */
  endMs: number
  stepMs: number
}

async function tell(url: string, instance: string, endMs: number, streamsAt: (atMs: number) => number): Promise<void> {
  const agent = new TestAgent(url)
  const firstMs = endMs - (SECONDS - 1) * 1_000
  await agent.hello(helloOf({ service: 'gateway', instance, startedAtMs: firstMs - 1_000 }, SERIES))
  const frames = Array.from({ length: SECONDS }, (_, n) => {
    const atMs = firstMs + n * 1_000
    return { seq: n + 1, atMs, values: [2e8 + (n % 47) * 1e5, 200 + (n % 5), streamsAt(atMs), n * 40, 42] }
  })
  await agent.frames(...frames)
  agent.close()
}

const test = base.extend<object, { told: Told }>({
  told: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const folder = await dataFolder()
      const hub = await startHub({ folder: folder.path })
      const endMs = Math.floor(Date.now() / 1_000) * 1_000
      const stepMs = endMs - 60_000
      await tell(hub.url, 'stepped', endMs, (atMs) => (atMs < stepMs ? 200 : 1_400))
      await tell(hub.url, 'calm', endMs, () => 200)
      await use({ url: hub.url, endMs, stepMs })
      await hub.stop()
      await folder.remove()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ told }, use) => use(told.url),
})

const rows = (page: Page, list: string) => page.getByRole('region', { name: list }).locator('tbody tr')
const ofThis = (page: Page) => rows(page, 'Changes of this process')

/** From the end of the five minutes that are held: from twenty seconds before it to a hundred. */
async function chooseStretch(page: Page, id: string, { endMs }: Told): Promise<void> {
  await visit(page, `/process?id=${id}&range=5m&at=${endMs}`)
  await reach(page.locator('figure[data-series~="memory.rss"]').first().getByRole('img'))
  for (let n = 0; n < 2; n++) await page.keyboard.press('PageUp')
  for (let n = 0; n < 8; n++) await page.keyboard.press('Shift+PageUp')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from=\d+&to=\d+/u)
}

test('a stretch around a step that is chosen by keys finds the series that stepped first, and leads to its chart', async ({
  page,
  told,
}) => {
  await chooseStretch(page, STEPPED, told)
  const params = new URL(page.url()).searchParams
  expect(Number(params.get('from'))).toBeLessThan(told.stepMs)
  expect(Number(params.get('to'))).toBeGreaterThan(told.stepMs)
  const first = ofThis(page).first()
  await expect(first).toHaveAttribute('data-change', 'streams.ws')
  await expect(first).toContainText(/up by 1,200 at \d\d:\d\d:\d\d/u)
  await expect(page.locator('[data-changes-lead]')).toContainText('Changed most in this stretch: streams.ws')
  await expect(ofThis(page)).toHaveCount(1)
  await press(page.getByRole('button', { name: 'Show 4 that did not change' }))
  await expect(ofThis(page)).toHaveCount(SERIES.length)
  await expect(page).toHaveURL(/changes=all/u)

  await press(first.getByRole('link', { name: 'streams.ws' }))
  await expect(page).toHaveURL(/from=\d+&to=\d+.*series=streams\.ws/u)
  await expect(page.locator('figure[data-series~="streams.ws"]')).toBeFocused()
})

test('the same stretch in all processes names the one that stepped, from the page of one that did not', async ({
  page,
  told,
}) => {
  await chooseStretch(page, CALM, told)
  await expect(page.locator('[data-changed="0"]')).toContainText('None of 5 series changed')
  await press(page.getByRole('button', { name: 'Look in all processes' }))
  await expect(page).toHaveURL(/across=1/u)
  const all = rows(page, 'Changes in all processes')
  await expect(all).toHaveCount(1)
  await expect(all.first()).toHaveAttribute('data-of-process', STEPPED)
  await expect(page.locator('[data-across]')).toContainText('2 processes: 1 of 10 series changed.')
  expect(await faultsOf(page)).toEqual([])

  await press(all.first().getByRole('link', { name: 'streams.ws' }))
  await expect(page).toHaveURL(new RegExp(`id=${STEPPED}&from=\\d+&to=\\d+&series=streams\\.ws`, 'u'))
  await expect(ofThis(page).first()).toHaveAttribute('data-change', 'streams.ws')
})

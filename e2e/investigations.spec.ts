/** From the alert to the finding: a gateway that leaks, an investigation begun from its alert, a deploy that ends the leak. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { Fleet } from '../examples/fleet/fleet'
import type { AlertsAnswer } from '../lib/protocol/alert-api'
import type { Alert } from '../lib/protocol/alerts'
import { processId } from '../lib/protocol/process-id'
import { dataFolder, type RunningHub, startHub } from './programs'
import { choose, press, type } from './press'
import { visit } from './visit'

/**
 * Seconds in the place of the demo's minutes: this test waits for two lives of a gateway to be told by their slopes. Its clients
 * live for up to 35 s, and its pool forgets peers after 20: a warm-up much shorter than that takes their coming and going for growth.
 */
const COMPRESSED = {
  growth: { warmUpMs: 20_000, horizonMs: 3_600_000 },
  alerts: { graceMs: 1_000, rules: { growth: { holdMs: 1_000 } } },
}
const GATEWAY = 'gateway/eu-1'
const BEFORE = ['--instance', 'eu-1', '--version', '1.4.1', '--fault', 'streams-kept']
const AFTER = ['--instance', 'eu-1', '--version', '1.4.2']

/** The page asks for a comparison every quarter of a minute. */
const COMPARED = { timeout: 40_000 }

let folder: Awaited<ReturnType<typeof dataFolder>>
let hub: RunningHub
let fleet: Fleet

test.beforeAll(async () => {
  folder = await dataFolder()
  const settings = join(folder.path, 'settings.json')
  await writeFile(settings, JSON.stringify(COMPRESSED))
  hub = await startHub({ folder: join(folder.path, 'data'), settings })
  const plan = { heapLimitMib: 256, youngMib: 1 }
  fleet = new Fleet({
    plans: [
      { name: GATEWAY, program: 'gateway', args: BEFORE, ...plan },
      { name: 'driver', program: 'driver', args: ['--clients', '120'], ...plan },
    ],
    folder: join('dist', 'examples'),
    hubUrl: hub.url,
    say: () => {},
  })
  fleet.start()
})
test.afterAll(async () => {
  await fleet.stop()
  await hub.stop()
  await folder.remove()
})

/** Waits for the alert that a person would follow: the one about what the fault keeps. */
async function growthOfStreams(request: APIRequestContext): Promise<Alert> {
  let found: Alert | undefined
  const look = async () => {
    const params = { state: 'firing', process: processId('gateway', 'eu-1'), rule: 'growth' }
    const answer = await request.get(`${hub.url}/api/v1/alerts`, { params })
    found = ((await answer.json()) as AlertsAnswer).alerts.find(({ series }) => series === 'streams.ws')
    return found?.state
  }
  await expect.poll(look, { timeout: 180_000, intervals: [1_000] }).toBe('firing')
  return found as Alert
}

test('an alert leads to an investigation, a deploy to its next run, and what became of the leak to a finding', async ({
  page,
  request,
}) => {
  test.setTimeout(900_000)
  const alert = await growthOfStreams(request)
  await visit(page, `${hub.url}/alerts?id=${encodeURIComponent(alert.id)}`)
  await press(page.getByRole('button', { name: 'Make a finding' }))
  await type(page.getByRole('dialog').getByLabel('Your name'), 'Ada')
  await press(page.getByRole('dialog').getByRole('button', { name: 'Make it' }))
  await expect(page.getByRole('link', { name: 'It is a finding now' })).toBeVisible()

  await press(page.getByRole('button', { name: 'Investigate' }))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Why does streams.ws of gateway eu-1 grow?')
  const run = (label: string) => page.locator(`[data-run="version ${label}"]`)
  await expect(run('1.4.1')).toHaveAttribute('data-run-state', 'conclusive', { timeout: 60_000 })

  fleet.deploy(GATEWAY, AFTER)
  await expect(run('1.4.2')).toHaveAttribute('data-run-state', /warming-up|measuring/u, { timeout: 40_000 })
  await expect(run('1.4.2')).toContainText('Not yet')
  await expect(page.locator('[data-toggle-verdict]')).toHaveAttribute('data-toggle-verdict', 'not-yet-known')
  const comparison = page.getByRole('region', { name: 'Before and after', exact: true })
  await choose(comparison.getByLabel('Before'), 'version 1.4.1')
  await choose(comparison.getByLabel('After'), 'version 1.4.2')
  await expect(comparison).toContainText('Not yet known.', COMPARED)
  // How long that takes is what the page says itself: with a load that swings, some three minutes more.
  await expect(run('1.4.2')).toHaveAttribute('data-run-state', 'conclusive', { timeout: 300_000 })
  // Where the load of the two differs, as on a machine that is busy, it takes a while until it is alike.
  await expect(page.locator('[data-toggle="version=1.4.2 (was 1.4.1)"]')).toHaveAttribute(
    'data-toggle-verdict',
    'isolates',
    { timeout: 200_000 },
  )
  await expect(page.locator('[data-investigation-sentence]')).toContainText(
    'Version=1.4.2 (was 1.4.1) isolates the leak.',
  )
  await expect(comparison).toContainText(/The leak is gone\. The slope fell from/u, COMPARED)
  await expect(comparison).toContainText(/The peak fell from/u, COMPARED)

  await press(page.getByRole('button', { name: 'Attach to a finding' }))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Attach', exact: true }))
  await press(page.getByRole('link', { name: 'It is attached' }))
  const finding = page.locator('[data-finding]')
  await expect(finding.getByRole('heading')).toContainText('gateway eu-1: streams.ws rose')
  await expect(finding.getByRole('list', { name: 'Notes' })).toContainText('(was 1.4.1) isolates the leak.')
  await expect(finding.getByRole('link', { name: 'alert: growth of gateway eu-1' })).toBeVisible()
  await press(finding.getByRole('link', { name: /^Investigation:/u }))
  await expect(page.locator('[data-toggle-verdict="isolates"]')).toBeVisible()
})

import type { Page } from '@playwright/test'
import type { SilenceView } from '../lib/protocol/alert-api'
import { BOUNDED, expect, fires, STREAMS_KEPT, test } from './demo'
import { press, reach, type } from './press'
import { visit } from './visit'

const group = (page: Page, service: string, rule: string) => page.locator(`[data-group="${service} ${rule}"]`)

/** Presses Tab until what is focused matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
  }
  throw new Error(`the Tab key does not lead to ${selector}`)
}

test('what begins to fire is told on every open page: as a toast, in the title and in the navigation', async ({
  page,
  request,
}) => {
  await visit(page, '/')
  const toast = page.locator('[data-toast]').first()
  await expect(toast).toBeVisible({ timeout: 200_000 })
  await expect(page).toHaveTitle(/^\(\d+\) All processes/u)
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText(/Alerts\d+ waiting/u)
  await press(toast.getByRole('link'))
  await expect(page).toHaveURL(/\/alerts\?/u)
  await fires(request, STREAMS_KEPT, 'orphaned')
})

test('an alert is acknowledged with a name, then by one press, and that is still so after a reload', async ({
  page,
  request,
}) => {
  await fires(request, STREAMS_KEPT, 'orphaned')
  await fires(request, STREAMS_KEPT, 'growth')
  await visit(page, '/alerts?service=gateway')
  const orphaned = group(page, 'gateway', 'orphaned')
  await press(orphaned.getByRole('button', { name: 'Acknowledge all orphaned of gateway', exact: true }))
  const dialog = page.getByRole('dialog')
  await type(dialog.getByLabel('Your name'), 'Ann')
  await type(dialog.getByLabel('Note'), 'rolling back')
  await press(dialog.getByRole('button', { name: 'Acknowledge' }))
  await expect(orphaned).toContainText(/Acknowledged by Ann, .*: rolling back/u)
  await expect(orphaned.locator('[data-standing="acknowledged"]')).toBeVisible()

  const growth = group(page, 'gateway', 'growth').locator(`[data-alert-process="${STREAMS_KEPT}"]`)
  const onlyOne = growth.getByRole('button', { name: /^Acknowledge/u })
  const all = group(page, 'gateway', 'growth').getByRole('button', { name: /^Acknowledge all/u })
  await press((await onlyOne.count()) > 0 ? onlyOne : all.first())
  await expect(growth).toContainText('Acknowledged by Ann')

  await page.reload()
  await expect(group(page, 'gateway', 'orphaned')).toContainText('Acknowledged by Ann')
  const acknowledged = await fires(request, STREAMS_KEPT, 'orphaned')
  expect(acknowledged.ack).toMatchObject({ by: 'Ann', note: 'rolling back' })
  await press(group(page, 'gateway', 'orphaned').getByRole('button', { name: /^Take back/u }))
  await expect(group(page, 'gateway', 'orphaned')).not.toContainText('Acknowledged by')
})

test('a rule of a service is silenced with who and why, and the silence is ended', async ({ page, request }) => {
  await fires(request, STREAMS_KEPT, 'growth')
  await visit(page, '/alerts?service=gateway&rule=growth')
  const card = group(page, 'gateway', 'growth')
  await press(card.getByRole('button', { name: 'Silence growth of gateway' }))
  const dialog = page.getByRole('dialog', { name: 'Silence growth of gateway' })
  await press(dialog.getByLabel('4 h'))
  await press(dialog.getByRole('button', { name: 'Silence' }))
  await expect(dialog).toContainText('A reason is needed')
  await type(dialog.getByLabel('Why'), 'load test')
  await type(dialog.getByLabel('Your name'), 'Ann')
  await press(dialog.getByRole('button', { name: 'Silence' }))
  await expect(card.locator('[data-standing="silenced"]').first()).toBeVisible()

  const { silences } = (await (await request.get('/api/v1/silences')).json()) as { silences: SilenceView[] }
  const silence = silences.find(({ why }) => why === 'load test')
  expect(silence).toMatchObject({ match: { service: 'gateway', rule: 'growth' }, by: 'Ann', state: 'active' })
  expect((silence?.toMs ?? 0) - (silence?.fromMs ?? 0)).toBe(4 * 3_600_000)

  await press(page.getByRole('link', { name: 'Silences' }))
  const row = page.locator(`[data-silence="${silence?.id}"]`)
  await expect(row).toContainText('growth of gateway')
  await press(row.getByRole('button', { name: 'End the silence of growth of gateway' }))
  await expect(row).toContainText('ended early')
})

test('an alert’s page has the chart around its beginning, the evidence, and the way to the process', async ({
  page,
  request,
}) => {
  const alert = await fires(request, STREAMS_KEPT, 'growth')
  await visit(page, `/alerts?id=${encodeURIComponent(alert.id)}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('streams-kept')
  const chart = page.locator('figure[data-series]').first()
  await expect(chart.locator('[data-plot]')).toBeVisible()
  await expect(chart.getByRole('button', { name: /begin of growth/u })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Evidence' })).toContainText('90 %')
  await press(page.getByRole('link', { name: 'The process at that time' }))
  await expect(page).toHaveURL(
    new RegExp(`/process\\?id=${STREAMS_KEPT.replaceAll('.', '\\.')}&from=\\d+&to=\\d+`, 'u'),
  )
})

test('a dry run says when a rule would have fired, follows what is typed, and saves nothing', async ({
  page,
  request,
}) => {
  await fires(request, STREAMS_KEPT, 'orphaned')
  await visit(page, '/settings')
  const rule = page.locator('[data-rule="orphaned"]')
  await press(rule.getByRole('button', { name: 'Dry run of orphaned' }))
  const dryRun = rule.getByRole('group', { name: 'Dry run of orphaned' })
  await expect(dryRun).toContainText(/Over the last 7 days this rule would have fired (?:once|\d+ times?)/u)
  await expect(dryRun.getByRole('link', { name: 'gateway streams-kept' }).first()).toHaveAttribute(
    'href',
    /\/process\?id=.*&from=\d+&to=\d+/u,
  )
  await type(rule.getByLabel('Hold'), 'soon')
  await expect(rule).toContainText('A time such as 90 s, 5 min or 1 h 30 min.')
  await expect(page.getByRole('button', { name: 'Save rules' })).toBeDisabled()
  await type(rule.getByLabel('Hold'), '6 d')
  await expect(dryRun).toContainText('would not have fired')
  await expect(page.getByRole('button', { name: 'Save rules' })).toBeEnabled()

  const rules = (await (await request.get('/api/v1/alert-rules')).json()) as {
    rules: Record<string, { holdMs: number }>
  }
  expect(rules.rules['orphaned']?.holdMs).toBeLessThan(6 * 86_400_000)
})

test('a rule is changed and set back', async ({ page, request }) => {
  const quietMs = async () =>
    ((await (await request.get('/api/v1/alert-rules')).json()) as { rules: Record<string, { quietMs: number }> }).rules[
      'saturated'
    ]?.quietMs
  const before = await quietMs()
  await visit(page, '/settings')
  const rule = page.locator('[data-rule="saturated"]')
  await type(rule.getByLabel('Quiet'), '7 min')
  await press(page.getByRole('button', { name: 'Save rules' }))
  await expect(page.getByText('All is saved.')).toBeVisible()
  expect(await quietMs()).toBe(420_000)
  await press(rule.getByRole('button', { name: 'Default of saturated' }))
  await press(page.getByRole('button', { name: 'Save rules' }))
  await expect(page.getByText('All is saved.')).toBeVisible()
  expect(await quietMs()).toBe(before)
})

test('a channel is checked as it is typed, tried before it is kept, and never shows its secret again', async ({
  page,
  request,
}) => {
  await visit(page, '/settings')
  await press(page.getByRole('button', { name: 'Add a channel' }))
  const dialog = page.getByRole('dialog', { name: 'Add a channel' })
  await type(dialog.getByLabel('Name'), 'Ops hook')
  await type(dialog.getByLabel('Address', { exact: false }).first(), 'http://127.0.0.1:9/hook')
  await expect(dialog).toContainText(/url: .*127\.0\.0\.1/u)
  await press(dialog.getByLabel('It may reach this machine and private addresses'))
  await type(dialog.getByLabel('Secret', { exact: true }), '0123456789abcdef-secret')
  await press(dialog.getByRole('button', { name: 'Send a test' }))
  await expect(dialog.locator('[data-outcome]')).toContainText('failed')
  await press(dialog.getByRole('button', { name: 'Add channel' }))
  const card = page.locator('[data-channel="Ops hook"]')
  await expect(card).toContainText('Webhook')

  await press(card.getByRole('button', { name: 'Edit Ops hook' }))
  const edit = page.getByRole('dialog', { name: 'Edit Ops hook' })
  await expect(edit.getByLabel('Secret', { exact: true })).toHaveValue('')
  await expect(edit.getByLabel('Secret', { exact: true })).toHaveAttribute('placeholder', /leave empty to keep/u)
  await press(edit.getByRole('button', { name: 'Cancel' }))
  expect(await (await request.get('/api/v1/channels')).text()).not.toContain('0123456789abcdef')

  await press(card.getByRole('button', { name: 'Remove Ops hook' }))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Remove' }))
  await expect(card).toHaveCount(0)
})

test('by keyboard alone: from all processes to an alert, acknowledged and silenced', async ({ page, request }) => {
  await fires(request, STREAMS_KEPT, 'orphaned')
  await visit(page, '/')
  await tabTo(page, 'nav a[href="/alerts"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alerts')
  await expect(group(page, 'gateway', 'orphaned')).toBeVisible()
  await tabTo(page, '[aria-label="Acknowledge all orphaned of gateway"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('Ben')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(group(page, 'gateway', 'orphaned')).toContainText('Acknowledged by Ben')

  await tabTo(page, '[aria-label="Silence orphaned of gateway"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Silence orphaned of gateway' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('known since noon')
  await page.keyboard.press('Enter')
  await expect(group(page, 'gateway', 'orphaned').locator('[data-standing="silenced"]').first()).toBeVisible()

  await tabTo(page, 'a[href*="tab=silences"]')
  await page.keyboard.press('Enter')
  await tabTo(page, '[aria-label="End the silence of orphaned of gateway"]')
  await page.keyboard.press('Enter')
  await expect(page.locator('tr', { hasText: 'known since noon' })).toContainText('ended early')
})

test('by keyboard alone: a note is put at a time, found as a mark on every chart, and stands in the table', async ({
  page,
}) => {
  await visit(page, `/process?id=${BOUNDED}`)
  const chart = page.locator('figure[data-series~="clients.ws"]').first()
  await chart.scrollIntoViewIfNeeded()
  await reach(chart.getByRole('img'))
  for (let at = 0; at < 5; at += 1) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'Add a note' })).toBeVisible()
  await page.keyboard.type('turned the cache off')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await expect(chart.getByRole('button', { name: /note turned the cache off, \d\d:\d\d:\d\d/u })).toBeVisible()
  await reach(chart.getByRole('img'))
  await page.keyboard.press('m')
  await expect(chart.getByRole('list', { name: /^Marks on/u }).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(chart.getByRole('status')).toContainText('turned the cache off')
  await page.keyboard.press('Escape')
  await expect(chart.getByRole('status')).not.toContainText('turned the cache off')
  const memory = page.locator('figure[data-series~="memory.rss"]').first()
  await memory.scrollIntoViewIfNeeded()
  await reach(memory.getByRole('img'))
  await page.keyboard.press('t')
  await expect(memory.getByRole('table')).toContainText('note turned the cache off')
})

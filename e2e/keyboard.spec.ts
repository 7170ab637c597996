/** What the keyboard alone does on every page, and what is copied from a chart: before the made-up hub, so nothing is waited for. */
import { expect, type Page } from '@playwright/test'
import { test } from './made-hub'
import { AFTER, BEFORE, LEAK_ALERT, STOOD_STILL } from './pictures/made-answers'
import { idOf, LEAKING, NOW, SIBLING, STORIES } from './pictures/made-stories'
import { choose, press, reach, type } from './press'
import { visit } from './visit'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })
test.beforeEach(async ({ page }) => {
  await visit(page, '/')
  await expect(page.locator('[data-process]')).toHaveCount(STORIES.length)
})

/** Leads to the page of that, or to a dialog of that name on it. */
async function goTo(page: Page, typed: string, option: RegExp, dialog?: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Go to' })).toBeFocused()
  await page.keyboard.type(typed)
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText(option)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Go to' })).toHaveCount(0)
  if (dialog === undefined) await expect(page.getByRole('dialog')).toHaveCount(0)
  else await expect(page.getByRole('dialog', { name: dialog, exact: true })).toBeVisible()
}

test('a process, a series, an alert, a page and an act are reached from anywhere by a part of their name', async ({
  page,
}) => {
  await goTo(page, 'gateway host-a', /gateway\/host-a\/0/u)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('host-a/0')

  await goTo(page, 'pool.mesh', /pool\.mesh/u)
  await expect(page).toHaveURL(/series=pool\.mesh/u)
  await expect(page.locator('figure[data-series="pool.mesh"]')).toBeFocused()

  await goTo(page, 'last 1 h', /Show the last 1 h/u)
  await expect(page.getByRole('button', { name: '1 h', exact: true })).toHaveAttribute('aria-pressed', 'true')

  await goTo(page, 'growth of', /growth of gateway\/host-a\/0/u)
  await expect(page).toHaveURL(new RegExp(`/alerts\\?id=${LEAK_ALERT}`, 'u'))

  await goTo(page, 'findings', /Findings/u)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Findings')

  await goTo(page, 'dark', /Use dark colours/u)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('what can be done to a process, an alert or a service is found from anywhere, and told before it is done', async ({
  page,
}) => {
  const dialog = page.getByRole('dialog')
  const leave = async () => {
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(page).not.toHaveURL(/act=|about=/u)
  }
  await goTo(page, 'profile gateway', /Profile gateway\/host-a\/0/u, 'Take an allocation profile')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('host-a/0')
  await leave()
  await expect(page.getByRole('button', { name: 'Take a profile' })).toBeFocused()

  await goTo(page, 'collect', /Collect gateway\/host-a\/0 now/u, 'Collect now')
  await expect(dialog).toContainText('It stops the process for about')
  await leave()

  await goTo(page, 'note', /Add a note to gateway\/host-a\/0/u, 'Add a note')
  await leave()
  await expect(page.getByRole('button', { name: 'Add note' })).toBeFocused()

  for (let asked = 0; asked < 2; asked++) {
    await goTo(page, 'table pool.mesh', /Table of pool\.mesh/u)
    const chart = page.locator('figure[data-series~="pool.mesh"]')
    await expect(chart.getByRole('table')).toContainText('Time')
    await expect(chart).toBeFocused()
    await reach(chart.getByRole('img').first())
    await page.keyboard.press('t')
    await expect(chart.getByRole('table')).toHaveCount(0)
  }

  await goTo(page, 'day before', /Compare gateway\/host-a\/0 with a day before/u)
  await expect(page).toHaveURL(/\/compare\?id=[^&]+&beside=day/u)

  await goTo(
    page,
    'acknowledge growth',
    /Acknowledge growth of gateway\/host-a\/0/u,
    'Acknowledge gateway host-a/0 growth',
  )
  await leave()
  await expect(page).toHaveURL(new RegExp(`/alerts\\?id=${LEAK_ALERT}$`, 'u'))
  await goTo(page, 'silence everything worker', /Silence everything of worker/u, 'Silence everything of worker')
  await leave()

  await goTo(page, 'investigation gateway', /Begin an investigation of gateway/u, 'Begin an investigation')
  await expect(dialog.getByLabel('Service')).toHaveValue('gateway')
  await leave()

  await goTo(page, 'only gateway', /Show only gateway/u)
  await expect(page.getByRole('searchbox')).toHaveValue('service:gateway')
  await expect(page.locator('[data-process]')).toHaveCount(
    STORIES.filter(({ service }) => service === 'gateway').length,
  )
})

test('a link that asks for an act opens its dialog, once', async ({ page }) => {
  const id = idOf(LEAKING)
  for (const [asked, title, left] of [
    [`/process?id=${id}&act=collect`, 'Collect now', `/process?id=${id}`],
    ['/alerts?tab=silences&act=silence&about=gateway', 'Silence everything of gateway', '/alerts?tab=silences'],
    ['/investigations?act=begin&about=worker', 'Begin an investigation', '/investigations'],
  ] as const) {
    await visit(page, asked)
    await expect(page.getByRole('dialog', { name: title })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(decodeURIComponent(page.url())).toMatch(new RegExp(`\\d${left.replaceAll('?', '\\?')}$`, 'u'))
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

test('the sheet of keys opens and closes by keyboard, and what is typed into a field stays there', async ({ page }) => {
  await page.keyboard.press('/')
  const search = page.getByRole('searchbox')
  await expect(search).toBeFocused()
  await page.keyboard.type('?/')
  await expect(search).toHaveValue('?/')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await type(search, '')
  await search.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Go to' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(search).toBeFocused()

  await reach(page.getByRole('link', { name: 'Skip to content' }))
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('shows the numbers as a table')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a chart is copied as a picture, its numbers as they are, and the view as a link that shows the same', async ({
  page,
}) => {
  await visit(page, `/process?id=${idOf(LEAKING)}`)
  const chart = page.locator('figure[data-series~="pool.mesh"]')
  await chart.scrollIntoViewIfNeeded()
  await expect(chart).toHaveAttribute('data-last-at-ms', /\d+/u)
  const copy = async (name: string) => {
    await press(chart.getByRole('button', { name: /^Copy of/u }))
    await press(chart.getByRole('button', { name, exact: true }))
    await expect(chart.locator('[data-told]')).toHaveText(/copied\.$/u)
    return page.evaluate(() => navigator.clipboard.readText().catch(() => ''))
  }

  const lines = (await copy('Numbers (CSV)')).trimEnd().split('\r\n')
  expect(lines[0]).toBe('time,pool.mesh (count)')
  // A sample a second under the head, but none between those that it stood still after and before.
  const missing = (STOOD_STILL.toMs - STOOD_STILL.fromMs) / 1_000 - 1
  expect(lines).toHaveLength(1 + 300 - missing)
  expect(lines.at(-1)).toMatch(/^2026-11-21T11:59:59\.600Z,\d+$/u)

  const link = new URL(await copy('Link to this view'))
  expect(link.searchParams.get('to')).toBe(String(NOW))
  await visit(page, link.href)
  await expect(page.getByRole('toolbar', { name: 'Time range' })).toContainText('11:55:00 to 12:00:00')
  await expect(page.locator('figure[data-series~="pool.mesh"]')).toBeInViewport()

  await copy('Picture (PNG)')
  const size = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const picture = await createImageBitmap(await (item as ClipboardItem).getType('image/png'))
    return [picture.width, picture.height]
  })
  expect(size).toEqual([1_920, 800])
})

test('Back leads from one snapshot to the two that were compared, with its row shut as it was left, and a finding is of the two', async ({
  page,
}) => {
  const compared = `/snapshot?id=${AFTER}&before=${BEFORE}`
  await visit(page, compared)
  const heading = page.getByRole('heading', { level: 1 })
  const keeping = page.locator('[data-keeping]')
  const row = page.locator('[data-class="ClientStream"]').getByRole('button')
  await press(row)
  await expect(keeping).toBeVisible()
  await press(row)
  await expect(keeping).toHaveCount(0)
  await choose(page.getByLabel('Compared with'), 'nothing: what is there')
  await expect(heading).toContainText('what is on the heap')

  await page.goBack()
  await expect(heading).toContainText('what grew on the heap')
  await expect(row).toHaveAttribute('aria-expanded', 'false')
  await press(page.getByRole('button', { name: 'Make a finding of this' }))
  await type(page.getByRole('dialog').getByLabel('Your name'), 'Ada')
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/findings'))
  await press(page.getByRole('button', { name: 'Make it' }))
  expect((await sent).postDataJSON()).toMatchObject({ by: 'Ada', evidence: [{ link: compared }] })
})

test('what is compared is copied as a picture, its numbers, and the view as a link; its rows are a table', async ({
  page,
}) => {
  await visit(page, `/compare?id=${idOf(LEAKING)}&id=${idOf(SIBLING)}`)
  const chart = page.locator('figure', { has: page.locator('.recharts-line-curve') })
  await expect(chart.getByRole('img').first()).toHaveAccessibleName(/, UTC: .+ since its first value/u)
  const copy = async (name: string) => {
    await press(chart.getByRole('button', { name: /^Copy of/u }))
    await press(chart.getByRole('button', { name, exact: true }))
    await expect(chart.locator('[data-told]')).toHaveText(/copied\.$/u)
    return page.evaluate(() => navigator.clipboard.readText().catch(() => ''))
  }
  const lines = (await copy('Numbers (CSV)')).trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^time,[^,]+ \(\w+\),[^,]+ \(\w+\)$/u)
  expect(lines.length).toBeGreaterThan(100)
  expect(new URL(await copy('Link to this view')).searchParams.getAll('id')).toEqual([idOf(LEAKING), idOf(SIBLING)])

  await copy('Picture (PNG)')
  const size = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const picture = await createImageBitmap(await (item as ClipboardItem).getType('image/png'))
    return [picture.width, picture.height]
  })
  expect(size).toEqual([1_920, 800])

  await press(chart.getByRole('button', { name: /^Table of/u }))
  await expect(chart.getByRole('row')).toHaveCount(lines.length)
})

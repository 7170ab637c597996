import type { Locator, Page } from '@playwright/test'
import { expect, fires, LISTENERS, processes, profiled, snapshotsOf, test } from './demo'
import { choose, press, reach, type } from './press'
import { visit } from './visit'

/** Counts what a person has to do: each press of a button or a link. */
class Presses {
  count = 0

  async on(target: Locator): Promise<void> {
    this.count++
    await press(target)
  }
}

async function takeProfile(page: Page, presses: Presses): Promise<void> {
  const ready = page.locator('[data-capture][data-state="ready"]')
  const before = await ready.count()
  await presses.on(page.getByRole('button', { name: 'Take a profile' }))
  const dialog = page.getByRole('dialog')
  await type(dialog.getByLabel('Your name'), 'Ada')
  await presses.on(dialog.getByRole('button', { name: 'Take it' }))
  // The hub takes profiles of a growth by itself, too.
  await expect.poll(() => ready.count(), { timeout: 60_000 }).toBeGreaterThan(before)
}

test('two profiles lead from the flag to the code of its requests in under ten presses, and become a finding', async ({
  page,
  request,
}) => {
  const listeners = async () =>
    (await processes(request))
      .find(({ id }) => id === LISTENERS)
      ?.series.find(({ name }) => name === 'listeners.configuration')?.latest ?? 0
  await expect.poll(listeners, { timeout: 60_000 }).toBeGreaterThan(0)
  const presses = new Presses()
  await visit(page, '/')
  await presses.on(page.locator(`[data-process="${LISTENERS}"]`).getByRole('link').first())
  await presses.on(page.getByRole('link', { name: 'What is inside' }))
  await takeProfile(page, presses)
  const before = await listeners()
  await expect.poll(listeners, { timeout: 160_000 }).toBeGreaterThan(before + 500)
  await takeProfile(page, presses)
  await presses.on(page.getByRole('button', { name: 'Compare the newest two' }))
  await expect(page).toHaveURL(/before=[^&]+&after=[^&]+/u)
  // Sampling decides what stands first after so short a growth; what is kept for each listener is among it.
  const kept = page.locator('[data-difference] [data-site]').filter({ hasText: 'heldBytes' }).first()
  await presses.on(kept.getByRole('button'))
  expect(presses.count).toBeLessThan(10)
  await expect(page.getByRole('list', { name: 'The stack that grew most' })).toContainText(/api\/main\.ts:\d+/u)

  const graph = page.getByRole('application', { name: 'Flame graph of what grew' })
  await reach(graph)
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-flame] [role="status"]')).not.toContainText('all that grew')

  await press(page.getByRole('button', { name: 'Make a finding of this' }))
  await press(page.getByRole('link', { name: 'It is a finding now' }))
  const finding = page.locator('[data-finding]').first()
  await expect(finding.getByRole('heading')).toContainText('api listeners')
  await press(finding.getByRole('link', { name: 'difference of two profiles' }))
  await expect(kept).toBeVisible()
})

test('an alert leads to the line of code in under ten presses: by the profiles that the hub took by itself', async ({
  page,
  request,
}) => {
  test.setTimeout(400_000)
  await profiled(request, await fires(request, LISTENERS, 'growth'))
  const presses = new Presses()
  await visit(page, '/')
  await presses.on(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Alerts/u }))
  const growth = page.locator('[data-group="api growth"]')
  await presses.on(growth.locator(`[data-alert-process="${LISTENERS}"]`).getByRole('link').first())
  // The page says it already; its link shows by which calls.
  const told = page.locator('[data-alert-captures]')
  await expect(told).toContainText(/ holds [\d.]+ [KM]iB more\./u)
  await presses.on(told.getByRole('link', { name: /^The difference of two profiles/u }))
  await expect(page).toHaveURL(/before=[^&]+&after=[^&#]+#difference$/u)
  await expect(page.locator('[data-difference]')).toBeInViewport()
  // Sampling decides what stands first after so short a growth; what is kept for each listener is among it.
  await presses.on(
    page.locator('[data-difference] [data-site]').filter({ hasText: 'heldBytes' }).first().getByRole('button'),
  )
  await expect(page.getByRole('list', { name: 'The stack that grew most' })).toContainText(/api\/main\.ts:\d+/u)
  // The agent that watches is in no row.
  await expect(page.locator('[data-difference] tbody')).not.toContainText('agent')
  expect(presses.count).toBeLessThan(10)
})

test('a collection on demand shows what stayed, and is refused within a minute', async ({ page }) => {
  await visit(page, `/process?id=${LISTENERS}`)
  await press(page.getByRole('link', { name: 'What is inside' }))
  await press(page.getByRole('button', { name: 'Collect now' }))
  await type(page.getByRole('dialog').getByLabel('Your name'), 'Ada')
  await press(page.getByRole('dialog').getByRole('button', { name: 'Collect' }))
  await expect(page.locator('[data-collected]')).toContainText('The collection gave back')
  await press(page.getByRole('button', { name: 'Collect now' }))
  await expect(page.getByRole('alert').filter({ hasText: 'the next one may be in' })).toBeVisible()

  // From another page, by its name: what it costs is told first, also to who has done it before.
  await visit(page, '/findings')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Go to' })).toBeFocused()
  await page.keyboard.type('collect api/listeners')
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText(
    'Collect api/listeners now',
  )
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Collect now' })
  await expect(dialog).toContainText('It stops the process for about')
  await press(dialog.getByRole('button', { name: 'Collect' }))
  await expect(dialog.getByRole('alert')).toContainText('the next one may be in')
})

test('two snapshots lead to what keeps the new ones in under ten presses, and the address shows a colleague the same', async ({
  page,
  context,
  request,
}) => {
  const presses = new Presses()
  await visit(page, '/')
  await presses.on(page.locator(`[data-process="${LISTENERS}"]`).getByRole('link').first())
  await presses.on(page.getByRole('link', { name: 'What is inside' }))
  for (const taken of [1, 2]) {
    await presses.on(page.getByRole('button', { name: 'Take a snapshot' }))
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('It stands still for')
    await type(dialog.getByLabel('Your name'), 'Ada')
    await presses.on(dialog.getByRole('button', { name: 'Stop the process and take it' }))
    await expect.poll(async () => (await snapshotsOf(request, LISTENERS)).length, { timeout: 100_000 }).toBe(taken)
  }
  await presses.on(page.getByRole('link', { name: 'Compare the newest two' }))
  // What is in flight just then may stand before it.
  await expect(page.locator('[data-headline]')).toContainText('new', { timeout: 100_000 })
  await presses.on(page.locator('[data-class="(closure) onChanged"]').getByRole('button'))
  expect(presses.count).toBeLessThan(10)
  const way = page.getByRole('list', { name: 'What keeps them, from the object outwards' })
  await expect(way).toContainText('EventEmitter')

  await press(page.getByRole('button', { name: /^The new keep/u }))
  await type(page.getByRole('searchbox', { name: 'Find a class' }), 'onChanged')
  const other = await context.newPage()
  await visit(other, page.url())
  await expect(other.getByRole('list', { name: 'What keeps them, from the object outwards' })).toContainText(
    'EventEmitter',
  )
  await expect(other.locator('[data-class]')).toHaveCount(1)
  await expect(other.getByRole('columnheader', { name: /^The new keep/u })).toHaveAttribute('aria-sort', 'descending')
  await other.close()

  await press(page.locator('[data-class="(closure) onChanged"]').getByRole('button'))
  await expect(way).toHaveCount(0)
  await choose(page.getByLabel('Compared with'), 'nothing: what is there')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('what is on the heap')
  await expect(page.getByRole('columnheader', { name: /^They keep/u })).toBeVisible({ timeout: 60_000 })

  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('what grew on the heap')
  await press(page.getByRole('button', { name: 'Make a finding of this' }))
  await press(page.getByRole('link', { name: 'It is a finding now' }))
  await expect(page.locator('[data-finding]').first().getByRole('heading')).toContainText('api listeners: Of')
})

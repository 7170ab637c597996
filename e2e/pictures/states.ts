/** Every screen in each of its states: its address, the hub behind it, and when it is whole. */
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { AFTER, BEFORE, LEAK_ALERT, TOLD } from './made-answers'
import { STRETCH } from './made-changes'
import { idOf, LEAKING, MASKED, SIBLING, STORIES } from './made-stories'
import { OTHER_STATES } from './other-states'
import { drawn, leaves, says, shows, type ScreenState } from './screen-state'

const leaking = `/process?id=${idOf(LEAKING)}`

const listed = (page: Page) => expect(page.locator('[data-process]')).toHaveCount(STORIES.length)

/** A section of a long page, once what it is about is there. */
const at = (id: string, selector: string) => async (page: Page) => {
  await expect(page.getByText('Ops hook')).toBeVisible()
  await shows(selector)(page)
  await page.locator(`#${id}`).evaluate((heading) => heading.scrollIntoView())
}

export const STATES: readonly ScreenState[] = [
  {
    name: 'all-processes',
    address: '/',
    told: 'fleet',
    ready: async (page, hub) => {
      await listed(page)
      hub.tell([{ type: 'alerts', summary: hub.alerts, told: TOLD }])
      await expect(page.locator('[data-toast]')).toBeVisible()
    },
  },
  {
    name: 'all-processes-none-matches',
    address: '/?q=nobody',
    told: 'fleet',
    ready: says('No process matches.'),
  },
  { name: 'all-processes-empty', address: '/', told: 'nothing', ready: says('No process reports yet') },
  { name: 'all-processes-hub-away', address: '/', told: 'fleet', ready: leaves(listed) },
  {
    name: 'wall-board',
    address: '/?wall=1',
    told: 'fleet',
    ready: shows('[data-wall] svg[role="img"] text'),
  },
  {
    name: 'process-printed',
    address: leaking,
    told: 'fleet',
    ready: async (page) => {
      await drawn(page)
      await page.emulateMedia({ media: 'print' })
    },
  },
  { name: 'process', address: leaking, told: 'fleet', ready: drawn },
  {
    name: 'process-held',
    address: leaking,
    told: 'fleet',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Pause', exact: true }).click()
      await expect(page.locator('[data-plot="held"]').first()).toBeVisible()
    },
  },
  {
    name: 'process-lives',
    address: `/process?id=${idOf(MASKED)}&range=1h&lives=1`,
    told: 'fleet',
    ready: async (page) => {
      await drawn(page)
      await expect(page.locator('figure[data-series~="memory.rss"] dt').filter({ hasText: 'life of' })).toHaveCount(3)
    },
  },
  {
    name: 'process-changes',
    address: `${leaking}&from=${STRETCH.fromMs}&to=${STRETCH.toMs}&across=1#changes`,
    told: 'fleet',
    ready: async (page) => {
      await drawn(page)
      await expect(page.locator('[data-across="told"]')).toBeVisible()
    },
  },
  { name: 'process-hub-away', address: leaking, told: 'fleet', ready: leaves(drawn) },
  {
    name: 'process-unknown',
    address: '/process?id=nobody.here',
    told: 'fleet',
    ready: says('The hub knows no such process'),
  },
  {
    name: 'compare',
    address: `/compare?id=${idOf(LEAKING)}&id=${idOf(SIBLING)}`,
    told: 'fleet',
    ready: async (page) => {
      await expect(page.locator('[data-compared]')).toHaveCount(2)
      await expect(page.locator('.recharts-line-curve').first()).toBeAttached()
    },
  },
  {
    name: 'compare-siblings',
    address: `/compare?id=${idOf(LEAKING)}&beside=siblings`,
    told: 'fleet',
    ready: async (page) => {
      await expect(page.locator('[data-compared]')).toHaveCount(3)
      await expect(page.locator('.recharts-line-curve')).toHaveCount(4)
    },
  },
  {
    name: 'compare-lives',
    address: `/compare?id=${idOf(MASKED)}&beside=lives&range=1h`,
    told: 'fleet',
    ready: async (page) => {
      await expect(page.locator('[data-compared]')).toHaveCount(4)
      await expect(page.locator('.recharts-line-curve')).toHaveCount(4)
    },
  },
  { name: 'compare-nothing', address: '/compare', told: 'fleet', ready: says('See all processes') },
  { name: 'alerts', address: '/alerts', told: 'fleet', ready: shows('[data-group="gateway growth"]') },
  { name: 'alerts-empty', address: '/alerts', told: 'nothing', ready: says('Nothing fires.') },
  {
    name: 'alerts-history',
    address: '/alerts?tab=history',
    told: 'fleet',
    ready: says('pool.mesh was at its max'),
  },
  {
    name: 'alerts-silences',
    address: '/alerts?tab=silences',
    told: 'fleet',
    ready: says('the yearly run'),
  },
  { name: 'alerts-faults', address: '/alerts', told: 'faults', ready: says(/disk I\/O error/u) },
  { name: 'alert', address: `/alerts?id=${LEAK_ALERT}`, told: 'fleet', ready: drawn },
  {
    name: 'investigations',
    address: '/investigations',
    told: 'fleet',
    ready: shows('[data-investigation]'),
  },
  {
    name: 'investigations-empty',
    address: '/investigations',
    told: 'nothing',
    ready: says(/tidemark run/u),
  },
  {
    name: 'investigation',
    address: '/investigations?id=i1',
    told: 'fleet',
    ready: shows('[data-investigation-sentence]'),
  },
  {
    name: 'investigation-slopes',
    address: '/investigations?id=i1#slopes-title',
    told: 'fleet',
    ready: shows('[data-slope-of] rect'),
  },
  { name: 'findings', address: '/findings', told: 'fleet', ready: shows('[data-finding]') },
  {
    name: 'findings-empty',
    address: '/findings',
    told: 'nothing',
    ready: says('Nothing was kept yet.'),
  },
  {
    name: 'snapshot',
    address: `/snapshot?id=${AFTER}&before=${BEFORE}`,
    told: 'fleet',
    ready: async (page) => {
      await expect(page.locator('[data-headline]')).toBeVisible()
      await page.locator('[data-class="ClientStream"]').getByRole('button').click()
      await expect(page.locator('[data-keeping]')).toBeVisible()
    },
  },
  { name: 'settings', address: '/settings', told: 'fleet', ready: says('Ops hook') },
  {
    name: 'settings-access',
    address: '/settings#you',
    told: 'admin',
    ready: at('you', '[data-agent-door="gateway"]'),
  },
  {
    name: 'settings-audit',
    address: '/settings#audit',
    told: 'admin',
    ready: at('audit', '[data-act]'),
  },
  { name: 'settings-open', address: '/settings#users', told: 'open', ready: at('users', 'form') },
  {
    name: 'log-in',
    address: '/log-in?fault=stale',
    told: 'log-in',
    ready: says('Log in with Example'),
  },
  {
    name: 'go-to',
    address: '/',
    told: 'fleet',
    ready: async (page) => {
      await listed(page)
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('combobox', { name: 'Go to' })).toBeFocused()
      await page.keyboard.type('gate')
      await expect(page.getByRole('option', { name: /^api/u })).toHaveCount(0)
      await expect(page.getByRole('option').first()).toContainText('gateway/')
    },
  },
  {
    name: 'keys',
    address: '/',
    told: 'fleet',
    ready: async (page) => {
      await listed(page)
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    },
  },
  {
    name: 'not-found',
    address: '/nowhere',
    told: 'fleet',
    ready: says('There is nothing at this address'),
  },
  ...OTHER_STATES,
]

/**
 * Every screen in each of its states, in both colour schemes, wide and narrow: nothing is wider than the page, axe finds
 * nothing to complain of, and it looks as its kept picture in docs/screens does. `npm run screens` makes these anew.
 */
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test'
import type { StandInHub } from '../lib/client/testing/stand-in-hub'
import { faultsOf } from './pictures/faults'
import { setStage, startMadeHub, type Told } from './pictures/stage'
import { STATES } from './pictures/states'
import { visit } from './visit'

const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }
const VIEWS = [
  { suffix: '', scheme: 'light', size: WIDE },
  { suffix: '-dark', scheme: 'dark', size: WIDE },
  { suffix: '-narrow-dark', scheme: 'dark', size: NARROW },
  { suffix: '-narrow', scheme: 'light', size: NARROW },
] as const
/** Each scheme and each width once. */
const FEW_VIEWS = VIEWS.filter(({ scheme, size }) => (scheme === 'light') === (size === WIDE))

/** One context and one hub of each kind for all pictures: what a page needs is then fetched and compiled once. */
const test = base.extend<object, { stage: BrowserContext; madeHub: (told: Told) => Promise<StandInHub> }>({
  stage: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        timezoneId: 'UTC',
        locale: 'en-US',
        reducedMotion: 'reduce',
        viewport: WIDE,
      })
      await setStage(context)
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  madeHub: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const hubs = new Map<Told, { hub: StandInHub; port: number }>()
      await use(async (told) => {
        const before = hubs.get(told)
        if (before?.hub.isListening) return before.hub
        // A state may have sent it away: the next one comes to the same address.
        const hub = await startMadeHub(told, before?.port)
        hubs.set(told, { hub, port: hub.port })
        return hub
      })
      for (const { hub } of hubs.values()) await hub.stop()
    },
    { scope: 'worker' },
  ],
  page: async ({ stage }, use) => {
    const page = await stage.newPage()
    await use(page)
    await page.evaluate(() => window.localStorage.clear())
    await page.close()
  },
})

// A difference is kept as a picture of its own; a film of every test would cost more than the test.
test.use({ trace: 'off' })

async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** In the browser: of another width the page has moved under the section that its address names. */
function toAddressed(): void {
  document.getElementById(window.location.hash.slice(1))?.scrollIntoView()
}

for (const { name, address, told, ready, isUnkept } of STATES) {
  test(`${name}: accessible, no wider than the page, and as it looked when somebody looked at it`, async ({
    page,
    madeHub,
  }) => {
    const hub = await madeHub(told)
    await visit(page, `http://127.0.0.1:${hub.port}${address}`)
    await ready(page, hub)
    for (const { suffix, scheme, size } of isUnkept ? FEW_VIEWS : VIEWS) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize(size)
      // What is still asked for would make the page longer under it, and its picture one of another place.
      if (!isUnkept) await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
      await page.evaluate(toAddressed)
      await expect.poll(() => overflowOf(page), `${name}${suffix} is wider than its page`).toBeLessThanOrEqual(0)
      expect.soft(await faultsOf(page), `axe on ${name}${suffix}`).toEqual([])
      if (!isUnkept) await expect.soft(page).toHaveScreenshot(`${name}${suffix}.png`)
    }
  })
}

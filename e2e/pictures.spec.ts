/**
 * Every screen in each of its states, in both colour schemes, wide and narrow: nothing is wider than the page, axe finds
 * nothing to complain of, and it looks as its kept picture in docs/screens does. `npm run screens` makes these anew.
 */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { setStage, startMadeHub } from './pictures/stage'
import { STATES } from './pictures/states'

const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }
const VIEWS = [
  { suffix: '', scheme: 'light', size: WIDE },
  { suffix: '-dark', scheme: 'dark', size: WIDE },
  { suffix: '-narrow-dark', scheme: 'dark', size: NARROW },
  { suffix: '-narrow', scheme: 'light', size: NARROW },
] as const
/** Each scheme and each width once. */
const SMALL_VIEWS = VIEWS.filter(({ scheme, size }) => (scheme === 'light') === (size === WIDE))

test.use({ timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce', viewport: WIDE })

/** What axe finds, as lines that say the rule and the element. Of another scheme than the first, colours are all that is new. */
async function faultsOf(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (scheme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

for (const { name, address, told, ready, isSmall } of STATES) {
  test(`${name}: accessible, no wider than the page, and as it looked when somebody looked at it`, async ({ page }) => {
    const hub = await startMadeHub(told)
    try {
      await setStage(page)
      await page.goto(`http://127.0.0.1:${hub.port}${address}`)
      await ready(page, hub)
      for (const { suffix, scheme, size } of isSmall ? SMALL_VIEWS : VIEWS) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize(size)
        await expect.poll(() => overflowOf(page), `${name}${suffix} is wider than its page`).toBeLessThanOrEqual(0)
        if (size === WIDE || isSmall) expect.soft(await faultsOf(page, scheme), `axe on ${name}${suffix}`).toEqual([])
        await expect.soft(page).toHaveScreenshot(`${name}${suffix}.png`)
      }
    } finally {
      await hub.stop()
    }
  })
}

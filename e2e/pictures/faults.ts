/** What axe finds on a page, in the page itself: its results as they are would carry every element that is as it should be. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type WithAxe = typeof globalThis & { axe?: typeof axe }

/** Lines that say the rule, the element, and what would do. Without `rules`, by all that axe knows. */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  // A page that was left has lost it.
  if (!(await page.evaluate(() => (globalThis as WithAxe).axe !== undefined))) await page.evaluate(SOURCE)
  return page.evaluate(async (only) => {
    const here = (globalThis as WithAxe).axe
    if (!here) throw new Error('axe is not here')
    const { violations } = await here.run({ resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
    )
  }, rules)
}

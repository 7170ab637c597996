/** Content-Security-Policy in a real browser: every page works under it, and a script that somebody smuggled in does not run. */
import { readdirSync } from 'node:fs'
import { expect, type Page, test as base } from '@playwright/test'
import { dataFolder, startHub } from './programs'
import { press } from './press'
import { visit } from './visit'

declare global {
  interface Window {
    violations: string[]
    smuggled?: boolean
  }
}

const PAGES = readdirSync('dist/dashboard')
  .filter((name) => name.endsWith('.html') && !name.startsWith('_'))
  .map((name) => (name === 'index.html' ? '/' : `/${name.replace(/\.html$/u, '')}`))

const test = base.extend<object, { url: string }>({
  url: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const folder = await dataFolder()
      const hub = await startHub({ folder: folder.path })
      await use(hub.url)
      await hub.stop()
      await folder.remove()
    },
    { scope: 'worker' },
  ],
})

/** Errors that the page and the browser tell of, from now on; that something is not there is no concern of a policy. */
async function complaintsOf(page: Page): Promise<string[]> {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  await page.addInitScript(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.violations.push(`${violatedDirective} ${blockedURI}`),
    )
  })
  return complaints
}

test('there are pages to look at', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['/', '/process', '/alerts', '/settings']))
})

for (const path of PAGES) {
  test(`${path} comes to life under its policy, and the browser has nothing to say`, async ({ page, url }) => {
    const complaints = await complaintsOf(page)
    const answer = await visit(page, `${url}${path}`)
    expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self' 'sha256-/u)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    // A page that is alive has opened its socket; one whose scripts were blocked stays as it was exported.
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => window.violations)).toEqual([])
    expect(complaints).toEqual([])
  })
}

test('going from page to page breaks no policy', async ({ page, url }) => {
  const complaints = await complaintsOf(page)
  await visit(page, url)
  for (const name of ['Alerts', 'Findings', 'Settings']) {
    await press(page.getByRole('navigation').getByRole('link', { name }).first())
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  }
  expect(await page.evaluate(() => window.violations)).toEqual([])
  expect(complaints).toEqual([])
})

test('a script that comes into a page by any way does not run', async ({ page, url }) => {
  await complaintsOf(page)
  await visit(page, url)
  const violations = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.smuggled = true'
    document.body.append(script)
    const holder = document.createElement('div')
    holder.innerHTML =
      '<img src="/nothing.png" onerror="window.smuggled = true"><a id="link" href="javascript:window.smuggled = true">x</a>'
    document.body.append(holder)
    document.querySelector<HTMLElement>('#link')?.click()
    await new Promise((resolve) => setTimeout(resolve, 500))
    return window.violations
  })
  expect(await page.evaluate(() => window.smuggled)).toBeUndefined()
  expect(violations.filter((text) => text.startsWith('script-src'))).toHaveLength(3)
})

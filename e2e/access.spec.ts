/** Who may come in, in a real browser against a real hub: from the log-in page to the log-out. */
import { expect, type Page, test as base } from '@playwright/test'
import { dataFolder, startHub } from './programs'

const ADMIN = { name: 'admin', password: 'the-password-of-the-admin' }
const VIEWER = { name: 'Vera', password: 'the-password-of-vera' }

/** A hub with a closed door, an admin and a viewer. */
const test = base.extend<object, { url: string }>({
  url: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const folder = await dataFolder()
      const hub = await startHub({ folder: folder.path, env: { TIDEMARK_ADMIN_PASSWORD: ADMIN.password } })
      const authorization = `Basic ${Buffer.from(`${ADMIN.name}:${ADMIN.password}`).toString('base64')}`
      const made = await fetch(`${hub.url}/api/v1/users`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ ...VIEWER, role: 'viewer' }),
      })
      if (!made.ok) throw new Error(await made.text())
      await use(hub.url)
      await hub.stop()
      await folder.remove()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ url }, use) => use(url),
})

async function logIn(page: Page, { name, password }: { name: string; password: string }): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

test('somebody who is not logged in is asked for it on a page, told what was wrong, and led on to where he wanted to go', async ({
  page,
}) => {
  await page.goto('/settings')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in')
  // Nothing leads further in, and a hub that wants a log-in is not away.
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await logIn(page, { name: ADMIN.name, password: 'another password' })
  await expect(page.getByRole('alert').filter({ hasText: 'The name or the password is wrong.' })).toBeVisible()
  await expect(page.getByLabel('Password')).toHaveValue('')
  await logIn(page, ADMIN)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings')
  await expect(page.getByRole('banner')).toContainText('admin')
  await expect(page.locator('[data-link="live"]')).toBeVisible()
})

test('a log-out ends the session on every open page of it', async ({ page, context, request }) => {
  await page.goto('/log-in')
  await logIn(page, ADMIN)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No process reports yet')
  const other = await context.newPage()
  await other.goto('/alerts')
  await expect(other.locator('[data-link="live"]')).toBeVisible()
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in')
  await expect(other).toHaveURL(/\/log-in\?next=%2Falerts$/u)
  expect((await request.get('/api/v1/processes')).status()).toBe(401)
})

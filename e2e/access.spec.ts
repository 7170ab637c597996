/** Who may come in, in a real browser against a real hub: from the log-in page to the log-out. */
import { expect, type Page, test as base } from '@playwright/test'
import { dataFolder, startHub } from './programs'
import { choose, press, type } from './press'
import { visit } from './visit'

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
  await type(page.getByLabel('Name'), name)
  await type(page.getByLabel('Password'), password)
  await press(page.getByRole('button', { name: 'Log in', exact: true }))
}

test('somebody who is not logged in is asked for it on a page, told what was wrong, and led on to where he wanted to go', async ({
  page,
}) => {
  await visit(page, '/settings')
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

test('a viewer is offered nothing that changes anything, on any screen', async ({ page }) => {
  await visit(page, '/log-in')
  await logIn(page, VIEWER)
  await expect(page.getByRole('banner')).toContainText('Vera viewer')
  for (const [path, heading] of [
    ['/findings', 'Findings'],
    ['/alerts?tab=silences', 'Alerts'],
    ['/settings', 'Settings'],
  ] as const) {
    await visit(page, path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
    for (const name of ['Add a finding', 'New silence', 'Save rules', 'Add a channel', 'Add a user', 'Make a token'])
      await expect(page.getByRole('button', { name })).toHaveCount(0)
  }
  await expect(page.getByRole('heading', { name: 'Your sessions' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Users' })).toHaveCount(0)
  await expect(page.getByText('Admins look after users, tokens and the audit. You look as a viewer')).toBeVisible()
})

test('an admin makes tokens, which are shown once, lets somebody in and ends his session; all of it is in the audit', async ({
  page,
  browser,
  request,
}) => {
  await visit(page, '/log-in?next=/settings')
  await logIn(page, ADMIN)
  await press(page.getByRole('button', { name: 'Make a token', exact: true }))
  await type(page.getByRole('textbox', { name: 'Name' }), 'prometheus')
  await press(page.getByRole('button', { name: 'Make token' }))
  const token = (await page.locator('[data-token]').textContent()) ?? ''
  expect(token).toMatch(/^tdm_[\w-]{43}$/u)
  const scrape = () => request.get('/metrics', { headers: { authorization: `Bearer ${token}` } })
  expect((await scrape()).status()).toBe(200)
  await press(page.getByRole('button', { name: 'Done' }))
  await expect(page.locator('[data-api-token="prometheus"]')).toContainText(`…${token.slice(-4)}`)
  await page.reload()
  await expect(page.locator('[data-api-token="prometheus"]')).toBeVisible()
  expect(await page.content()).not.toContain(token)

  await press(page.getByRole('button', { name: 'Make a token of a service' }))
  await type(page.getByRole('textbox', { name: 'Service' }), 'gateway')
  await press(page.getByRole('button', { name: 'Make token' }))
  await expect(page.locator('[data-token]')).toHaveText(/^tda_/u)
  await press(page.getByRole('button', { name: 'Done' }))
  const door = page.locator('[data-agent-door="gateway"]')
  await expect(door).toContainText('hold for')
  await press(door.getByRole('button', { name: 'End the grace of gateway' }))
  await press(page.getByRole('button', { name: 'End grace', exact: true }))
  await expect(door).toContainText('open nothing')
  await press(door.getByRole('button', { name: /^Remove the token/u }))
  await press(page.getByRole('button', { name: 'Remove token' }))
  await expect(door).toContainText('shut: its last token was removed')
  await press(door.getByRole('button', { name: 'Release gateway' }))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Release' }))
  await expect(door).toHaveCount(0)

  await press(page.getByRole('button', { name: 'Add a user' }))
  const dialog = page.getByRole('dialog')
  await type(dialog.getByLabel('Name'), 'Ben')
  await type(dialog.getByLabel('Password'), 'short')
  await press(dialog.getByRole('button', { name: 'Add user' }))
  await expect(dialog).toContainText('It needs at least 10 characters.')
  await type(dialog.getByLabel('Password'), 'the-password-of-ben')
  await choose(dialog.getByLabel('Role'), 'operator')
  await press(dialog.getByRole('button', { name: 'Add user' }))
  await expect(page.locator('[data-user="Ben"]')).toContainText('operator')
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin })
  const other = await context.newPage()
  await visit(other, '/findings')
  await logIn(other, { name: 'Ben', password: 'the-password-of-ben' })
  await expect(other.getByRole('button', { name: 'Add a finding' })).toBeVisible()
  await page.reload()
  await press(page.getByRole('button', { name: /^End the session of Ben/u }))
  await press(page.getByRole('button', { name: 'End session' }))
  await expect(other).toHaveURL(/\/log-in\?next=%2Ffindings$/u)
  await press(page.getByRole('button', { name: 'Remove Ben' }))
  await press(page.getByRole('button', { name: 'Remove user' }))
  await expect(page.locator('[data-user="Ben"]')).toHaveCount(0)
  await logIn(other, { name: 'Ben', password: 'the-password-of-ben' })
  await expect(other.getByText('The name or the password is wrong.')).toBeVisible()
  await context.close()

  await press(page.getByRole('button', { name: /^Remove the token prometheus/u }))
  await press(page.getByRole('button', { name: 'Remove token' }))
  await expect(page.locator('[data-api-token]')).toHaveCount(0)
  expect((await scrape()).status()).toBe(401)

  for (const act of ['make an API token', 'make a token of agents', 'add a user', 'end a session', 'remove a user'])
    await expect(page.locator(`[data-act="${act}"]`).first()).toContainText('admin')
  await type(page.getByLabel('Who'), 'ben')
  await choose(page.getByLabel('Outcome'), 'refused')
  await expect(page.locator('tr[data-act]')).toHaveCount(1)
  await expect(page.locator('tr[data-act="log in"]')).toContainText('refused')
  // A link shows a colleague the same.
  await expect(page).toHaveURL(/\/settings\?by=ben&outcome=refused#audit$/u)
  await page.reload()
  await expect(page.getByLabel('Who')).toHaveValue('ben')
  await expect(page.getByLabel('Outcome')).toHaveValue('refused')
  await expect(page.locator('tr[data-act]')).toHaveCount(1)
  await expect(page.getByRole('heading', { name: 'Audit' })).toBeInViewport()
})

test('a log-out ends the session on every open page of it', async ({ page, context, request }) => {
  await visit(page, '/log-in')
  await logIn(page, ADMIN)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No process reports yet')
  const other = await context.newPage()
  await visit(other, '/alerts')
  await expect(other.locator('[data-link="live"]')).toBeVisible()
  await press(page.getByRole('button', { name: 'Log out' }))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in')
  await expect(other).toHaveURL(/\/log-in\?next=%2Falerts$/u)
  expect((await request.get('/api/v1/processes')).status()).toBe(401)
})

base('a first start on loopback is open and says so; the first user closes the door, and is in', async ({ page }) => {
  const folder = await dataFolder()
  const hub = await startHub({ folder: folder.path })
  try {
    await visit(page, `${hub.url}/alerts`)
    await press(page.getByRole('link', { name: 'Open to everybody' }))
    await expect(page.getByText('This hub is open.')).toBeVisible()
    const form = page.getByRole('form', { name: 'The first user' })
    await type(form.getByLabel('Name'), 'Ada')
    await type(form.getByLabel('Password'), 'the-password-of-ada')
    await press(form.getByRole('button', { name: 'Close the door' }))
    await expect(page.getByRole('banner')).toContainText('Ada admin')
    await expect(page.locator('[data-user="Ada"]')).toContainText('you')
    await expect(page.locator('[data-link="live"]')).toBeVisible()
    expect((await fetch(`${hub.url}/api/v1/processes`)).status).toBe(401)
    await press(page.getByRole('button', { name: 'Log out' }))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in')
  } finally {
    await hub.stop()
    await folder.remove()
  }
})

/** Every screen in German: nothing of the English catalogue is left on it, and nothing is wider than a narrow page. */
import { readdirSync } from 'node:fs'
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test'
import type { StandInHub } from '../lib/client/testing/stand-in-hub'
import { catalogue as de } from '../lib/words/de/catalogue'
import { faultsOf } from './pictures/faults'
import { setStage, startMadeHub, type Told } from './pictures/stage'
import { STATES } from './pictures/states'
import { reach } from './press'
import { visit } from './visit'

const test = base.extend<object, { stage: BrowserContext; hubs: Map<Told, StandInHub> }>({
  stage: [
    async ({ browser }, use) => {
      const viewport = { width: 390, height: 844 }
      const context = await browser.newContext({
        timezoneId: 'UTC',
        locale: 'de-DE',
        reducedMotion: 'reduce',
        viewport,
      })
      await setStage(context)
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  hubs: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const hubs = new Map<Told, StandInHub>()
      await use(hubs)
      for (const hub of hubs.values()) await hub.stop()
    },
    { scope: 'worker' },
  ],
  page: async ({ stage }, use) => {
    const page = await stage.newPage()
    await use(page)
    await page.close()
  },
})

test.use({ trace: 'off' })

/** Also said by the made hub itself, which is English in every language: the title that somebody gave, what a setting did, an act. */
const OF_THE_HUB = new Set(['What holds the connections?', 'isolates the leak', 'a token of agents'])

/** English sentences that are another one in German: of three words and more, so that none is a name, and without values in them. */
async function englishSentences(): Promise<string[]> {
  const names = readdirSync(new URL('../lib/words/en/', import.meta.url)).map((file) => file.replace(/\.ts$/u, ''))
  const found = await Promise.all(
    names.map(async (name) => {
      const english = (await import(`../lib/words/en/${name}.ts`)) as Record<string, Record<string, string>>
      const german = (de as Record<string, Record<string, string>>)[name] ?? {}
      return Object.entries(english[name] ?? {}).flatMap(([key, text]) => (german[key] === text ? [] : [text.trim()]))
    }),
  )
  return found.flat().filter((text) => text.split(' ').length >= 3 && !/[{}<]/u.test(text) && !OF_THE_HUB.has(text))
}

/** In the browser: all that is read or heard. */
function allSaid(): string {
  const attributes = ['aria-label', 'title', 'placeholder', 'data-label']
  const heard = [...document.querySelectorAll(attributes.map((name) => `[${name}]`).join())].flatMap((element) =>
    attributes.map((name) => element.getAttribute(name) ?? ''),
  )
  return [document.title, document.body.innerText, ...heard].join('\n')
}

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const WITH_DATA: ReadonlySet<Told> = new Set(['fleet', 'admin', 'log-in', 'open'])
/** Each screen once, with what it shows when all is there: the first of its states that has its address. */
const SCREENS = [
  ...new Map(
    STATES.filter(({ isUnkept, told }) => !isUnkept && WITH_DATA.has(told))
      .toReversed()
      .map((state) => [state.address, state]),
  ).values(),
]

test('a browser that prefers German reads every screen in it', async ({ page, hubs }) => {
  test.setTimeout(180_000)
  const sentences = await englishSentences()
  expect(sentences.length).toBeGreaterThan(300)
  for (const { name, address, told } of SCREENS) {
    const hub = hubs.get(told) ?? (await startMadeHub(told))
    hubs.set(told, hub)
    await visit(page, `http://127.0.0.1:${hub.port}${address}`)
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    // What a screen is headed with comes with it, and nothing can be read of it before.
    await expect(page.locator('h1').first()).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    const text = await page.evaluate(allSaid)
    expect
      .soft(
        sentences.filter((sentence) => text.includes(sentence)),
        `English on ${name}`,
      )
      .toEqual([])
    await expect.poll(() => overflowOf(page), `${name} is wider than its page`).toBeLessThanOrEqual(0)
    if (address === '/' || address.startsWith('/settings'))
      expect.soft(await faultsOf(page), `axe on ${name}`).toEqual([])
  }
})

test('a language that is chosen in the settings is spoken at once and kept', async ({ page, hubs }) => {
  const hub = hubs.get('fleet') ?? (await startMadeHub('fleet'))
  hubs.set('fleet', hub)
  await visit(page, `http://127.0.0.1:${hub.port}/settings#browser`)
  await reach(page.getByLabel('Sprache'))
  // A letter goes to the option that begins with it.
  await page.keyboard.press('e')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByLabel('Language')).toBeFocused()
  await visit(page, `http://127.0.0.1:${hub.port}/`)
  await expect(page.getByRole('heading', { name: 'All processes' })).toBeVisible()
  await page.evaluate(() => window.localStorage.clear())
})

/** Ten questions of a night, each answered on screen in at most two presses from the first page; docs/screens.md lists them. */
import { expect, type Locator, type Page } from '@playwright/test'
import { idOf, LEAKING, STORIES } from './pictures/made-stories'
import { test } from './made-hub'
import { press } from './press'
import { visit } from './visit'

const MOST_PRESSES = 2

interface Question {
  asked: string
  /** Each is pressed, in this order. */
  presses: ((page: Page) => Locator)[]
  /** Where the answer stands, and what it says. */
  where: (page: Page) => Locator
  answer: RegExp
}

const rowOf = (id: string) => (page: Page) => page.locator(`[data-process="${id}"]`)
const itsRow = (page: Page) => rowOf(idOf(LEAKING))(page).getByRole('link')
const alerts = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Alerts/u })
const chart = (series: string) => (page: Page) => page.locator(`figure[data-series~="${series}"]`).first()
const masked = STORIES.find(({ flags }) => flags.some(({ flag }) => flag === 'restart-masked')) ?? LEAKING

const QUESTIONS: readonly Question[] = [
  {
    asked: 'Which process will die first?',
    presses: [],
    where: (page) => page.locator('[data-headline]'),
    answer: /worker\/host-a\/1 reaches its limit in 4 h or more/u,
  },
  {
    asked: 'Is it only this one, or the whole service?',
    presses: [],
    where: (page) => page.getByRole('table'),
    answer: /gateway.*host-a\/0.*growth.*host-b\/0.*steady.*host-c\/0.*load-driven/u,
  },
  {
    asked: 'Since when does it grow, and how sure is it?',
    presses: [itsRow],
    where: (page) => page.getByRole('region', { name: 'Verdict', exact: true }),
    answer: /90 %: \+66\.0 to \+82\.0 MiB\/h.*limit in 5 to 7 h.*since 11:18:00/u,
  },
  {
    asked: 'Did the deploy do it?',
    presses: [alerts],
    where: (page) => page.locator('[data-group="gateway growth"]'),
    answer: /began 2 min after gateway 1\.4\.2/u,
  },
  {
    asked: 'Is it heap or native?',
    presses: [itsRow],
    where: chart('memory.rss'),
    answer: /Unattributed\d+\.\d MiB.*External\d+\.\d MiB.*Live set\d+\.\d MiB/u,
  },
  {
    asked: 'What in it grows?',
    presses: [itsRow],
    where: chart('streams.ws'),
    answer: /orphaned.*streams\.ws holds 1,212, and clients\.ws, which it should match, 240/u,
  },
  {
    asked: 'What happened at 11:56?',
    presses: [itsRow, (page) => chart('memory.rss')(page).getByRole('button', { name: /gateway 1\.4\.2/u })],
    where: (page) => chart('memory.rss')(page).getByRole('status'),
    answer: /deploy.*by the pipeline.*gateway 1\.4\.2/u,
  },
  {
    asked: 'Do restarts hide it?',
    presses: [],
    where: rowOf(idOf(masked)),
    answer: /life 7.*restart-masked/u,
  },
  {
    asked: 'Is it worse than the others?',
    presses: [itsRow, (page) => page.getByRole('link', { name: 'Beside its siblings' })],
    where: (page) => page.getByRole('region', { name: 'Compared in numbers' }),
    answer: /gateway\/host-a\/0.*growing.*gateway\/host-b\/0.*gateway\/host-c\/0.*median of its siblings/u,
  },
  {
    asked: 'Who knows of it already?',
    presses: [alerts],
    where: (page) => page.locator('[data-group="gateway orphaned"]'),
    answer: /Acknowledged by Ada, 11:48:00: on it/u,
  },
]

test('ten questions of a night are each answered in at most two presses from the first page', async ({ page }) => {
  expect(QUESTIONS).toHaveLength(10)
  await visit(page, '/')
  for (const { asked, presses, where, answer } of QUESTIONS) {
    await test.step(asked, async () => {
      await press(page.getByRole('link', { name: 'Tidemark, all processes' }))
      await expect(page.locator('[data-process]')).toHaveCount(STORIES.length)
      expect(presses.length).toBeLessThanOrEqual(MOST_PRESSES)
      for (const of of presses) await press(of(page))
      await expect(where(page), asked).toContainText(answer)
    })
  }
})

/**
 * The built dashboard before a hub that is made up: what it says, when it says it, and in which letters, is the same on every
 * machine. The page's clock stands, its fonts come from a package, and a stand-in hub answers over real sockets.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import type { Page, Route } from '@playwright/test'
import { StandInHub } from '../../lib/client/testing/stand-in-hub'
import { madeAnswers, SUMMARY } from './made-answers'
import { detailOf, rowOf } from './made-fleet'
import { frameOf } from './made-series'
import { HOUR, idOf, MASKED, NOW, STORIES, type Story } from './made-stories'

const DASHBOARD = join('dist', 'dashboard')
const FONT = createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')
const PINNED = `
@font-face { font-family: Pinned; src: url(/pinned.woff2) format('woff2'); font-weight: 100 900; }
:root { --font: Pinned, sans-serif; --font-mono: Pinned, sans-serif; }`
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.txt': 'text/x-component',
  '.woff2': 'font/woff2',
}

export type Told = 'fleet' | 'nothing' | 'faults'

/** A hub with the fleet; or without one, and nothing was ever kept; or that answers every question with a fault. */
export async function startMadeHub(told: Told): Promise<StandInHub> {
  const hub = new StandInHub(() => NOW)
  const stories = told === 'nothing' ? [] : STORIES
  const details = stories.map(detailOf)
  for (const story of stories) hub.rows.set(idOf(story), rowOf(story))
  for (const detail of details) hub.details.set(detail.id, detail)
  if (told !== 'nothing') hub.alerts = SUMMARY
  for (const [route, answer] of madeAnswers(details, told === 'nothing'))
    hub.answers.set(
      route,
      told === 'faults'
        ? () => ({
            status: 503,
            body: { error: { code: 'history', message: 'the history cannot be read: disk I/O error.' } },
          })
        : answer,
    )
  if (told === 'fleet') {
    for (const story of STORIES.slice(0, 3)) hub.keep(idOf(story), framesOf(story, HOUR, 1_000))
    hub.keep(idOf(MASKED), framesOf(MASKED, 4 * HOUR, 10_000))
  }
  await hub.start()
  return hub
}

function framesOf(story: Story, spanMs: number, everyMs: number): (number | null)[][] {
  const last = NOW - 400
  return Array.from({ length: spanMs / everyMs }, (_, at) => frameOf(story, last - at * everyMs)).toReversed()
}

/** Has the page find the built dashboard at the hub's address, with the pinned font, at the pinned time. */
export async function setStage(page: Page): Promise<void> {
  await page.clock.setFixedTime(NOW)
  await page.route(
    ({ pathname }) => !pathname.startsWith('/api/') && !pathname.startsWith('/socket.io/'),
    (route) => serve(route),
  )
}

async function serve(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url())
  const name = pathname.replace(/^\/|\/$/gu, '') || 'index'
  if (name === 'pinned.woff2') return route.fulfill({ path: FONT, contentType: TYPES['.woff2'] ?? '' })
  const file = extname(name) === '' ? `${name}.html` : name
  const body = await readFile(join(DASHBOARD, file)).catch(() => null)
  if (body === null)
    return route.fulfill({
      status: 404,
      contentType: TYPES['.html'] ?? '',
      body: await readFile(join(DASHBOARD, '404.html')),
    })
  const contentType = TYPES[extname(file)] ?? 'application/octet-stream'
  return route.fulfill({ contentType, body: extname(file) === '.css' ? `${body.toString('utf8')}${PINNED}` : body })
}

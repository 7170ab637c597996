/**
 * The built dashboard before a hub that is made up: what it says, when it says it, and in which letters, is the same on every
 * machine. The page's clock stands, its fonts come from a package, and a stand-in hub answers over real sockets.
 */
import type { BrowserContext } from '@playwright/test'
import { StandInHub } from '../../lib/client/testing/stand-in-hub'
import { builtFile } from './built-files'
import { type Door, accessAnswers } from './made-access'
import { madeAnswers, STOOD_STILL, SUMMARY } from './made-answers'
import { detailOf, freshOf, rowOf } from './made-fleet'
import { frameOf } from './made-series'
import { FRESH, HOUR, idOf, LEAKING, MASKED, NOW, STORIES, type Story } from './made-stories'

export type Told = 'fleet' | 'nothing' | 'faults' | 'mute' | 'fresh' | Door

/**
 * A hub that serves the built dashboard, and has the fleet; or without one, and nothing was ever kept; or that answers every question
 * with a fault, or with nothing for as long as it is asked; or one that has one process which has sent nothing yet; or that says who looks.
 */
export async function startMadeHub(told: Told, port = 0): Promise<StandInHub> {
  const hub = new StandInHub(() => NOW)
  const stories = told === 'nothing' ? [] : told === 'fresh' ? [FRESH] : STORIES
  const details = stories.map((story) => (story === FRESH ? freshOf(story) : detailOf(story)))
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
  const isDoor = told === 'log-in' || told === 'admin' || told === 'viewer'
  // As a hub that nobody has set a door before.
  for (const [route, answer] of accessAnswers(isDoor ? told : 'open'))
    if (told !== 'faults') hub.answers.set(route, answer)
  hub.isMute = told === 'mute'
  if (told === 'fleet' || told === 'viewer') {
    for (const story of STORIES.slice(0, 3)) hub.keep(idOf(story), framesOf(story, HOUR, 1_000))
    hub.keep(idOf(MASKED), framesOf(MASKED, 4 * HOUR, 10_000))
  }
  hub.files = builtFile
  await hub.start(port)
  return hub
}

function framesOf(story: Story, spanMs: number, everyMs: number): (number | null)[][] {
  const last = NOW - 400
  const times = Array.from({ length: spanMs / everyMs }, (_, at) => last - at * everyMs).toReversed()
  const stoodStill = (atMs: number) => story === LEAKING && atMs > STOOD_STILL.fromMs && atMs < STOOD_STILL.toMs
  return times.filter((atMs) => !stoodStill(atMs)).map((atMs) => frameOf(story, atMs))
}

/** Has the pages of a context begin at the pinned time. */
export async function setStage(context: BrowserContext): Promise<void> {
  await context.clock.setFixedTime(NOW)
}

/**
 * What every screen has beside its own states: its hub goes away, answers with a fault, or not at all, and somebody looks who may not
 * act. The last two have no pictures of their own where they say the same as another screen; they are held to axe and to their width.
 */
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import { AFTER, BEFORE, LEAK_ALERT } from './made-answers'
import { FRESH, idOf, LEAKING, SIBLING } from './made-stories'
import { drawn, leaves, says, shows, type ScreenState } from './screen-state'
import type { Told } from './stage'

interface Screen {
  name: string
  address: string
  /** With its data. */
  ready: ScreenState['ready']
  /** What it says to a viewer; absent where a viewer may do all of it. */
  toViewers?: RegExp
  /** Where on it that stands. */
  viewersAt?: string
  /** What it asks the hub for has its own way: by the socket, which has no faults. */
  isLive?: true
}

const compared = (page: Page) => expect(page.locator('[data-compared]')).toHaveCount(2)

const SCREENS: readonly Screen[] = [
  { name: 'all-processes', address: '/', ready: shows('[data-process]'), isLive: true },
  {
    name: 'process',
    address: `/process?id=${idOf(LEAKING)}`,
    ready: drawn,
    toViewers: /Operators collect, and take profiles and snapshots/u,
    viewersAt: '#inside',
    isLive: true,
  },
  { name: 'compare', address: `/compare?id=${idOf(LEAKING)}&id=${idOf(SIBLING)}`, ready: compared },
  {
    name: 'alerts',
    address: '/alerts',
    ready: shows('[data-group="gateway growth"]'),
    toViewers: /Operators acknowledge and silence/u,
  },
  { name: 'alert', address: `/alerts?id=${LEAK_ALERT}`, ready: drawn, toViewers: /Operators take alerts on/u },
  {
    name: 'investigations',
    address: '/investigations',
    ready: shows('[data-investigation]'),
    toViewers: /Operators begin investigations/u,
  },
  {
    name: 'investigation',
    address: '/investigations?id=i1',
    ready: shows('[data-investigation-sentence]'),
    toViewers: /Operators change it/u,
  },
  { name: 'findings', address: '/findings', ready: shows('[data-finding]'), toViewers: /Operators keep findings/u },
  {
    name: 'snapshot',
    address: `/snapshot?id=${AFTER}&before=${BEFORE}`,
    ready: shows('[data-headline]'),
  },
  { name: 'settings', address: '/settings', ready: says('Ops hook'), toViewers: /Admins save rules/u },
]

/** The dialogs, each opened from its screen. */
const DIALOGS: readonly (Pick<ScreenState, 'name' | 'address'> & {
  told?: Told
  button: string | RegExp
  ready?: Screen['ready']
})[] = [
  { name: 'acknowledging', address: '/alerts', button: 'Acknowledge all growth of gateway' },
  { name: 'silencing', address: '/alerts', button: 'Silence growth of gateway' },
  { name: 'noting', address: `/process?id=${idOf(LEAKING)}`, button: 'Add note', ready: drawn },
  { name: 'profiling', address: `/process?id=${idOf(LEAKING)}#inside`, button: 'Take a profile' },
  { name: 'taking-a-snapshot', address: `/process?id=${idOf(LEAKING)}#inside`, button: 'Take a snapshot' },
  { name: 'making-a-finding', address: '/findings', button: 'Add a finding' },
  { name: 'adding-a-channel', address: '/settings', button: 'Add a channel', ready: says('Ops hook') },
  { name: 'adding-a-user', address: '/settings', told: 'admin', button: 'Add a user', ready: says('Ops hook') },
  { name: 'making-a-token', address: '/settings', told: 'admin', button: 'Make a token', ready: says('Ops hook') },
]

const opens = (button: string | RegExp, before?: Screen['ready']) => async (page: Page, hub: StandInHub) => {
  await before?.(page, hub)
  await page.getByRole('button', { name: button }).first().press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
}

const OPEN_DIALOGS = DIALOGS.map(({ name, address, told = 'fleet', button, ready }): ScreenState => ({
  name: `dialog-${name}`,
  isUnkept: true,
  address,
  told,
  ready: opens(button, ready),
}))

/** Of screens that are empty in their own way. */
const EMPTY: readonly ScreenState[] = [
  { name: 'settings-empty', address: '/settings', told: 'nothing', ready: says('Nobody is told yet') },
  {
    name: 'snapshot-none-matches',
    address: `/snapshot?id=${AFTER}&before=${BEFORE}&q=nobody`,
    told: 'fleet',
    ready: says(/No class/u),
  },
  {
    name: 'process-fresh',
    address: `/process?id=${idOf(FRESH)}`,
    told: 'fresh',
    ready: says('No samples yet'),
  },
]

/** Those that have it among their own states already. */
const TOLD_ALREADY = new Set(['all-processes-hub-away', 'process-hub-away', 'alerts-faults'])

export const OTHER_STATES: readonly ScreenState[] = SCREENS.flatMap((screen) => {
  const { name, address, ready, toViewers, viewersAt = '', isLive } = screen
  const states: ScreenState[] = [
    { name: `${name}-hub-away`, address, told: 'fleet', ready: leaves(ready) },
    { name: `${name}-asking`, isUnkept: true, address, told: 'mute', ready: shows('[aria-busy="true"]') },
  ]
  if (!isLive)
    states.push({ name: `${name}-faults`, isUnkept: true, address, told: 'faults', ready: says(/disk I\/O error/u) })
  if (toViewers)
    states.push({
      name: `${name}-viewer`,
      address: `${address}${viewersAt}`,
      told: 'viewer',
      ready: says(toViewers),
    })
  return states.filter((state) => !TOLD_ALREADY.has(state.name))
}).concat(OPEN_DIALOGS, EMPTY)

/** What a state of a screen is, and how one tells that it is whole. */
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { Told } from './stage'

export interface ScreenState {
  /** Of its pictures. */
  name: string
  address: string
  told: Told
  /** What a person does there first. */
  ready: (page: Page, hub: StandInHub) => Promise<void>
  /** It has no kept picture: it says in another place what a kept one says. It is held to axe and to its width, light and wide, dark and narrow. */
  isUnkept?: true
}

export const says = (text: string | RegExp) => (page: Page) => expect(page.getByText(text).first()).toBeVisible()
export const shows = (selector: string) => (page: Page) => expect(page.locator(selector).first()).toBeVisible()
/** The hub goes away while the page is open: what was shown stays. */
export const leaves = (before: ScreenState['ready']) => async (page: Page, hub: StandInHub) => {
  await before(page, hub)
  // What the hub says by its socket is on the page as well: how many alerts wait.
  await expect(page.getByRole('link', { name: /^Alerts \d/u })).toBeVisible()
  await hub.stop()
  await expect(page.getByRole('alert').filter({ hasText: 'The hub has been away since' })).toBeVisible()
}

/** Charts draw what is in view. */
export const drawn = async (page: Page) => {
  await expect(page.locator('figure[data-series] [data-plot]').first()).toBeVisible()
  await expect(page.locator('[data-last-at-ms]:not([data-last-at-ms=""])').first()).toBeVisible()
}

/** A page's parts with a client, the router's context and a stand-in hub, for tests of what people press and type. */
import { act, type ReactNode } from 'react'
import { AppRouterContext, type AppRouterInstance } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { PathnameContext, SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { Client, type ClientState } from '../../lib/client/client'
import { ClientProvider } from '../../lib/client/react'
import { StandInHub } from '../../lib/client/testing/stand-in-hub'
import { NOW } from './alert'
import { render, standInForObservers } from './render'

/** Some seconds, on a slow machine more. */
const LOOKS = 2_000

const nowhere = () => undefined
export const ROUTER: AppRouterInstance = {
  back: nowhere,
  forward: nowhere,
  refresh: nowhere,
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
  bfcacheId: '',
}

export async function standIn(): Promise<{ hub: StandInHub; url: string }> {
  const hub = new StandInHub()
  return { hub, url: await hub.start() }
}

/** A stand-in hub for each test of a file, and pages that leave with it. */
export function standInForEach() {
  const cleanUps: (() => unknown)[] = []
  const stage = {
    hub: new StandInHub(),
    url: '',
    async show(content: ReactNode, options?: ShowOptions) {
      const shown = await showPage(content, stage.url, options)
      cleanUps.push(shown.unmount)
      return shown
    },
  }
  beforeAll(standInForObservers)
  beforeEach(async () => {
    localStorage.clear()
    Object.assign(stage, await standIn())
    cleanUps.push(() => stage.hub.stop())
  })
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
  })
  return stage
}

interface ShowOptions {
  /** Else there is no live link: the hub is only asked. */
  isLive?: boolean
  /** What the address says. */
  query?: string
  state?: Partial<ClientState>
}

export async function showPage(
  content: ReactNode,
  url: string,
  { isLive = false, query = '', state = {} }: ShowOptions = {},
) {
  // The document is the hub's own, as in a browser: else its requests would be refused as another origin's.
  const { happyDOM } = window as unknown as { happyDOM: { setURL(url: string): void } }
  happyDOM.setURL(url)
  const client = new Client({ baseUrl: () => url })
  if (!isLive) client.start = () => () => undefined
  client.store.setState({ clockMs: NOW, ...state })
  const shown = await render(
    <AppRouterContext value={ROUTER}>
      <PathnameContext value="/">
        <SearchParamsContext value={new URLSearchParams(query)}>
          <ClientProvider client={client}>{content}</ClientProvider>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>,
  )
  return { client, ...shown, ...handsOn(shown.container) }
}

function handsOn(container: HTMLElement) {
  const find = (selector: string) => {
    const found = document.querySelector<HTMLElement>(selector)
    if (!found) throw new Error(`there is no ${selector} in ${container.innerHTML.slice(0, 2_000)}`)
    return found
  }
  /** By its name: what a screen reader says. */
  const button = (name: string) => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('button')]
    const found = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)
    if (!found)
      throw new Error(
        `there is no button ${name}; there are ${buttons.map((one) => one.getAttribute('aria-label') ?? one.textContent).join(', ')}`,
      )
    return found
  }
  const field = (label: string) => {
    const found = [...document.querySelectorAll('label')].find((one) => one.textContent?.startsWith(label))
    const input = found?.htmlFor ? document.getElementById(found.htmlFor) : found?.querySelector('input')
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement))
      throw new Error(`there is no field ${label}`)
    return input
  }
  /** Waits, while the page works, until something holds. */
  const until = async <T,>(look: () => T | null | undefined | false): Promise<T> => {
    for (let at = 0; at < LOOKS; at += 1) {
      const seen = look()
      if (seen) return seen
      await act(async () => new Promise((resolve) => setTimeout(resolve, 5)))
    }
    throw new Error(`it never came; the page shows ${container.textContent}`)
  }
  return {
    find,
    button,
    field,
    until,
    /** As a person does: once it can be pressed. */
    press: async (name: string) => {
      await until(() => !button(name).disabled)
      await act(async () => button(name).click())
    },
    choose: (label: string) => act(async () => field(label).click()),
    type: (label: string, value: string) => act(async () => enter(field(label), value)),
  }
}

/** As a keyboard does it: React hears of a value only through the element's own setter and an event. */
function enter(element: HTMLInputElement | HTMLSelectElement, value: string): void {
  const prototype = element instanceof HTMLSelectElement ? HTMLSelectElement.prototype : HTMLInputElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, value)
  element.dispatchEvent(new Event(element instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }))
}

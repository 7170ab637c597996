// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { NO_NEWS, withSummary, withTold } from '../../lib/client/alert-news'
import type { AlertMessage } from '../../lib/protocol/alerts'
import { DesktopHint } from '../alerts/desktop-hint'
import { BrowserSection } from '../settings/browser-section'
import { MainNav } from '../shell/main-nav'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { TitleCount } from './title-count'
import { toastAddress, Toasts } from './toasts'

beforeAll(standInForObservers)
const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const told = (service: string, more: Partial<AlertMessage> = {}): AlertMessage => ({
  schema: 'tidemark.alert/1',
  id: `${service}-1`,
  kind: 'firing',
  atMs: 0,
  group: { service, rule: 'growth' },
  title: `${service}: 3 processes grow`,
  count: 3,
  worst: [],
  link: '',
  ...more,
})

async function show(content: Parameters<typeof showPage>[0]) {
  const shown = await showPage(content, 'http://127.0.0.1:9')
  cleanUps.push(shown.unmount)
  return shown
}

describe('a message on an open page', () => {
  it('interrupts where it fires, waits where it is over, and both can be dismissed', async () => {
    const { client, container, find, press } = await show(<Toasts />)
    const news = withTold(
      withTold(NO_NEWS, told('gateway')),
      told('worker', { kind: 'resolved', title: 'worker: quiet again' }),
    )
    await act(async () => client.store.setState({ alerts: news }))
    expect(find('[role="alert"]').textContent).toContain('gateway: 3 processes grow')
    expect(find('[role="status"]').textContent).toContain('worker: quiet again')
    expect(find('[role="alert"]').textContent).not.toContain('worker')
    await press('Dismiss: gateway: 3 processes grow')
    await press('Dismiss: worker: quiet again')
    expect(container.querySelectorAll('[data-toast]')).toHaveLength(0)
  })

  it('leads to its group, or to the one alert that it is about', () => {
    expect(toastAddress(told('gateway'))).toBe('/alerts?service=gateway&rule=growth')
    const worst = [{ id: 'a 1' }] as AlertMessage['worst']
    expect(toastAddress(told('gateway', { count: 1, worst }))).toBe('/alerts?id=a%201')
  })
})

describe('what waits for somebody', () => {
  const waiting = (count: number) => ({
    alerts: withSummary(NO_NEWS, { pending: 0, firing: count, waiting: count }),
  })

  it('stands in front of the title, whatever the page calls itself', async () => {
    document.title = 'Alerts · Tidemark'
    const { client } = await show(<TitleCount />)
    await act(async () => client.store.setState(waiting(2)))
    expect(document.title).toBe('(2) Alerts · Tidemark')
    await act(async () => {
      document.title = 'Settings · Tidemark'
    })
    expect(document.title).toBe('(2) Settings · Tidemark')
    await act(async () => client.store.setState(waiting(0)))
    expect(document.title).toBe('Settings · Tidemark')
  })

  it('is counted in the navigation, in words for who cannot see it', async () => {
    const { client, container } = await show(<MainNav />)
    expect(container.textContent).not.toContain('waiting')
    await act(async () => client.store.setState(waiting(2)))
    expect(container.querySelector('[href="/alerts"]')?.textContent).toBe('Alerts2 waiting')
  })
})

describe('a desktop notification', () => {
  /** The document of these tests has none of its own. */
  class Shown {
    static permission = 'granted'
    static readonly all: { title: string; tag: string }[] = []
    constructor(title: string, { tag }: { tag: string }) {
      Shown.all.push({ title, tag })
    }
    static requestPermission = async () => Shown.permission
    addEventListener() {}
  }

  async function live() {
    const { hub, url } = await standIn()
    const shown = await showPage(
      <>
        <DesktopHint />
        <BrowserSection />
        <Toasts />
      </>,
      url,
      { isLive: true },
    )
    cleanUps.push(
      shown.unmount,
      () => hub.stop(),
      async () => void Reflect.deleteProperty(globalThis, 'Notification'),
      async () => localStorage.clear(),
    )
    await shown.until(() => shown.client.store.getState().alerts.summary)
    const tell = async (message: AlertMessage) => {
      hub.tell([{ type: 'alerts', summary: { pending: 0, firing: 1, waiting: 1 }, told: message }])
      await shown.until(() => shown.client.store.getState().alerts.toasts.some(({ id }) => id === message.id))
    }
    return { ...shown, tell }
  }

  it('is asked for by a press only, and then comes once for each message while the page is not looked at', async () => {
    Shown.permission = 'default'
    Object.assign(globalThis, { Notification: Shown })
    document.hasFocus = () => false
    const { container, press, tell } = await live()
    await tell(told('gateway'))
    expect(Shown.all).toEqual([])
    Shown.permission = 'granted'
    await press('Turn on')
    expect(container.textContent).toContain('Desktop notifications are on.')
    await tell(told('worker'))
    expect(Shown.all).toEqual([{ title: 'worker: 3 processes grow', tag: 'worker-1' }])
    document.hasFocus = () => true
    await tell(told('api'))
    document.hasFocus = () => false
    await press('Turn off')
    await tell(told('reports'))
    expect(Shown.all).toHaveLength(1)
  })

  it('is not offered where the browser has none', async () => {
    const { container } = await live()
    expect(container.textContent).not.toContain('Notify me on this desktop')
    expect(container.textContent).toContain('This browser has none here')
  })
})

// @vitest-environment happy-dom
import { act } from 'react'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Me, Role } from '../../lib/protocol/access'
import { alertOf, NOW } from '../testing/alert'
import { ROUTER, standInForEach } from '../testing/page'
import { Palette } from './palette'

const stage = standInForEach()
const GATEWAY = 'gateway.host-a'

const processOf = (service: string, instance: string, more: object = {}) => ({
  id: `${service}.${instance}`,
  service,
  instance,
  host: instance,
  state: 'live',
  lives: 2,
  startedAtMs: NOW,
  labels: {},
  flags: [],
  series: [{ name: 'memory.rss', kind: 'memory', unit: 'bytes', latest: 1, verdict: 'steady' }],
  ...more,
})

const meAs = (role: Role): Me => ({
  door: 'closed',
  who: { name: 'Kim', role, via: 'session', hasPassword: true },
  provider: null,
})

beforeEach(() => {
  stage.hub.answers.set('GET /api/v1/processes', () => ({
    body: {
      processes: [
        processOf('gateway', 'host-a'),
        processOf('gateway', 'host-b', { state: 'gone', lives: 1 }),
        processOf('api', 'host-a'),
      ],
    },
  }))
  const taken = { by: 'Ann', note: '', atMs: NOW }
  stage.hub.answers.set('GET /api/v1/alerts', () => ({
    body: { alerts: [alertOf('host-a'), alertOf('host-b', { ack: taken })], total: 2 },
  }))
})

/** What it offers for what is typed, as it says it, and where each leads. */
async function open(role: Role, path = '/', query = '') {
  const led: string[] = []
  const shown = await stage.show(
    <AppRouterContext value={{ ...ROUTER, push: (href) => void led.push(href) }}>
      <PathnameContext value={path}>
        <Palette onClose={() => undefined} onKeys={() => undefined} />
      </PathnameContext>
    </AppRouterContext>,
    { query, state: { me: meAs(role) } },
  )
  await shown.until(() => shown.container.textContent?.includes('api/host-a'))
  const options = () => [...shown.container.querySelectorAll<HTMLElement>('[cmdk-item]')]
  const named = (name: string) => options().find((one) => one.querySelector('span')?.textContent === name)
  const offered = async (typed: string) => {
    await shown.type('', typed)
    await act(async () => undefined)
    return options().map((one) => one.querySelector('span')?.textContent ?? '')
  }
  const take = async (name: string) => {
    const option = named(name)
    if (!option) throw new Error(`there is no option ${name}`)
    await act(async () => option.click())
    return led.at(-1)
  }
  return { offered, take, named }
}

describe('the palette', () => {
  it('finds an act on a process that is not on screen, and leads to the dialog that tells its cost', async () => {
    const { offered, take } = await open('operator')
    // A process that is gone cannot be asked for anything.
    expect(await offered('profile gateway')).toEqual(['Profile gateway/host-a'])
    expect(await take('Profile gateway/host-a')).toBe(`/process?id=${GATEWAY}&act=profile`)
  })

  it('offers with nothing typed what can be done to the process on screen, at the time that it shows', async () => {
    const { offered, take } = await open('operator', '/process', `id=${GATEWAY}&range=1h`)
    expect((await offered('')).slice(0, 11)).toEqual([
      'Collect gateway/host-a now',
      'Profile gateway/host-a',
      'Take a heap snapshot of gateway/host-a',
      'Add a note to gateway/host-a',
      'Compare gateway/host-a with its siblings',
      'Compare gateway/host-a with a day before',
      'Compare gateway/host-a with its earlier lives',
      'Show only gateway',
      'Show alerts of gateway',
      'Silence everything of gateway',
      'Begin an investigation of gateway',
    ])
    expect(await take('Add a note to gateway/host-a')).toBe(`/process?id=${GATEWAY}&range=1h&act=note`)
    expect(await take('Compare gateway/host-a with its earlier lives')).toBe(`/compare?id=${GATEWAY}&beside=lives`)
    expect(await take('Begin an investigation of gateway')).toBe('/investigations?act=begin&about=gateway')
    expect(await take('Silence everything of gateway')).toBe('/alerts?tab=silences&act=silence&about=gateway')
    expect(await take('Show only gateway')).toBe('/?q=service%3Agateway')
  })

  it('opens the table of a chart of the process on screen, and of no other', async () => {
    const { offered, take } = await open('viewer', '/process', `id=${GATEWAY}`)
    expect(await offered('table rss')).toEqual(['Table of memory.rss'])
    expect(await take('Table of memory.rss')).toBe(`/process?id=${GATEWAY}&series=memory.rss&act=table`)
  })

  it('offers no table where no process is on screen', async () => {
    const { offered } = await open('viewer')
    expect(await offered('table rss')).toEqual([])
  })

  it('acknowledges an alert that waits for somebody, and silences any', async () => {
    const { offered, take } = await open('operator')
    // The other is acknowledged already, and found by that.
    expect(await offered('acknowledge')).toEqual(['Acknowledge growth of gateway/host-a', 'growth of gateway/host-b'])
    expect(await take('Acknowledge growth of gateway/host-a')).toBe('/alerts?id=alert-host-a&act=acknowledge')
    expect(await offered('silence growth')).toEqual([
      'Silence growth of gateway/host-a',
      'Silence growth of gateway/host-b',
    ])
    expect(await take('Silence growth of gateway/host-b')).toBe('/alerts?id=alert-host-b&act=silence')
  })

  it('offers to a viewer what can be looked at, and nothing that changes something', async () => {
    const { offered } = await open('viewer', '/process', `id=${GATEWAY}`)
    expect((await offered('')).slice(0, 5)).toEqual([
      'Compare gateway/host-a with its siblings',
      'Compare gateway/host-a with a day before',
      'Compare gateway/host-a with its earlier lives',
      'Show only gateway',
      'Show alerts of gateway',
    ])
    for (const typed of ['profile', 'collect gateway', 'snapshot of', 'acknowledge growth', 'add note', 'begin'])
      expect(await offered(typed), typed).not.toContainEqual(expect.stringMatching(/^(?!growth of|What is)/u))
    expect(await offered('silence')).toEqual(['Silences'])
  })
})

// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { Role } from '../../lib/protocol/access'
import type { Alert } from '../../lib/protocol/alerts'
import { alertOf, NOW } from '../testing/alert'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { groupAlerts } from './alert-groups'
import { GroupCard } from './group-card'

const cleanUps: (() => unknown)[] = []
let hub: StandInHub
let url: string

beforeAll(standInForObservers)
beforeEach(async () => {
  ;({ hub, url } = await standIn())
  cleanUps.push(() => hub.stop())
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function show(alerts: Alert[], role?: Role) {
  const [group] = groupAlerts(alerts)
  if (!group) throw new Error('no group')
  let changes = 0
  const shown = await showPage(<GroupCard group={group} onChanged={() => (changes += 1)} />, url, {
    state: role
      ? { me: { door: 'closed', who: { name: 'Kim', role, via: 'session', hasPassword: true }, provider: null } }
      : {},
  })
  cleanUps.push(shown.unmount)
  return { ...shown, changes: () => changes }
}

const textsOf = (container: HTMLElement) =>
  [...container.querySelectorAll('li')].map((li) => li.querySelector('a')?.textContent)

describe('a group of alerts', () => {
  it('shows the worst three processes, and the others by one press', async () => {
    const alerts = Array.from({ length: 40 }, (_, at) =>
      alertOf(`r${at}`, { growth: { slopePerHour: at, slopeCi90: null, unit: 'count' } }),
    )
    const { container, press } = await show(alerts)
    expect(container.textContent).toContain('40 processes since')
    expect(textsOf(container)).toEqual(['r39 streams.ws', 'r38 streams.ws', 'r37 streams.ws'])
    await press('Show 37 more')
    expect(textsOf(container)).toHaveLength(40)
  })

  it('tells several series of one process once', async () => {
    const { container } = await show([alertOf('a'), alertOf('a', { id: 'other', series: 'memory.rss' })])
    expect(container.querySelectorAll('li')).toHaveLength(1)
    expect(container.textContent).toContain('1 process since')
    expect(container.querySelector('li')?.textContent).toContain('also in memory.rss')
  })

  it('offers nothing of what only operators may to a viewer, who sees who took it on', async () => {
    const alert = alertOf('a', { ack: { atMs: NOW, by: 'Ada', note: '' } })
    const buttonsOf = (container: HTMLElement) =>
      [...container.querySelectorAll('button')].map((button) => button.textContent)
    const { container } = await show([alert, alertOf('b')], 'viewer')
    expect(container.textContent).toContain('Acknowledged by Ada')
    expect(buttonsOf(container)).toEqual([])
    expect(buttonsOf((await show([alert], 'operator')).container)).toContain('Take back')
  })

  it('asks for a name once, and is acknowledged by one press from then on', async () => {
    hub.answers.set('POST /api/v1/alert-groups/ack', () => ({ body: { alerts: [] } }))
    const { press, type, until, changes, find } = await show([alertOf('a')])
    await press('Acknowledge all growth of gateway')
    await press('Acknowledge')
    expect(find('[data-fault]').textContent).toMatch(/^A name is needed/u)
    await type('Your name', 'Ann')
    await type('Note', 'rolling back')
    await press('Acknowledge')
    await until(() => changes() === 1)
    await press('Acknowledge all growth of gateway')
    await until(() => changes() === 2)
    expect(hub.requests.map(({ body }) => body)).toEqual([
      { service: 'gateway', rule: 'growth', by: 'Ann', note: 'rolling back' },
      { service: 'gateway', rule: 'growth', by: 'Ann', note: '' },
    ])
  })

  it('says in a sentence why an acknowledgement did not go through', async () => {
    hub.answers.set('POST /api/v1/alert-groups/ack', () => ({
      status: 404,
      body: { error: { code: 'not_found', message: 'nothing of gateway fires for growth.' } },
    }))
    const { press, until, find, changes } = await show([alertOf('a')])
    await press('Acknowledge all growth of gateway')
    await until(() => find('[role="alert"]').textContent === 'Nothing of gateway fires for growth.')
    expect(changes()).toBe(0)
  })

  it('says who took it on, and lets that be taken back', async () => {
    hub.answers.set('DELETE /api/v1/alerts/alert-a/ack', () => ({ body: alertOf('a') }))
    const ack = { atMs: NOW - 60_000, by: 'Ann', note: 'rolling back' }
    const { container, press, until, changes } = await show([alertOf('a', { ack })])
    expect(container.textContent).toContain('acknowledged')
    expect(container.textContent).toMatch(/Acknowledged by Ann, .*: rolling back/u)
    await press('Take back the acknowledgement of a')
    await until(() => changes() === 1)
  })

  it('is silenced with who, why and for how long', async () => {
    hub.answers.set('POST /api/v1/silences', ({ body }) => ({ status: 201, body }))
    const { press, type, choose, until, changes } = await show([alertOf('a')])
    await press('Silence growth of gateway')
    await press('Silence')
    expect(hub.requests).toEqual([])
    await type('Why', 'load test')
    await type('Your name', 'Ann')
    await choose('4 h')
    await press('Silence')
    await until(() => changes() === 1)
    const { match, fromMs, toMs, by, why } = (hub.requests[0]?.body ?? {}) as Record<string, unknown>
    expect({ match, by, why }).toEqual({ match: { service: 'gateway', rule: 'growth' }, by: 'Ann', why: 'load test' })
    expect(Number(toMs) - Number(fromMs)).toBe(4 * 3_600_000)
  })
})

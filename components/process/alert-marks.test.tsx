// @vitest-environment happy-dom
import { act, createRef } from 'react'
import { describe, expect, it } from 'vitest'
import { CursorProvider } from '../../lib/client/react'
import type { Alert } from '../../lib/protocol/alerts'
import { MarkRail } from '../marks/mark-rail'
import { gather } from '../marks/marks'
import { useMarks } from '../marks/marks-context'
import { alertOf, NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { AlertMarks, marksOfAlerts } from './alert-marks'
import { ItsAlerts } from './its-alerts'
import { ProcessAlertsProvider } from './process-alerts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const stage = standInForEach()

const OVER = alertOf('b', {
  rule: 'saturated',
  series: 'pool.mesh',
  state: 'resolved',
  firingAtMs: NOW - 50 * MINUTE,
  resolvedAtMs: NOW - 40 * MINUTE,
})

function answer(...alerts: Alert[]) {
  const summary = { pending: 0, firing: alerts.length, waiting: 0 }
  stage.hub.answers.set('GET /api/v1/alerts', () => ({ body: { alerts, total: alerts.length, summary } }))
}

function Rail() {
  const clusters = gather(useMarks(), MINUTE, NOW - HOUR, NOW)
  const rail = createRef<HTMLUListElement>()
  return (
    <MarkRail
      title="Memory"
      clusters={clusters}
      xOf={() => 0}
      width={600}
      left={0}
      railRef={rail}
      onChoose={() => undefined}
    />
  )
}

const page = (
  <CursorProvider>
    <ProcessAlertsProvider process="gateway~a">
      <ItsAlerts rules={['growth', 'orphaned']} series={['streams.ws']} />
      <AlertMarks>
        <Rail />
      </AlertMarks>
    </ProcessAlertsProvider>
  </CursorProvider>
)

describe('alerts on the page of their process', () => {
  it('are marks of when they fired and were over, each with the way to its alert', async () => {
    answer(alertOf('a'), OVER)
    const { container, until, press, find } = await stage.show(page)
    await until(() => container.querySelectorAll('ul button').length === 3)
    const names = [...container.querySelectorAll('ul button')].map((one) => one.getAttribute('aria-label'))
    expect(names.map((name) => name?.replace(/, \d\d:/u, ', :'))).toEqual([
      'fired saturated of pool.mesh, :10:00',
      'quiet again saturated of pool.mesh, :20:00',
      'fired growth of streams.ws, :52:00',
    ])
    expect(stage.hub.requests.map(({ query }) => query.get('process'))).toEqual(['gateway~a'])
    await press(names[2] ?? '')
    expect(find('[role="status"] a').getAttribute('href')).toBe('/alerts?id=alert-a')
  })

  it('are asked for again when the hub says that some changed', async () => {
    answer()
    const { client, container, until } = await stage.show(page)
    await until(() => stage.hub.requests.length === 1)
    expect(container.querySelectorAll('ul button')).toHaveLength(0)
    answer(alertOf('a'))
    const { alerts } = client.store.getState()
    await act(async () => client.store.setState({ alerts: { ...alerts, revision: alerts.revision + 1 } }))
    await until(() => container.querySelectorAll('ul button').length === 1)
  })

  it('are one press away in the story while they are not over', async () => {
    answer(alertOf('a'), OVER, alertOf('other', { series: 'memory.rss' }))
    const { container, until } = await stage.show(page)
    await until(() => container.querySelector('a'))
    const links = [...container.querySelectorAll('a')]
    expect(links.map((link) => [link.textContent, link.title, link.getAttribute('href')])).toEqual([
      ['Its alert', 'growth of streams.ws', '/alerts?id=alert-a'],
    ])
  })

  it('that could not be read are said to be missing, until they are read', async () => {
    stage.hub.answers.set('GET /api/v1/alerts', () => ({
      status: 503,
      body: { error: { code: 'history', message: 'the disk is full' } },
    }))
    const { container, until, press } = await stage.show(page)
    await until(() =>
      container.querySelector('[role="alert"]')?.textContent?.includes('may be missing: The disk is full.'),
    )
    answer(alertOf('a'))
    await press('Try again')
    await until(() => container.querySelectorAll('ul button').length === 1)
    expect(container.querySelector('[role="alert"]')).toBeNull()
  })
})

describe('an alert that never fired', () => {
  it('has no mark: nobody was told of it', () => {
    const pending = alertOf('a', { state: 'pending', firingAtMs: null })
    expect(marksOfAlerts([pending, { ...pending, state: 'resolved', resolvedAtMs: NOW }])).toEqual([])
  })
})

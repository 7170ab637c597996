// @vitest-environment happy-dom
import { act } from 'react'
import { describe, expect, it } from 'vitest'
import type { ClientState } from '../../lib/client/client'
import { CursorProvider, useCursorState } from '../../lib/client/react'
import type { ViewRange } from '../../lib/client/view-range'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { EventList } from './event-list'

const MINUTE = 60_000
const stage = standInForEach()
const LIVE: ViewRange = { kind: 'live', spanMs: 5 * MINUTE }

const at = (minutesAgo: number, type: string) => ({
  atMs: NOW - minutesAgo * MINUTE,
  type,
  level: 'info' as const,
  message: `${type} happened`,
})
const EVENTS = [at(30, 'swept'), at(20, 'opened'), at(20, 'opened'), at(1, 'closed')]

function watchedOf(range: ViewRange, events: ProcessDetail['events'] = EVENTS): ClientState['watched'] {
  return { id: 'p', detail: { id: 'p', events }, range } as unknown as ClientState['watched']
}

function PointsAt() {
  return <output>{useCursorState(({ atMs }) => String(atMs))}</output>
}

async function show(range: ViewRange, events?: ProcessDetail['events']) {
  const content = (
    <CursorProvider>
      <EventList />
      <PointsAt />
    </CursorProvider>
  )
  const shown = await stage.show(content, { state: { watched: watchedOf(range, events) } })
  const rows = () => [...shown.container.querySelectorAll<HTMLButtonElement>('li button')]
  return {
    ...shown,
    rows,
    types: () => rows().map((row) => row.querySelector('strong')?.textContent),
    pointsAt: () => shown.container.querySelector('output')?.textContent,
    key: (key: string) =>
      act(async () => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))),
  }
}

describe('the list of events', () => {
  it('is one stop of the keyboard, and points all charts at the time of the event that has the focus', async () => {
    const { rows, types, key, pointsAt } = await show(LIVE)
    expect(types()).toEqual(['closed', 'opened', 'opened', 'swept'])
    expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1])
    expect(pointsAt()).toBe('null')
    await act(async () => rows()[0]?.focus())
    expect(pointsAt()).toBe(String(NOW - MINUTE))
    await key('ArrowDown')
    expect(pointsAt()).toBe(String(NOW - 20 * MINUTE))
    expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1, -1])
    await key('End')
    expect(document.activeElement).toBe(rows()[3])
    await key('ArrowDown')
    expect(pointsAt()).toBe(String(NOW - 30 * MINUTE))
    await key('Home')
    expect(document.activeElement).toBe(rows()[0])
    await act(async () => rows()[0]?.blur())
    expect(pointsAt()).toBe('null')
  })

  it('points at the time of an event that is pressed', async () => {
    const { rows, pointsAt } = await show(LIVE)
    await act(async () => rows()[3]?.click())
    expect(pointsAt()).toBe(String(NOW - 30 * MINUTE))
  })

  it('keeps the focus where it is when a newer event comes', async () => {
    const { client, rows } = await show(LIVE)
    await act(async () => rows()[1]?.focus())
    const held = document.activeElement
    await act(async () => client.store.setState({ watched: watchedOf(LIVE, [...EVENTS.slice(1), at(0, 'newest')]) }))
    expect(rows()[0]?.textContent).toContain('newest happened')
    expect(document.activeElement).toBe(held)
    expect(rows()[2]).toBe(held)
  })

  it('has of a chosen stretch the events in it, and says that older ones are not known', async () => {
    const between: ViewRange = { kind: 'between', fromMs: NOW - 25 * MINUTE, toMs: NOW - 10 * MINUTE }
    const { container, types } = await show(between)
    expect(types()).toEqual(['opened', 'opened'])
    expect(container.textContent).toMatch(
      /Those in the chosen time\. Only the newest are kept: 4 events, since \d\d:\d\d:00\./u,
    )
  })

  it('has of a picture that is held the events in it', async () => {
    const { types } = await show({ kind: 'paused', spanMs: 15 * MINUTE, endMs: NOW - 18 * MINUTE })
    expect(types()).toEqual(['opened', 'opened', 'swept'])
  })

  it('says that none is known in a stretch, and since when any are', async () => {
    const between: ViewRange = { kind: 'between', fromMs: NOW - 300 * MINUTE, toMs: NOW - 200 * MINUTE }
    const { container, rows } = await show(between)
    expect(rows()).toEqual([])
    expect(container.textContent).toMatch(
      /None is known in the chosen time\. Only the newest are kept: 4 events, since \d/u,
    )
  })

  it('says how events come to be where there are none at all', async () => {
    const { container } = await show({ kind: 'between', fromMs: NOW - 300 * MINUTE, toMs: NOW }, [])
    expect(container.textContent).toContain('None yet. The program tells of them by agent.event()')
    expect(container.textContent).not.toContain('chosen time')
  })
})

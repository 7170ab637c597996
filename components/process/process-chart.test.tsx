// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { planCharts } from '../../lib/client/chart-plan'
import { Client } from '../../lib/client/client'
import type { WatchedState } from '../../lib/client/process-watch'
import { ClientProvider, CursorProvider } from '../../lib/client/react'
import { WindowData } from '../../lib/client/window-data'
import type { AgentEvent } from '../../lib/protocol/agent-wire'
import type { Annotation } from '../../lib/protocol/annotations'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import { MarksProvider } from '../marks/marks-context'
import { render, standInForObservers } from '../testing/render'
import { ProcessChart } from './process-chart'

const NOW = Date.UTC(2026, 10, 21, 12)
const second = (n: number) => NOW - 10_000 + n * 1_000

beforeAll(standInForObservers)
const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const series = [
  { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000 },
  { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' },
].map((one) => ({
  ...one,
  latest: null,
  verdict: {
    verdict: 'growing',
    sinceMs: NOW,
    slopePerHour: 5,
    slopeCi90: [4, 6],
    unit: 'count',
    reason: 'It rises by 5 an hour.',
    evidence: {},
  },
})) as unknown as SeriesDetail[]

function watchedWith(
  values: [number, number | null][],
  annotations: Annotation[] = [],
  events: AgentEvent[] = [],
): WatchedState {
  const data = new WindowData(0, NOW - 300_000)
  const points = values.map(([n, value]): [number, number | null] => [second(n), value])
  data.mergeRaw(['clients.ws', 'streams.ws'].map((name) => ({ name, unit: 'count', stepMs: 0, points })))
  const newestMs = points[points.length - 1]?.[0] ?? null
  const detail = { series, flagDetails: [], startedAtMs: 0, lives: 1, limits: {}, events } as unknown as ProcessDetail
  const history = { state: 'ready' } as const
  const range = { kind: 'live', spanMs: 300_000 } as const
  return {
    id: 'p',
    status: 'known',
    detail,
    range,
    data,
    revision: 1,
    edgeMs: newestMs ?? NOW,
    newestMs,
    clockAheadMs: null,
    arrivedWhileHeld: 0,
    history,
    annotations,
  }
}

async function show(watched: WatchedState) {
  const client = new Client({ baseUrl: () => 'http://127.0.0.1:9' })
  client.start = () => () => undefined
  client.store.setState({ watched, clockMs: NOW })
  const [plan] = planCharts(series)
  if (!plan) throw new Error('no chart was planned')
  const onChoose = vi.fn()
  const onNote = vi.fn()
  const shown = await render(
    <ClientProvider client={client}>
      <CursorProvider>
        <MarksProvider>
          <ProcessChart plan={plan} onChoose={onChoose} onNote={onNote} />
        </MarksProvider>
      </CursorProvider>
    </ClientProvider>,
  )
  cleanUps.push(shown.unmount)
  const figure = shown.container.querySelector('figure') as HTMLElement
  const plot = figure.querySelector('[role="img"]') as HTMLElement
  const press = async (key: string, more: KeyboardEventInit = {}) =>
    act(async () => void plot.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more })))
  const pressMark = async (key: string) =>
    act(async () => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))
  return { client, figure, plot, press, pressMark, onChoose, onNote }
}

describe('a chart of a process', () => {
  it('says which series it draws and how new its newest point is', async () => {
    const { client, figure } = await show(
      watchedWith([
        [8, 3],
        [9, 4],
      ]),
    )
    expect(figure.dataset['series']).toBe('clients.ws streams.ws')
    expect(figure.dataset['lastAtMs']).toBe(String(second(9)))
    await act(async () =>
      client.store.setState({
        watched: watchedWith([
          [8, 3],
          [9, 4],
          [10, 5],
        ]),
      }),
    )
    expect(figure.dataset['lastAtMs']).toBe(String(second(10)))
  })

  it('says of a gap that it is one, to who cannot see it and between the numbers', async () => {
    const before: [number, number][] = Array.from({ length: 8 }, (_, at) => [at - 60, 3])
    const { figure, plot, press } = await show(watchedWith([...before, [8, 4], [9, 5]]))
    expect(plot.getAttribute('aria-label')).toMatch(/Gap from .*: No samples for 1 min; why is not known\./u)
    await press('t')
    const rows = [...figure.querySelectorAll('tbody tr')].map((row) => row.textContent)
    expect(rows[2]).toContain('No samples for 1 min; why is not known.')
    expect(rows).toHaveLength(before.length + 3)
  })

  it('has its verdict in words with the reason, its readout, and a sentence for who cannot see it', async () => {
    const { figure, plot } = await show(
      watchedWith([
        [8, 3],
        [9, 4],
      ]),
    )
    expect(figure.textContent).toContain('growing')
    expect(figure.textContent).toContain('It rises by 5 an hour.')
    expect(figure.querySelector('dl')?.textContent).toBe('clients.ws4streams.ws4')
    expect(plot.getAttribute('aria-label')).toContain('clients.ws 4, between 3 and 4')
    expect(figure.textContent).toContain('max 10,000')
  })

  it('shows its numbers as a table by one key, newest first, and an unknown as such', async () => {
    const { figure, press } = await show(
      watchedWith([
        [7, 3],
        [8, null],
        [9, 4],
      ]),
    )
    await press('t')
    const cells = [...figure.querySelectorAll('tbody tr')].map((tr) =>
      [...tr.querySelectorAll('td')].map((td) => td.textContent),
    )
    expect(cells).toEqual([
      ['4', '4'],
      ['not known', 'not known'],
      ['3', '3'],
    ])
    await press('t')
    expect(figure.querySelector('table')).toBeNull()
  })

  it('is read by arrow keys, and a stretch that is marked by them becomes the range', async () => {
    const { figure, press, onChoose } = await show(
      watchedWith([
        [0, 1],
        [1, 2],
        [2, 3],
        [9, 9],
      ]),
    )
    await press('Home')
    expect(figure.querySelector('dl')?.textContent).toBe('clients.wsnot knownstreams.wsnot known')
    for (let at = 0; at < 10; at += 1) await press('ArrowRight', { shiftKey: true })
    await press('Enter')
    expect(onChoose).toHaveBeenCalledWith(second(9) - 300_000, second(9) - 290_000)
  })

  it('says that nothing is there where no samples are', async () => {
    const { figure } = await show(watchedWith([]))
    expect(figure.textContent).toContain('No samples in this range')
    expect(figure.dataset['lastAtMs']).toBe('')
  })

  const DEPLOY: Annotation = { id: 1, atMs: second(-200), kind: 'deploy', title: 'gateway 1.4.2', createdMs: NOW }
  const NOTE: Annotation = { id: 2, atMs: second(8), kind: 'note', title: 'cache off', author: 'Ann', createdMs: NOW }
  const marked = () =>
    watchedWith(
      [
        [7, 3],
        [9, 4],
      ],
      [DEPLOY, NOTE, { ...NOTE, id: 3, atMs: second(-900), title: 'out of view' }],
    )

  it('has what happened in view as one stop of the keyboard, read by arrow keys', async () => {
    const { figure, press, pressMark } = await show(marked())
    const marks = [...figure.querySelectorAll('ul button')]
    expect(marks.map((one) => one.getAttribute('aria-label')?.replace(/\d\d:\d\d:/u, ''))).toEqual([
      'deploy gateway 1.4.2, 30',
      'note cache off, 58, by Ann',
    ])
    expect(marks.map((one) => one.getAttribute('tabindex'))).toEqual(['-1', '0'])
    await press('m')
    expect(document.activeElement).toBe(marks[1])
    await pressMark('ArrowLeft')
    expect(document.activeElement).toBe(marks[0])
    await pressMark('ArrowLeft')
    expect(document.activeElement).toBe(marks[0])
  })

  it('says what a mark is on a press, and goes quiet on Escape', async () => {
    const { figure, press, pressMark } = await show(marked())
    await press('m')
    await act(async () => (document.activeElement as HTMLElement).click())
    expect(figure.querySelector('[role="status"]')?.textContent).toContain('cache off')
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true')
    await pressMark('Escape')
    expect(figure.querySelector('[role="status"]')?.textContent).toBe('')
  })

  it('has what happened between the rows of its table', async () => {
    const { figure, press } = await show(marked())
    await press('t')
    const rows = [...figure.querySelectorAll('tbody tr')].map((tr) =>
      [...tr.querySelectorAll('td')].map((td) => td.textContent).join(' '),
    )
    expect(rows).toEqual(['4 4', 'note cache off', '3 3', 'deploy gateway 1.4.2'])
  })

  it('marks when its clock moved with a line, and an event that warns with none', async () => {
    const values: [number, number | null][] = [
      [7, 3],
      [9, 4],
    ]
    const moved: AgentEvent = {
      atMs: second(-100),
      type: 'clock-moved',
      level: 'warn',
      message: 'the clock moved by +1 h',
    }
    const rejected: AgentEvent = { atMs: second(-200), type: 'rejected', level: 'warn', message: 'one too many' }
    const { client, figure } = await show(watchedWith(values))
    const marks = () =>
      [...figure.querySelectorAll('ul button')].map((one) => one.getAttribute('aria-label')?.replace(/, .*/u, ''))
    const lines = figure.querySelectorAll('line').length
    await act(async () => client.store.setState({ watched: watchedWith(values, [], [rejected]) }))
    expect(marks()).toEqual(['event rejected: one too many'])
    expect(figure.querySelectorAll('line')).toHaveLength(lines)
    await act(async () => client.store.setState({ watched: watchedWith(values, [], [rejected, moved]) }))
    expect(marks()).toEqual(['event rejected: one too many', 'clock the clock moved by +1 h'])
    expect(figure.querySelectorAll('line')).toHaveLength(lines + 1)
  })

  it('takes a note at the time that it points at', async () => {
    const { press, onNote } = await show(marked())
    await press('Home')
    await press('n')
    expect(onNote).toHaveBeenCalledWith(second(9) - 300_000)
  })
})

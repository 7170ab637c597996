// @vitest-environment happy-dom
import { act, Profiler, type ReactNode } from 'react'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Client, type ClientState } from '../../lib/client/client'
import { ClientProvider, CursorProvider } from '../../lib/client/react'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import { CapturesProvider } from '../inside/captures-context'
import { render, standInForObservers } from '../testing/render'
import { EventList } from './event-list'
import { ProcessHeader } from './process-header'
import { Story } from './story'
import { VerdictTable } from './verdict-table'

beforeAll(standInForObservers)

const NOW = new Date(2026, 10, 21, 12, 30, 10).getTime()
const [SECOND_MS, MINUTE_MS, DAY_MS] = [1_000, 60_000, 86_400_000]
const verdict = {
  verdict: 'growing',
  sinceMs: NOW - 10 * MINUTE_MS,
  slopePerHour: 5,
  slopeCi90: [4, 6],
  unit: 'bytes',
  reason: 'It rises.',
  evidence: {},
  limitAtMs: [NOW + 9 * MINUTE_MS + 50_000, NOW + 12 * MINUTE_MS + 10_000],
}
const detail = {
  id: 'api.a',
  service: 'api',
  instance: 'a',
  host: 'h',
  pid: 1,
  runtime: 'node',
  labels: {},
  lives: 1,
  state: 'live',
  startedAtMs: NOW - 10 * MINUTE_MS - 30_000,
  lastFrameAtMs: NOW,
  flags: [],
  flagDetails: [],
  series: [{ name: 'memory.rss', kind: 'memory', unit: 'bytes', latest: 1, verdict }],
  events: [{ atMs: NOW - MINUTE_MS, type: 'log', level: 'info', message: 'hm' }],
} as unknown as ProcessDetail

/** How often it was drawn since it stood there. */
async function watch(content: ReactNode) {
  const client = new Client({ baseUrl: () => 'http://127.0.0.1:9' })
  client.start = () => () => undefined
  const watched = {
    id: detail.id,
    detail,
    data: null,
    annotations: [],
    range: { kind: 'live', spanMs: 10 * MINUTE_MS },
  } as unknown as ClientState['watched']
  client.store.setState({ watched, clockMs: NOW })
  let drawn = 0
  const shown = await render(
    <ClientProvider client={client}>
      <CursorProvider>
        <CapturesProvider process={detail.id}>
          <Profiler id="watched" onRender={() => (drawn += 1)}>
            {content}
          </Profiler>
        </CapturesProvider>
      </CursorProvider>
    </ClientProvider>,
  )
  onTestFinished(shown.unmount)
  const at = async (clockMs: number): Promise<{ drawn: number; text: string }> => {
    drawn = 0
    await act(async () => client.store.setState({ clockMs }))
    return { drawn, text: shown.container.textContent ?? '' }
  }
  return at
}

describe.each([
  ['the table of all series', <VerdictTable key="table" />],
  ['the list of events', <EventList key="events" />],
])('%s', (_what, content) => {
  it('is drawn anew when another day comes, and not when a second has passed', async () => {
    const at = await watch(content)
    expect((await at(NOW + SECOND_MS)).drawn).toBe(0)
    const tomorrow = await at(NOW + DAY_MS)
    expect(tomorrow.drawn).toBeGreaterThan(0)
    expect(tomorrow.text).toContain('21 Nov 12:2')
  })
})

describe.each([
  ['the header', <ProcessHeader key="header" />, '10 min', '11 min'],
  ['the story', <Story key="story" />, 'limit in 10 to 12 min', 'limit in 9 to 11 min'],
])('%s', (_what, content, before, after) => {
  it('is drawn anew when what it says of the time is another, and not when a second has passed', async () => {
    const at = await watch(content)
    const soon = await at(NOW + SECOND_MS)
    expect(soon.drawn).toBe(0)
    expect(soon.text).toContain(before)
    const later = await at(NOW + MINUTE_MS)
    expect(later.drawn).toBeGreaterThan(0)
    expect(later.text).toContain(after)
  })
})

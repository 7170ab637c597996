// @vitest-environment happy-dom
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { describe, expect, it } from 'vitest'
import type { ViewRange } from '../../lib/client/view-range'
import type { ChangesAnswer } from '../../lib/protocol/changes'
import { NOW } from '../testing/alert'
import { changesAnswer, seriesChange } from '../../lib/changes/testing/answers'
import { standInForEach } from '../testing/page'
import { ChangesProvider } from './changes-context'
import { ChangesLead } from './changes-lead'
import { ChangesSection } from './changes-section'

const stage = standInForEach()
const PROCESS = 'gateway.host-a~2f0'
const STRETCH = { fromMs: NOW - 300_000, toMs: NOW }
const BETWEEN: ViewRange = { kind: 'between', ...STRETCH }

const OWN = changesAnswer(
  [
    seriesChange({ how: { shape: 'step', atMs: NOW - 60_000, by: 800 } }),
    seriesChange({ series: 'pool.late', state: 'new', atMs: NOW - 30_000, before: { samples: 0, mean: null } }),
    seriesChange({ series: 'registry.services', state: 'unchanged', score: 0 }),
  ],
  STRETCH,
  { lives: [{ process: PROCESS, service: 'gateway', instance: 'host-a/0', what: 'restarted', atMs: NOW - 90_000 }] },
)
const ALL = changesAnswer(
  [seriesChange({ process: 'api.b', service: 'api', instance: 'b', series: 'pool.mesh', restartedAtMs: NOW - 90_000 })],
  STRETCH,
  { processes: { known: 1_000, looked: 312 }, series: { ...OWN.series, changed: 131 } },
)

async function showChanges(query = '', range: ViewRange = BETWEEN, own: ChangesAnswer | null = OWN) {
  stage.hub.answers.set('GET /api/v1/changes', (request) => {
    if (request.query.get('process') === null) return { body: ALL }
    return own ? { body: own } : { status: 503, body: { error: { code: 'history', message: 'the disk is away.' } } }
  })
  const params = new URLSearchParams(`id=${PROCESS}&from=${STRETCH.fromMs}&to=${STRETCH.toMs}${query}`)
  return stage.show(
    <SearchParamsContext value={params}>
      <ChangesProvider process={PROCESS} range={range}>
        <ChangesLead />
        <ChangesSection />
      </ChangesProvider>
    </SearchParamsContext>,
  )
}

describe('what changed in a stretch', () => {
  it('is not asked for, and not shown, while no stretch is chosen', async () => {
    const { container } = await showChanges('', { kind: 'live', spanMs: 300_000 })
    expect(container.textContent).toBe('')
    expect(stage.hub.requests).toEqual([])
  })

  it('is asked for once, named above the charts, and listed with what it was and is', async () => {
    const { container, until } = await showChanges()
    const row = await until(() => container.querySelector('[data-change="streams.ws"]'))
    expect(stage.hub.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
      { fromMs: String(STRETCH.fromMs), toMs: String(STRETCH.toMs), process: PROCESS, limit: '1000' },
    ])
    expect(container.querySelector('[data-changes-lead]')?.textContent).toContain('streams.ws, pool.late')
    expect(row.textContent).toMatch(/100.*580.*\+480×5\.8up by 800 at/u)
    expect(container.textContent).toContain('1 of 3 series changed; 1 is new.')
    expect(container.textContent).toMatch(/It started anew at .*two lives/u)
  })

  it('hides what did not change, and shows it where the address says so', async () => {
    const few = await showChanges()
    await few.until(() => few.container.querySelector('[data-change="pool.late"]'))
    expect(few.container.querySelector('[data-change="registry.services"]')).toBeNull()
    expect(few.button('Show 1 that did not change')).toBeTruthy()
    const all = await showChanges('&changes=all')
    await all.until(() => all.container.querySelector('[data-change="registry.services"]'))
  })

  it('says why there is nothing, and asks again on a press', async () => {
    const { container, press, until } = await showChanges('', BETWEEN, null)
    await until(() => container.textContent?.includes('The disk is away.'))
    stage.hub.answers.set('GET /api/v1/changes', () => ({ body: changesAnswer([], STRETCH) }))
    await press('Try again')
    await until(() => container.textContent?.includes('None of 0 series changed'))
  })

  it('is told of all processes where the address says so, each with its process and the same stretch, and of how many', async () => {
    const { container, until } = await showChanges('&across=1')
    const link = await until(() =>
      container.querySelector<HTMLAnchorElement>('[data-of-process="api.b"][data-change="pool.mesh"] a'),
    )
    const address = new URL(link.href).searchParams
    expect(Object.fromEntries(address)).toEqual({
      id: 'api.b',
      from: String(STRETCH.fromMs),
      to: String(STRETCH.toMs),
      series: 'pool.mesh',
    })
    expect(container.textContent).toContain('312 of 1,000 processes were looked at')
    expect(container.textContent).toContain('The one that changed most is listed.')
    expect(container.textContent).toContain('its process started anew at')
  })
})

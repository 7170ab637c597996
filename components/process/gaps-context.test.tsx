// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import type { ClientState } from '../../lib/client/client'
import { WindowData } from '../../lib/client/window-data'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { GapsProvider, useGapReasons } from './gaps-context'

const stage = standInForEach()
const ROUTE = 'GET /api/v1/processes/api.a/gaps'

/** A sample a second for `seconds`, but for those from `from` to before `to`. */
function stateWith(seconds: number, from: number, to: number): Partial<ClientState> {
  const data = new WindowData(0, NOW - 300_000)
  const points = Array.from({ length: seconds }, (_, at): [number, number] => [NOW - (seconds - 1 - at) * 1_000, at])
  const known = points.filter((_, at) => at < from || at >= to)
  data.mergeRaw([{ name: 'a', unit: 'count', stepMs: 0, points: known }])
  const watched = { id: 'api.a', detail: null, data, annotations: [], history: { state: 'ready' }, edgeMs: NOW }
  return { watched: { ...watched, range: { kind: 'live', spanMs: 300_000 } } } as unknown as Partial<ClientState>
}

function Told() {
  const { known, isHubAway } = useGapReasons()
  return (
    <p>
      {known.map(({ cause }) => cause).join()} {isHubAway ? 'away' : 'there'}
    </p>
  )
}

const show = (state: Partial<ClientState>) =>
  stage.show(
    <GapsProvider process="api.a">
      <Told />
    </GapsProvider>,
    { state },
  )

it('asks the hub why there are gaps in view, with frames around them, and says it to the charts', async () => {
  stage.hub.answers.set(ROUTE, () => ({
    body: { gaps: [{ fromMs: NOW - 50_000, toMs: NOW - 29_000, missedFrames: 0, cause: 'stood-still' }] },
  }))
  const { container, until } = await show(stateWith(120, 70, 90))
  await until(() => container.textContent?.includes('stood-still'))
  const query = stage.hub.requests.find(({ path }) => path.endsWith('/gaps'))?.query
  // The last sample before it is 50 s old, and the first after it 29 s.
  expect(Number(query?.get('fromMs'))).toBe(NOW - 50_000 - 60_000)
  expect(Number(query?.get('toMs'))).toBeGreaterThan(NOW - 29_000)
})

it('asks nothing where there is none, and knows by itself that the hub is away', async () => {
  const state = { ...stateWith(120, 0, 0), link: { state: 'away', sinceMs: NOW, numbersOfMs: null } as const }
  const { container, until } = await show(state)
  await until(() => container.textContent?.includes('away'))
  expect(stage.hub.requests.filter(({ path }) => path.endsWith('/gaps'))).toEqual([])
})

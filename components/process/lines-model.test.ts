import { expect, it } from 'vitest'
import { planCharts } from '../../lib/client/chart-plan'
import type { WatchedState } from '../../lib/client/process-watch'
import { WindowData } from '../../lib/client/window-data'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import { linesModel } from './lines-model'

const NOW = Date.UTC(2026, 10, 30, 12)

function modelOf(values: readonly number[], declared: Partial<SeriesDetail>) {
  const series = [
    { name: 'pending.calls', kind: 'pending', unit: 'count', latest: null, ...declared },
  ] as SeriesDetail[]
  const data = new WindowData(0, NOW - 300_000)
  const points = values.map((value, at): [number, number] => [NOW - (values.length - 1 - at) * 1_000, value])
  data.mergeRaw([{ name: 'pending.calls', unit: 'count', stepMs: 0, points }])
  const [plan] = planCharts(series)
  if (!plan) throw new Error('no chart was planned')
  const watched = {
    detail: { series, startedAtMs: 0, lives: 1, limits: {} } as unknown as ProcessDetail,
    data,
    range: { kind: 'live', spanMs: 300_000 },
    edgeMs: NOW,
    newestMs: NOW,
  } as WatchedState
  return linesModel(watched, plan, 400)
}

it('draws to where pending calls have to come back, beside what they must not exceed', () => {
  expect(modelOf([40, 12, 90], { max: 100, floor: 14.6 })?.levels).toEqual([
    { value: 100, label: 'max 100' },
    { value: 14, label: 'floor 14', isFloor: true },
  ])
})

it('draws no floor before one is learned, nor one above all that is drawn', () => {
  expect(modelOf([40, 12, 90], {})?.levels).toEqual([])
  const model = modelOf([1, 2, 1], { floor: 22 })
  expect([model?.levels, model?.farLevels]).toEqual([[], []])
})

import { describe, expect, it } from 'vitest'
import { planCharts } from '../../lib/client/chart-plan'
import type { WatchedState } from '../../lib/client/process-watch'
import type { ViewRange } from '../../lib/client/view-range'
import { WindowData } from '../../lib/client/window-data'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import { memoryModel } from './memory-model'

const NOW = Date.UTC(2026, 10, 30, 12)
const MIB = 1_048_576
const HOUR = 3_600_000

function modelOf(verdict: 'growing' | 'steady', range: ViewRange = { kind: 'live', spanMs: 300_000 }) {
  const series = [
    {
      name: 'memory.rss',
      kind: 'memory',
      unit: 'bytes',
      latest: 100 * MIB,
      verdict: {
        verdict,
        slopePerHour: 12 * MIB,
        slopeCi90: [10 * MIB, 14 * MIB],
        unit: 'bytes',
        limitAtMs: [NOW + HOUR, null],
      },
    },
  ] as unknown as SeriesDetail[]
  const data = new WindowData(0, NOW - 300_000)
  const points = Array.from({ length: 60 }, (_, at): [number, number] => [NOW - (59 - at) * 1_000, 100 * MIB])
  data.mergeRaw([{ name: 'memory.rss', unit: 'bytes', stepMs: 0, points }])
  const [plan] = planCharts(series)
  if (!plan) throw new Error('no chart was planned')
  const limits = { memoryBytes: 250 * MIB }
  const detail = { series, state: 'live', startedAtMs: 0, lives: 1, limits } as unknown as ProcessDetail
  const watched = { detail, data, range, edgeMs: NOW, newestMs: NOW } as WatchedState
  const model = memoryModel(watched, plan, 400)
  if (!model) throw new Error('no picture was made')
  return model
}

describe('memory that grows', () => {
  it('has the limit that it runs into in the picture, what comes, and a sentence that says so', () => {
    const model = modelOf('growing')
    expect(model.levels).toEqual([{ value: 250 * MIB, label: 'memory limit 250.0 MiB' }])
    expect(model.forecast).toMatchObject({ fromValue: 100 * MIB, limit: { value: 250 * MIB, soonestMs: NOW + HOUR } })
    expect(model.sentence()).toContain(
      'If it goes on so, Resident set reaches memory limit 250.0 MiB in 60 min or more.',
    )
  })

  it('of which a stretch of the past was chosen has no forecast, and goes on having one while the picture is held', () => {
    expect(modelOf('growing', { kind: 'between', fromMs: NOW - 60_000, toMs: NOW }).forecast).toBeNull()
    expect(modelOf('growing', { kind: 'paused', spanMs: 300_000, endMs: NOW }).forecast).not.toBeNull()
  })
})

it('memory that is steady keeps a limit far above out of its picture', () => {
  const model = modelOf('steady')
  expect([model.forecast, model.levels]).toEqual([null, []])
  expect(model.farLevels.map(({ label }) => label)).toEqual(['memory limit 250.0 MiB'])
})

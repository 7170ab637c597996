import { describe, expect, it } from 'vitest'
import { WindowData } from '../../lib/client/window-data'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import type { Verdict } from '../../lib/protocol/verdict'
import { coneShape, forecastWidth } from '../chart/forecast'
import type { View } from './base-model'
import { forecastOf, limitsBySeries, riseOf, type Rise } from './forecast'

const NOW = Date.UTC(2026, 10, 30, 12)
const HOUR = 3_600_000
const MIB = 1024 * 1024

const growing: Verdict = {
  verdict: 'growing',
  sinceMs: NOW - HOUR,
  slopePerHour: 12 * MIB,
  slopeCi90: [10 * MIB, 14 * MIB],
  unit: 'bytes',
  limitAtMs: [NOW + 5 * HOUR, NOW + 7 * HOUR],
  reason: '',
  evidence: {},
}
const steady: Verdict = { ...growing, verdict: 'steady', slopePerHour: 0, slopeCi90: [-1, 1] }

function detailWith(verdicts: Record<string, Verdict>, others: Partial<ProcessDetail> = {}): ProcessDetail {
  const series = Object.entries(verdicts).map(([name, verdict]) => ({ name, kind: 'memory', unit: 'bytes', verdict }))
  const limits = { memoryBytes: 512 * MIB, heapBytes: 256 * MIB }
  return { state: 'live', limits, series, ...others } as unknown as ProcessDetail
}

function viewWith(columns: Record<string, number[]>): View {
  const data = new WindowData(0, NOW - 300_000)
  data.mergeRaw(
    Object.entries(columns).map(([name, values]) => ({
      name,
      unit: 'bytes',
      stepMs: 0,
      points: values.map((value, at): [number, number] => [NOW - (values.length - 1 - at) * 1_000, value]),
    })),
  )
  return { data, fromMs: NOW - 300_000, toMs: NOW, newestMs: NOW, isHeld: false, isPast: false }
}

const look = (detail: ProcessDetail, view: View) => riseOf(detail, view, limitsBySeries(detail))

describe('what rises', () => {
  const view = viewWith({ 'memory.rss': [400 * MIB, 420 * MIB, 410 * MIB], 'memory.heap_used': [100 * MIB, 90 * MIB] })

  it('is nothing where no memory grows, where the process is gone, or before there is a sample', () => {
    expect(look(detailWith({ 'memory.rss': steady }), view)).toBeNull()
    expect(look(detailWith({ 'memory.rss': growing }, { state: 'gone' }), view)).toBeNull()
    expect(look(detailWith({ 'memory.rss': growing }), viewWith({}))).toBeNull()
    expect(riseOf(null, view, new Map())).toBeNull()
  })

  it('begins at the newest peak, for peaks meet the limit', () => {
    const rise = look(detailWith({ 'memory.rss': growing }), view)
    expect(rise).toMatchObject({ fromValue: 420 * MIB, limit: { value: 512 * MIB, label: 'memory limit 512.0 MiB' } })
  })

  it('is the one that meets its limit first, a live set by the peaks of the heap', () => {
    const live = { ...growing, limitAtMs: [NOW + HOUR, null] as [number, null] }
    const rise = look(detailWith({ 'memory.rss': growing, 'memory.live_set': live }), view)
    expect(rise).toMatchObject({ label: 'Heap used', fromValue: 100 * MIB, limit: { value: 256 * MIB } })
  })

  it('is told no more once the limit is met', () => {
    const met = { ...growing, limitAtMs: [NOW, NOW + HOUR] as [number, number] }
    expect(look(detailWith({ 'memory.rss': met }), view)).toBeNull()
  })
})

const rise: Rise = {
  label: 'Resident set',
  color: 'ink-soft',
  fromValue: 452 * MIB,
  slopeCi90: [10 * MIB, 14 * MIB],
  limit: { value: 512 * MIB, label: 'memory limit 512 MiB', soonestMs: NOW + 5 * HOUR, latestMs: NOW + 7 * HOUR },
}

describe('its picture', () => {
  it('meets the limit at the times that the story tells', () => {
    const forecast = forecastOf(rise, NOW, 600 * MIB)
    expect(forecast).toMatchObject({ low: 512 * MIB, high: 512 * MIB, caption: 'limit in 5 to 7 h' })
    expect(forecast?.sentence).toBe('If it goes on so, Resident set reaches memory limit 512 MiB in 5 to 7 h.')
    const strip = { width: 154, height: 100, top: 600 * MIB }
    const met = forecast && coneShape(forecast, strip).met
    // The strip shows a tenth more than the latest: 7.7 h.
    expect(met?.fromX).toBeCloseTo(100, 5)
    expect(met?.toX).toBeCloseTo(140, 5)
    expect(met?.y).toBeCloseTo(100 - (512 / 600) * 100, 5)
  })

  it('of one that perhaps never meets it has a lower edge that goes on', () => {
    const open = {
      ...rise,
      slopeCi90: [-2 * MIB, 14 * MIB] as [number, number],
      limit: { ...rise.limit!, latestMs: null },
    }
    const forecast = forecastOf(open, NOW, 600 * MIB)
    expect(forecast?.untilMs).toBe(NOW + 20 * HOUR)
    expect(forecast?.low).toBeCloseTo(412 * MIB, -3)
    expect(forecast?.high).toBe(512 * MIB)
  })

  it('without a limit in it ends where the middle leaves the picture, and says the slope', () => {
    const forecast = forecastOf({ ...rise, limit: null }, NOW, 512 * MIB)
    expect(forecast?.untilMs).toBeCloseTo(NOW + 5 * HOUR, -1)
    expect(forecast?.untilText).toBe('+5 h')
    expect(forecast?.caption).toBe('+10.0 to +14.0 MiB/h')
    expect(forecast && coneShape(forecast, { width: 100, height: 100, top: 512 * MIB }).met).toBeNull()
  })

  it('says when a limit is met that lies above it', () => {
    const forecast = forecastOf(rise, NOW, 480 * MIB)
    expect(forecast?.caption).toBe('limit in 5 to 7 h')
    expect(forecast && coneShape(forecast, { width: 100, height: 100, top: 480 * MIB }).met).toBeNull()
  })

  it('takes a fifth of the picture, and nothing where there is none', () => {
    const forecast = forecastOf(rise, NOW, 600 * MIB)
    expect([forecastWidth(null, 800), forecastWidth(forecast, 800), forecastWidth(forecast, 250)]).toEqual([0, 160, 64])
    expect(forecastWidth(forecast, 3_000)).toBe(200)
  })
})

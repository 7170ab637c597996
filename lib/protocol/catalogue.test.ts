import { expect, it } from 'vitest'
import { describeMetric, KIND_HELP, knownMetrics } from './catalogue'
import { SERIES_KINDS, UNITS } from './vocabulary'

it('describes every name of the contract once, with a label, one sentence of help and what normal looks like', () => {
  const names = knownMetrics().map((metric) => metric.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of ['memory.rss', 'memory.live_set', 'gc.major_count', 'loop.delay_p99_ms', 'cache.fill']) {
    expect(names).toContain(name)
  }
  for (const metric of knownMetrics()) {
    expect(SERIES_KINDS).toContain(metric.kind)
    expect(UNITS).toContain(metric.unit)
    expect(metric.label).not.toBe('')
    expect(metric.help).toMatch(/^[A-Z].*\.$/u)
    expect(metric.normal).toMatch(/^[A-Z].*\.$/u)
    expect(describeMetric(metric.name)).toBe(metric)
  }
})

it('knows nothing of a free name, and still has words for its kind', () => {
  expect(describeMetric('pool.mesh')).toBeUndefined()
  expect(Object.keys(KIND_HELP)).toEqual([...SERIES_KINDS])
})

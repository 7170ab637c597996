/** Earlier lives behind the one under way: which ages are asked for, where they are laid, and what is said of them. */
import { describe, expect, it } from 'vitest'
import type { Ask } from '../../lib/client/ask'
import type { ChartPlan } from '../../lib/client/chart-plan'
import type { ChartModel } from '../chart/model'
import { ageWindowOf, askGhosts, ghostLineOf, withGhosts, type Ghost } from './ghosts'

const START = 1_000_000_000
const MINUTE = 60_000

describe('the ages that are asked for', () => {
  it('hold what is on screen and what comes within a fifth of it, and stay the same meanwhile', () => {
    const at = (ageMs: number) => ageWindowOf(START, START + ageMs - 5 * MINUTE, START + ageMs)
    expect(at(20 * MINUTE)).toEqual({ fromMs: 14 * MINUTE, toMs: 21 * MINUTE, spanMs: 5 * MINUTE })
    expect(at(20.9 * MINUTE)).toEqual(at(20 * MINUTE))
    expect(at(21 * MINUTE)).not.toEqual(at(20 * MINUTE))
  })

  it('begin at the start of a life, and are none for a picture from before it', () => {
    expect(ageWindowOf(START, START - 3 * MINUTE, START + 2 * MINUTE)?.fromMs).toBe(0)
    expect(ageWindowOf(START, START - 10 * MINUTE, START - 5 * MINUTE)).toBeNull()
  })
})

describe('ghosts', () => {
  const restart = (atMs: number) => ({ id: atMs, atMs, kind: 'restart', title: 'started anew', process: 'p' })

  it('are the newest three lives, each asked for at the same ages and no further than its own end', async () => {
    const asked: string[] = []
    const ask = (async (path: string) => {
      asked.push(path)
      if (path.startsWith('/api/v1/annotations'))
        return { annotations: [4, 3, 2, 1].map((n) => restart(START - n * 10 * MINUTE)) }
      return { series: [{ name: 'memory.rss', points: [[START - 10 * MINUTE + 1_000, 1, 2, 3]] }] }
    }) as Ask
    const ages = { fromMs: 8 * MINUTE, toMs: 15 * MINUTE, spanMs: 5 * MINUTE }
    const { signal } = new AbortController()
    const ghosts = await askGhosts(ask, { id: 'p', startedAtMs: START }, ['memory.rss'], ages, START, signal)
    expect(ghosts).toHaveLength(3)
    const query = new URLSearchParams(asked[1]?.split('?')[1])
    expect(query.get('fromMs')).toBe(String(START - 2 * MINUTE))
    expect(query.get('toMs')).toBe(String(START - 1))
    expect(ghosts[0]?.points.get('memory.rss')).toEqual([[START + 1_000, 2]])
  })

  const line = { name: 'gauge.a', label: 'a', kind: 'gauge', unit: 'count' } as const
  const model = {
    unit: 'count',
    top: 100,
    ticks: [0, 50, 100],
    entries: [],
    firstRow: 0,
    endRow: 1,
    atMsOf: () => START + 5_000,
    sentence: () => 'a, 5 min.',
  } as unknown as ChartModel
  const ghost = (points: [number, number | null][], name = 'gauge.a'): Ghost => ({
    key: '1',
    label: 'life of 10:00:00',
    stepMs: 1_000,
    points: new Map([[name, points]]),
  })

  it('raise the top of a chart when they are higher, stand in its readout and its table, and are said', () => {
    const drawn = withGhosts(model, line, [ghost([[START + 5_200, 250]])])
    expect(drawn.top).toBeGreaterThan(250)
    expect(drawn.entries.map(({ label, textAt, valueAt }) => [label, textAt(0), valueAt(0)])).toEqual([
      ['life of 10:00:00', '250', 250],
    ])
    expect(drawn.sentence()).toBe('a, 5 min. 1 earlier life at the same age: life of 10:00:00 250.')
  })

  it('say that an age is not known which a life did not reach, and are not drawn where nothing is', () => {
    const [entry] = withGhosts(model, line, [ghost([[START, 7]])]).entries
    expect(entry?.textAt(0)).toBe('not known')
    expect(withGhosts(model, line, [ghost([[START, null]])])).toBe(model)
    expect(withGhosts(model, line, [ghost([[START, 7]], 'another')])).toBe(model)
  })

  it('of a counter are its rates', () => {
    const points: [number, number][] = [
      [START, 100],
      [START + 5_000, 150],
    ]
    const drawn = withGhosts(model, { ...line, kind: 'counter' }, [ghost(points)])
    expect(drawn.ghosts?.[0]?.points).toEqual([
      [START, null],
      [START + 5_000, 10],
    ])
  })

  it('are of what the system counts for memory, and of the first line of any other chart', () => {
    const lines = [line, { ...line, name: 'memory.rss' }]
    expect(ghostLineOf({ kind: 'lines', lines } as unknown as ChartPlan)?.name).toBe('gauge.a')
    expect(ghostLineOf({ kind: 'memory', lines } as unknown as ChartPlan)?.name).toBe('memory.rss')
  })
})

/** The bounds of a search: time, those who wait, and those who went away. */
import { describe, expect, it } from 'vitest'
import type { StepColumns } from '../../history/store'
import { life, madeRoster, SERIES, START_MS } from '../roster/testing/made-roster'
import { ChangeSearch, MOST_WAITING, SEARCH_WITHIN_MS, TooManySearches } from './change-search'
import type { ChangeStore } from './process-reader'

const PROCESSES = 10
const question = { fromMs: START_MS - 60_000, toMs: START_MS, limit: 5 }
const lasting = new AbortController().signal

/** A history in which each process takes `tookMs` of the hub's clock, and has nothing. */
function searched(tookMs: number, lives = 1) {
  const { roster, clock } = madeRoster()
  for (let n = 0; n < PROCESSES; n++) roster.onLife(`p${n}`, life({ instance: String(n) }), SERIES, lives)
  const read: string[] = []
  const store: ChangeStore = {
    async stepColumns({ process }) {
      read.push(process)
      await Promise.resolve()
      clock.nowMs += tookMs
      return [] satisfies StepColumns[]
    },
    lives: async ({ process }) =>
      Array.from({ length: lives }, (_, at) => ({
        process,
        life: life({ boot: `b${at}`, startedAtMs: START_MS - 59_000 + at * 1_000 }),
        series: SERIES,
      })),
  }
  const search = new ChangeSearch({ store, entries: () => roster.entries(), nowMs: () => clock.nowMs })
  return { search, read, roster }
}

describe('a search over all processes', () => {
  it('ends when its time is up, and says of how many it looked at', async () => {
    const { search, read } = searched(SEARCH_WITHIN_MS / 4)
    const { processes, series } = await search.ofAll(question, lasting)
    expect(processes.known).toBe(PROCESSES)
    expect(processes.looked).toBeGreaterThanOrEqual(4)
    expect(processes.looked).toBeLessThan(PROCESSES)
    expect(read.length).toBe(processes.looked)
    expect(series['not-known']).toBe(processes.looked * SERIES.length)
  })

  it('looks first at those with a broken rule', async () => {
    const { search, read, roster } = searched(SEARCH_WITHIN_MS)
    const entry = roster.get('p7')
    if (!entry) throw new Error('there is no p7')
    entry.flags = [{ flag: 'growth', sinceMs: START_MS, reason: 'it grows' }]
    await search.ofAll(question, lasting)
    expect(read[0]).toBe('p7')
  })

  it('tells the first of very many lives, and how many more there were', async () => {
    const { search } = searched(1, 58)
    const { lives, livesLeftOut } = await search.ofAll(question, lasting)
    expect(lives).toHaveLength(100)
    const begun = lives.map(({ atMs }) => atMs)
    expect(begun).toEqual(begun.toSorted((a, b) => a - b))
    expect(lives.length + livesLeftOut).toBeGreaterThan(250)
    // Ten processes a second: the first hundred end with the tenth second of the stretch.
    expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeLessThanOrEqual(11_000)
  })

  it('is one at a time; some wait, and who comes then is told to come again', async () => {
    const { search, read } = searched(1)
    const asked = Array.from({ length: MOST_WAITING + 3 }, () => search.ofAll(question, lasting))
    const settled = await Promise.allSettled(asked)
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
    expect(refused).toHaveLength(2)
    expect(refused[0]).toBeInstanceOf(TooManySearches)
    const ids = read.slice(0, PROCESSES)
    expect(new Set(ids).size).toBe(PROCESSES)
    expect((await search.ofAll(question, lasting)).processes.looked).toBe(PROCESSES)
  })

  it('stops when whoever asked went away, and the next one has its turn', async () => {
    const { search, read } = searched(1)
    const gone = new AbortController()
    const asked = search.ofAll(question, gone.signal)
    const next = search.ofAll(question, lasting)
    gone.abort()
    expect((await asked).processes.looked).toBeLessThanOrEqual(2)
    expect((await next).processes.looked).toBe(PROCESSES)
    expect(read.length).toBeLessThanOrEqual(PROCESSES + 2)
  })
})

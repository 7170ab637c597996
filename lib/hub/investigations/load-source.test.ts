import { expect, it } from 'vitest'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import { withLoadSource } from './load-source'

const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'clients.http', kind: 'clients', unit: 'count' },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
]

/** What counts as clients, of rows a second apart. */
function clientsOf(rows: readonly (readonly [clients: number, requests: number])[]): string[] {
  const told = {
    series: SERIES,
    atMs: rows.map((_, second) => second * 1_000),
    values: Float64Array.from(rows.flatMap(([clients, requests]) => [1, clients, requests])),
    low: new Float64Array(rows.length),
    high: new Float64Array(rows.length),
  }
  return withLoadSource(told).flatMap(({ name, kind }) => (kind === 'clients' ? [name] : []))
}

const seconds = Array.from({ length: 60 }, (_, at) => at)

it('I5.2: requests are the load of a server that is asked, whether connections are used again or not', () => {
  expect(clientsOf(seconds.map((at) => [4, 100 * at]))).toEqual([])
  expect(clientsOf(seconds.map((at) => [at % 2, 100 * at]))).toEqual([])
  expect(clientsOf(seconds.map((at) => [at % 2, at > 30 ? 1 : 0]))).toEqual([])
})

it('I5.2: clients are the load where they stay and seldom ask, as those of a web socket do', () => {
  expect(clientsOf(seconds.map((at) => [200, 200 + Math.floor(at / 10)]))).toEqual(['clients.http'])
})

it('I5.2: clients are the load where no request was counted, or none can have been', () => {
  expect(clientsOf(seconds.map(() => [3, 0]))).toEqual(['clients.http'])
  expect(clientsOf(seconds.map(() => [3, Number.NaN]))).toEqual(['clients.http'])
  expect(clientsOf([[3, 10]])).toEqual(['clients.http'])
})

it('I5.2: a counter that starts again is not taken for requests that were given back', () => {
  expect(clientsOf(seconds.map((at) => [1, at === 30 ? 0 : 10 * at]))).toEqual([])
})

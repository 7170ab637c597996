// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { standInForEach } from '../testing/page'
import type { ComparedAnswer } from './compare-asking'
import { askCompared } from './compare-asking'
import { compareFromAddress } from './compare-data'
import { Missing } from './missing'

const stage = standInForEach()
const nothingMissing: ComparedAnswer = {
  compared: [],
  unknown: [],
  shared: [],
  series: null,
  align: 'clock',
  beside: null,
  days: 1,
  cutFrom: null,
}

it('says how many are shown of those that the address names, and nothing where it names no more', async () => {
  const { container } = await stage.show(<Missing answer={{ ...nothingMissing, cutFrom: 1_200 }} />)
  expect(container.textContent).toContain('Shown are the first 8 of 1,200 processes')
  expect((await stage.show(<Missing answer={nothingMissing} />)).container.textContent).toBe('')
})

/** A hub that knows so many processes of one service. */
function knowing(count: number) {
  const ids = Array.from({ length: count }, (_, at) => `p${at}`)
  const detailOf = (id: string) => ({ id, service: 'api', instance: id, startedAtMs: 0, series: [] })
  stage.hub.answers.set('GET /api/v1/processes', () => ({ body: { processes: ids.map(detailOf) } }))
  for (const id of ids) stage.hub.answers.set(`GET /api/v1/processes/${id}`, () => ({ body: detailOf(id) }))
  return ids
}

it.each([
  ['named', 8, null],
  ['named', 11, 11],
  ['siblings', 8, null],
  ['siblings', 11, 11],
] as const)(
  'of processes that are %s, %i in all, so many are told that are cut from: %s',
  async (how, count, cutFrom) => {
    const ids = knowing(count)
    const named = how === 'siblings' ? ids.slice(0, 1) : ids
    const address = new URLSearchParams(named.map((id) => ['id', id]))
    if (how === 'siblings') address.set('beside', 'siblings')
    const { client } = await stage.show(null)
    const answer = await askCompared(client.ask, compareFromAddress(address), 1_000, new AbortController().signal)
    expect([answer.compared.length, answer.cutFrom]).toEqual([8, cutFrom])
  },
)

// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import type { Gap, ProcessDetail } from '../../lib/protocol/http-api'
import type { RowLine } from '../chart/lines-content'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { askCompared } from './compare-asking'
import { compareFromAddress, type Compared } from './compare-data'
import { ComparedGaps } from './compared-gaps'

const stage = standInForEach()
const lineOf = ({ key, name, isGhost }: Compared): RowLine => ({
  id: key,
  name,
  color: 'series-1',
  dash: null,
  isGhost,
})
const gap = (fromMs: number, more: Partial<Gap> = {}): Gap => ({
  fromMs,
  toMs: fromMs + 30_000,
  missedFrames: 0,
  cause: 'stood-still',
  ...more,
})
const compared = (key: string, gaps: Gap[], originMs = 0): Compared => ({
  key,
  name: `api/${key}`,
  detail: { id: key } as ProcessDetail,
  points: null,
  gaps,
  originMs,
  isGhost: false,
})
const itemsOf = (container: HTMLElement) => [...container.querySelectorAll('li')].map(({ textContent }) => textContent)

it('Each gap is told with its line, its time and its reason, the newest first, and no more than can be read.', async () => {
  vi.stubEnv('TZ', 'UTC')
  const lines = [
    compared('a', [gap(NOW - 60_000)]),
    compared('b', [gap(NOW - 200_000), gap(NOW - 40_000, { cause: 'restart' })]),
  ]
  const { container } = await stage.show(<ComparedGaps compared={lines} lineOf={lineOf} align="clock" />)
  const clockOf = (atMs: number) => new Date(atMs).toISOString().slice(11, 19)
  expect(itemsOf(container)).toEqual([
    `api/b ${clockOf(NOW - 40_000)}: No samples for 30 s: the process was restarted.`,
    `api/a ${clockOf(NOW - 60_000)}: The process took no samples for 30 s: it was blocked, paused, or without a processor.`,
    `api/b ${clockOf(NOW - 200_000)}: The process took no samples for 30 s: it was blocked, paused, or without a processor.`,
  ])
  const many = compared(
    'c',
    Array.from({ length: 9 }, (_, at) => gap(NOW - at * 60_000)),
  )
  const all = await stage.show(<ComparedGaps compared={[many]} lineOf={lineOf} align="clock" />)
  expect(itemsOf(all.container)).toHaveLength(6)
  expect(all.container.textContent).toContain('and 3 gaps before.')
  vi.unstubAllEnvs()
})

it('By age a gap is at an age, and where there is none nothing is said.', async () => {
  const old = compared('a', [gap(NOW - 60_000)], NOW - 180_000)
  const { container } = await stage.show(<ComparedGaps compared={[old]} lineOf={lineOf} align="age" />)
  expect(itemsOf(container)[0]).toContain('api/a at an age of 2 min: The process took no samples')
  const none = await stage.show(<ComparedGaps compared={[compared('a', [])]} lineOf={lineOf} align="clock" />)
  expect(none.container.textContent).toBe('')
})

it('The hub is asked why only of a line with a hole, and gaps that no step shows are left out.', async () => {
  const ids = ['whole', 'broken']
  const series = [{ name: 'memory.rss', kind: 'memory', unit: 'bytes' }]
  const detailOf = (id: string) => ({ id, service: 'api', instance: id, startedAtMs: 0, series })
  stage.hub.answers.set('GET /api/v1/processes', () => ({ body: { processes: ids.map(detailOf) } }))
  for (const id of ids) {
    const means = id === 'whole' ? [1, 1, 1, 1] : [1, null, null, 2]
    const points = means.map((mean, at) => [NOW - 60_000 + at * 10_000, mean, mean, mean])
    stage.hub.answers.set(`GET /api/v1/processes/${id}`, () => ({ body: detailOf(id) }))
    stage.hub.answers.set(`GET /api/v1/processes/${id}/series`, () => ({
      body: { series: [{ name: 'memory.rss', unit: 'bytes', stepMs: 10_000, points }] },
    }))
    stage.hub.answers.set(`GET /api/v1/processes/${id}/gaps`, () => ({
      body: { gaps: [gap(NOW - 60_000), { ...gap(NOW - 25_000), toMs: NOW - 22_000 }] },
    }))
  }
  const { client } = await stage.show(null)
  const view = compareFromAddress(new URLSearchParams(ids.map((id) => ['id', id])))
  const answer = await askCompared(client.ask, view, NOW, new AbortController().signal)
  expect(answer.compared.map(({ key, gaps }) => [key, gaps.length])).toEqual([
    ['whole', 0],
    ['broken', 1],
  ])
  const asked = stage.hub.requests.filter(({ path }) => path.endsWith('/gaps'))
  expect(asked.map(({ path, query }) => [path, query.get('fromMs'), query.get('toMs')])).toEqual([
    ['/api/v1/processes/broken/gaps', `${NOW - 60_000}`, `${NOW - 30_000}`],
  ])
})

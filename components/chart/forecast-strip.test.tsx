// @vitest-environment happy-dom
import { afterEach, beforeAll, expect, it } from 'vitest'
import { render, standInForObservers, type Rendered } from '../testing/render'
import { ForecastStrip } from './forecast-strip'
import type { Forecast } from './model'

const forecast: Forecast = {
  fromMs: 0,
  fromValue: 50,
  untilMs: 100,
  low: 100,
  high: 100,
  limit: { value: 100, soonestMs: 50, latestMs: 80 },
  color: 'ink-soft',
  caption: 'limit in 5 to 8 h',
  untilText: '+10 h',
  sentence: '',
}
let shown: Rendered | null = null
beforeAll(standInForObservers)
afterEach(async () => {
  await shown?.unmount()
  shown = null
})
const strip = (width: number, more: Partial<Forecast> = {}) => (
  <svg>
    <ForecastStrip left={300} width={width} height={100} top={200} forecast={{ ...forecast, ...more }} />
  </svg>
)
const lines = () => [...(shown?.container.querySelectorAll('line') ?? [])]

it('draws the cone from now to the limit, and on the limit the time in which it is met', async () => {
  shown = await render(strip(200))
  expect(shown.container.querySelector('g')?.getAttribute('transform')).toBe('translate(300 0)')
  const [cone, edges] = [...shown.container.querySelectorAll('path')].map((path) => path.getAttribute('d'))
  expect(cone).toBe('M0.0 75.0L100.0 50.0L160.0 50.0L160.0 50.0Z')
  expect(edges).toBe('M0.0 75.0L100.0 50.0M0.0 75.0L160.0 50.0')
  const met = lines()[1]
  expect(['x1', 'x2', 'y1'].map((name) => met?.getAttribute(name))).toEqual(['100', '160', '50'])
  expect(shown.container.textContent).toBe('limit in 5 to 8 h+10 h')
})

it('leaves out words for which it is too narrow, and the limit where it is above the picture', async () => {
  shown = await render(strip(80, { limit: { value: 300, soonestMs: 50, latestMs: 80 } }))
  expect(shown.container.textContent).toBe('+10 h')
  expect(lines()).toHaveLength(1)
})

it('stays as it is drawn while nothing in it moves by a pixel, and follows what does', async () => {
  shown = await render(strip(200))
  const cone = () => shown?.container.querySelector('path')?.getAttribute('d')
  const before = cone()
  await shown.again(strip(200, { fromValue: 50.01 }))
  expect(cone()).toBe(before)
  await shown.again(strip(200, { fromValue: 60 }))
  expect(cone()).not.toBe(before)
})

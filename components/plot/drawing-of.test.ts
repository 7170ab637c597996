import { expect, it } from 'vitest'
import { drawingOf } from './drawing-of'

it('has all that is drawn in it, in colours of now, and leaves out what the picture does not have', () => {
  const values = Float64Array.of(1, 2)
  const span = { floor: Float64Array.of(0, 0), top: Float64Array.of(3, 4) }
  const t = Float64Array.of(0, 1_000)
  const picture = { t, holes: [], lines: new Map([['x', values]]), bands: new Map([['live', span]]), low: 0, peak: 4 }
  const line = { color: 'series-1', width: 2 }
  const drawing = drawingOf(
    {
      width: 30,
      height: 20,
      spanMs: 1_000,
      top: 5,
      picture,
      bands: [
        { key: 'live', color: 'band-live', opacity: 0.5 },
        { key: 'garbage', color: 'band-garbage', opacity: 1 },
      ],
      lines: [
        { ...line, key: 'x', dash: '4 3' },
        { ...line, key: 'y', dash: null },
      ],
    },
    (token) => `${token} by night`,
    2,
  )
  expect(drawing).toEqual({
    width: 30,
    height: 20,
    scale: 2,
    spanMs: 1_000,
    top: 5,
    t,
    bands: [{ ...span, color: 'band-live by night', opacity: 0.5 }],
    lines: [{ values, color: 'series-1 by night', dash: [4, 3], width: 2 }],
  })
})

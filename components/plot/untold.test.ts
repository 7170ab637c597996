import { expect, it } from 'vitest'
import type { Drawing } from './draw-plot'
import { Untold } from './untold'

const drawing = (width: number) => ({ width }) as Drawing
const canvas = (name: string) => ({ name }) as unknown as OffscreenCanvas

it('tells what came together as one, and once', () => {
  const untold = new Untold()
  untold.canvas(1, canvas('a'))
  untold.drawing(1, drawing(10))
  untold.canvas(2, canvas('b'))
  expect(untold.take()).toEqual({
    canvases: [
      [1, canvas('a')],
      [2, canvas('b')],
    ],
    drawings: [[1, drawing(10)]],
    gone: [],
  })
  expect(untold.take()).toBeNull()
})

it('holds no more than the newest drawing of each canvas, however long nobody takes it', () => {
  const untold = new Untold()
  for (let n = 0; n < 1_000; n++) for (const id of [1, 2]) untold.drawing(id, drawing(n))
  expect(untold.take()?.drawings).toEqual([
    [1, drawing(999)],
    [2, drawing(999)],
  ])
})

it('has a canvas that is gone let go, and says nothing of one that was never told of', () => {
  const untold = new Untold()
  untold.canvas(1, canvas('a'))
  untold.take()
  untold.drawing(1, drawing(1))
  untold.gone(1)
  untold.canvas(2, canvas('b'))
  untold.drawing(2, drawing(2))
  untold.gone(2)
  expect(untold.take()).toEqual({ canvases: [], drawings: [], gone: [1] })
  expect(untold.take()).toBeNull()
})

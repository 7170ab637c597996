import { describe, expect, it } from 'vitest'
import { drawPlot, paint, type Drawing, type Pen } from './draw-plot'

/** A pen that remembers what it was told, in the words of a path. */
function recorder() {
  const told: string[] = []
  const say = (word: string) => (x: number, y: number) => void told.push(`${word}${x} ${y}`)
  const pen = {
    setTransform: () => undefined,
    clearRect: () => undefined,
    beginPath: () => undefined,
    moveTo: say('M'),
    lineTo: say('L'),
    closePath: () => void told.push('Z'),
    fill: () => void told.push(`fill ${pen.fillStyle} ${pen.globalAlpha}`),
    stroke: () => void told.push(`stroke ${pen.strokeStyle} ${pen.globalAlpha}`),
    setLineDash: (dash: number[]) => void told.push(`dash ${dash.join(',')}`),
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    lineJoin: 'miter',
  }
  return { pen: pen as unknown as Pen, told }
}

const FRAME = { width: 10, height: 10, scale: 1, spanMs: 10, top: 10 }
const drawn = (drawing: Pick<Drawing, 't' | 'bands' | 'lines'>) => {
  const { pen, told } = recorder()
  drawPlot(pen, { ...FRAME, ...drawing })
  return told.join(' ')
}
const columnOf = (...values: (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN)

describe('the live picture', () => {
  it('breaks a line where a value is not known', () => {
    const line = { color: 'red', dash: [4, 3], width: 2, values: columnOf(1, 2, null, 4, null, 5) }
    expect(drawn({ t: columnOf(0, 1, 2, 3, 4, 5), bands: [], lines: [line] })).toBe(
      'dash 4,3 M0 9 L1 8 M3 6 M5 5 stroke red 1',
    )
  })

  it('closes a band once for each stretch that is known, and draws lines over it at full strength', () => {
    const band = { color: 'blue', opacity: 0.5, floor: columnOf(0, 1, null, 2), top: columnOf(1, 2, null, 4) }
    const line = { color: 'ink', dash: [], width: 1, values: columnOf(null, null, null, null) }
    expect(drawn({ t: columnOf(0, 1, 2, 3), bands: [band], lines: [line] })).toBe(
      'M0 9 L1 8 L1 9 L0 10 Z M3 6 L3 8 Z fill blue 0.5 dash  stroke ink 1',
    )
  })
})

describe('the canvas', () => {
  it('is as large as the drawing on the screen it is for, and is told so only when that changes', () => {
    const { pen } = recorder()
    const told: string[] = []
    const size = { width: 0, height: 0 }
    const canvas = {
      getContext: () => pen,
      get width() {
        return size.width
      },
      set width(to) {
        told.push(`width ${to}`)
        size.width = to
      },
      get height() {
        return size.height
      },
      set height(to) {
        told.push(`height ${to}`)
        size.height = to
      },
    } as unknown as OffscreenCanvas
    const drawing: Drawing = { ...FRAME, scale: 1.5, t: columnOf(), bands: [], lines: [] }
    paint(canvas, drawing)
    paint(canvas, drawing)
    paint(canvas, { ...drawing, height: 20 })
    expect(told).toEqual(['width 15', 'height 15', 'height 30'])
  })
})

/** The live picture of bands and lines on a canvas: nothing is made at a sample, neither elements nor texts of paths. */
import type { PictureRow } from '../../lib/client/line-picture'
import type { ShownBand, ShownLine } from './model'

export interface Picture {
  width: number
  height: number
  rows: readonly PictureRow[]
  spanMs: number
  top: number
  bands: readonly ShownBand[]
  lines: readonly ShownLine[]
}

/** What is used of a canvas. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'setTransform'
  | 'clearRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'globalAlpha'
  | 'lineWidth'
  | 'lineJoin'
>

/** `scale`: device pixels a pixel. `colorOf` answers what a colour token is now. */
export function drawPlot(pen: Pen, picture: Picture, colorOf: (token: string) => string, scale: number): void {
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, picture.width, picture.height)
  for (const { key, color, opacity } of picture.bands) {
    pen.globalAlpha = opacity
    pen.fillStyle = colorOf(color)
    bandPath(pen, picture, key)
    pen.fill()
  }
  pen.globalAlpha = 1
  pen.lineJoin = 'round'
  for (const { key, color, dash, width } of picture.lines) {
    pen.strokeStyle = colorOf(color)
    pen.lineWidth = width
    pen.setLineDash(dash === null ? [] : dash.split(' ').map(Number))
    linePath(pen, picture, key)
    pen.stroke()
  }
}

/** Along the values, broken where one is not known. */
function linePath(pen: Pen, { rows, width, height, spanMs, top }: Picture, key: string): void {
  pen.beginPath()
  let isDown = false
  for (const row of rows) {
    const value = row[key]
    if (typeof value !== 'number') {
      isDown = false
      continue
    }
    const x = (row.t / spanMs) * width
    const y = height - (value / top) * height
    if (isDown) pen.lineTo(x, y)
    else pen.moveTo(x, y)
    isDown = true
  }
}

/** Along the tops and back along the floors, once for each stretch that is known. */
function bandPath(pen: Pen, { rows, width, height, spanMs, top }: Picture, key: string): void {
  pen.beginPath()
  let from = -1
  for (let at = 0; at <= rows.length; at += 1) {
    const row = rows[at]
    const span = row?.[key]
    if (row && Array.isArray(span)) {
      const x = (row.t / spanMs) * width
      const y = height - (span[1] / top) * height
      if (from < 0) pen.moveTo(x, y)
      else pen.lineTo(x, y)
      if (from < 0) from = at
    } else if (from >= 0) {
      for (let back = at - 1; back >= from; back -= 1) {
        const under = rows[back]
        const floor = under?.[key]
        if (under && Array.isArray(floor)) pen.lineTo((under.t / spanMs) * width, height - (floor[0] / top) * height)
      }
      pen.closePath()
      from = -1
    }
  }
}

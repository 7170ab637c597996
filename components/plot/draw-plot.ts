/** Draws bands and lines on a canvas: nothing is made at a sample, neither elements nor texts of paths. */

/** All that is drawn, as it can go to another thread. */
export interface Drawing {
  /** In pixels of the page. */
  width: number
  height: number
  /** Device pixels a pixel. */
  scale: number
  /** From left to right, and from the foot (0) to the top. */
  spanMs: number
  top: number
  t: Float64Array
  /** In the columns, `NaN` is what is not known. */
  bands: readonly { floor: Float64Array; top: Float64Array; color: string; opacity: number }[]
  lines: readonly { values: Float64Array; color: string; dash: readonly number[]; width: number }[]
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

/** Makes the canvas as large as the drawing, and draws it. */
export function paint(canvas: HTMLCanvasElement | OffscreenCanvas, drawing: Drawing): void {
  const width = Math.round(drawing.width * drawing.scale)
  const height = Math.round(drawing.height * drawing.scale)
  // To be told its size empties a canvas, also where it is the same.
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const pen = canvas.getContext('2d') as Pen | null
  if (pen) drawPlot(pen, drawing)
}

export function drawPlot(pen: Pen, drawing: Drawing): void {
  pen.setTransform(drawing.scale, 0, 0, drawing.scale, 0, 0)
  pen.clearRect(0, 0, drawing.width, drawing.height)
  for (const { color, opacity, floor, top } of drawing.bands) {
    pen.globalAlpha = opacity
    pen.fillStyle = color
    bandPath(pen, drawing, floor, top)
    pen.fill()
  }
  pen.globalAlpha = 1
  pen.lineJoin = 'round'
  for (const { color, dash, width, values } of drawing.lines) {
    pen.strokeStyle = color
    pen.lineWidth = width
    pen.setLineDash([...dash])
    linePath(pen, drawing, values)
    pen.stroke()
  }
}

/** Along the values, broken where one is not known. */
function linePath(pen: Pen, { t, width, height, spanMs, top }: Drawing, values: Float64Array): void {
  pen.beginPath()
  let isDown = false
  for (let at = 0; at < t.length; at += 1) {
    const y = height - ((values[at] ?? Number.NaN) / top) * height
    const isKnown = !Number.isNaN(y)
    const x = ((t[at] ?? 0) / spanMs) * width
    if (isKnown && isDown) pen.lineTo(x, y)
    else if (isKnown) pen.moveTo(x, y)
    isDown = isKnown
  }
}

/** Along the tops and back along the floors, once for each stretch that is known. */
function bandPath(pen: Pen, drawing: Drawing, floors: Float64Array, tops: Float64Array): void {
  const { t, width, height, spanMs, top } = drawing
  const xOf = (at: number) => ((t[at] ?? 0) / spanMs) * width
  const yOf = (value: number | undefined) => height - ((value ?? 0) / top) * height
  pen.beginPath()
  let from = -1
  for (let at = 0; at <= t.length; at += 1) {
    const isKnown = at < t.length && !Number.isNaN(tops[at] ?? Number.NaN)
    if (isKnown && from < 0) {
      pen.moveTo(xOf(at), yOf(tops[at]))
      from = at
    } else if (isKnown) {
      pen.lineTo(xOf(at), yOf(tops[at]))
    } else if (from >= 0) {
      for (let back = at - 1; back >= from; back -= 1) pen.lineTo(xOf(back), yOf(floors[back]))
      pen.closePath()
      from = -1
    }
  }
}

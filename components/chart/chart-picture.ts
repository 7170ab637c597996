/** A chart as a picture of its own, to be pasted elsewhere: with its name, its legend and its time, in the colours on screen. */
import { formatClock, formatDay, formatZone } from '../../lib/format/clock'
import { formatDuration, formatElapsed } from '../../lib/format/durations'
import { xOf, type Frame } from './frame'
import { gapPlace } from './gap-places'
import { LEGEND_LINE_PX, layLegend, newestOf, SWATCH_PX, type LegendEntry, type PlacedEntry } from './legend-places'
import { coneShape, forecastWidth, type Strip } from './forecast'
import { ghostPath } from './ghosts'
import { paint } from '../plot/draw-plot'
import { drawingOf } from '../plot/drawing-of'
import { tickText, timeText } from './ticks'
import type { ChartContent, Forecast } from './model'
import { ageScale, timeScale } from './scale'
import { t } from '../../lib/words/en/charts'

export interface PictureOf {
  title: string
  /** Which process it is of. */
  of: string
  model: ChartContent
  /** What happened, at a time within the window. */
  marks: readonly { atMs: number; title: string }[]
  /** Instead of the numbers of the newest row. */
  legend?: readonly LegendEntry[]
}

const WIDTH = 960
const HEIGHT = 400
const PLOT = { left: 78, top: 78, width: WIDTH - 78 - 18, height: HEIGHT - 78 - 34 }
/** Sharp where it is shown enlarged. */
const SCALE = 2
const FONT = 'system-ui, sans-serif'
const HEAD_FONT = `13px ${FONT}`
/** Marks closer than this would write over each other. */
const MARK_WORDS_PX = 130

type Colors = (token: string) => string

/** `colorOf` answers what a colour token is now. */
export async function chartPng(picture: PictureOf, colorOf: Colors): Promise<Blob> {
  const measuring = penOf(sheet(1, 1))
  measuring.font = HEAD_FONT
  const legend = layLegend(
    picture.legend ?? newestOf(picture.model),
    WIDTH - 18,
    (text) => measuring.measureText(text).width,
  )
  // What lines of a legend there are beyond the first move the plot down.
  const downPx = Math.max(0, ...legend.map(({ line }) => line)) * LEGEND_LINE_PX
  const canvas = sheet(WIDTH, HEIGHT + downPx)
  const pen = penOf(canvas)
  pen.scale(SCALE, SCALE)
  pen.fillStyle = colorOf('surface')
  pen.fillRect(0, 0, WIDTH, HEIGHT + downPx)
  drawHead(pen, picture, colorOf)
  drawLegend(pen, legend, colorOf)
  pen.translate(PLOT.left, PLOT.top + downPx)
  const { fromMs, toMs, top, forecast } = picture.model
  const aheadWidth = forecastWidth(forecast, PLOT.width)
  const frame: Frame = { width: PLOT.width - aheadWidth, height: PLOT.height, fromMs, toMs, top }
  drawGround(pen, picture.model, frame, colorOf)
  pen.drawImage(plotOf(picture.model, frame, colorOf), 0, 0, frame.width, frame.height)
  drawGhosts(pen, picture.model, frame, colorOf)
  if (forecast)
    drawForecast(pen, forecast, { left: frame.width, width: aheadWidth, height: frame.height, top }, colorOf)
  drawLevels(pen, picture.model, colorOf)
  drawMarks(pen, picture.marks, frame, colorOf)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))), 'image/png')
  })
}

function sheet(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  return canvas
}

function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('the browser lends no canvas')
  return pen
}

/** The lines and bands, by the same hand as on the page. */
function plotOf(
  { picture, bands, lines, top, fromMs, toMs }: ChartContent,
  { width, height }: Frame,
  colorOf: Colors,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  paint(canvas, drawingOf({ picture, bands, lines, top, width, height, spanMs: toMs - fromMs }, colorOf, SCALE))
  return canvas
}

function drawHead(pen: CanvasRenderingContext2D, { title, of, model }: PictureOf, colorOf: Colors): void {
  pen.textBaseline = 'alphabetic'
  pen.fillStyle = colorOf('ink')
  pen.font = `600 16px ${FONT}`
  pen.fillText(title, 18, 28)
  const titleEnd = 18 + pen.measureText(title).width + 12
  pen.font = HEAD_FONT
  pen.fillStyle = colorOf('ink-soft')
  pen.fillText(`${of} · ${stretchWords(model)}`, titleEnd, 28)
}

/** When it is of. */
export function stretchWords({ fromMs, toMs, isAge }: Pick<ChartContent, 'fromMs' | 'toMs' | 'isAge'>): string {
  if (isAge) return t('fromEachStart', { age: formatDuration(toMs) })
  return t('to', {
    toMs: formatDay(toMs),
    fromMs: formatClock(fromMs),
    toMs2: formatClock(toMs),
    zone: formatZone(fromMs, toMs),
  })
}

function drawLegend(pen: CanvasRenderingContext2D, legend: readonly PlacedEntry[], colorOf: Colors): void {
  for (const { text, color, dash, x, line } of legend) {
    const y = 52 + line * LEGEND_LINE_PX
    pen.fillStyle = colorOf('ink-soft')
    pen.fillText(text, x + (color ? SWATCH_PX : 0), y)
    if (!color) continue
    pen.fillStyle = colorOf(color)
    // A colour stands for two lines where one of them is dashed.
    if (dash) for (const at of [0, 7]) pen.fillRect(x + at, y - 6, 5, 3)
    else pen.fillRect(x, y - 9, 12, 8)
  }
}

/** Where nothing was sampled, with the word that says why. */
export function drawGaps(pen: GapPen, gaps: ChartContent['gaps'], frame: Frame, colorOf: Colors): void {
  for (const gap of gaps) {
    const { left, width, word } = gapPlace(frame, gap)
    pen.fillStyle = colorOf('gap')
    pen.fillRect(left, 0, width, frame.height)
    if (!word) continue
    pen.save()
    pen.fillStyle = colorOf('ink-faint')
    pen.textAlign = 'center'
    pen.textBaseline = 'middle'
    pen.translate(word.x, word.y)
    if (word.isUpright) pen.rotate(-Math.PI / 2)
    pen.fillText(gap.word, 0, 0)
    pen.restore()
  }
}

/** What is used of a pen for gaps. */
type GapPen = Pick<
  CanvasRenderingContext2D,
  'fillStyle' | 'fillRect' | 'save' | 'restore' | 'textAlign' | 'textBaseline' | 'translate' | 'rotate' | 'fillText'
>

function drawGround(pen: CanvasRenderingContext2D, model: ChartContent, frame: Frame, colorOf: Colors): void {
  const { width, height } = frame
  pen.font = `11px ${FONT}`
  drawGaps(pen, model.gaps, frame, colorOf)
  pen.strokeStyle = colorOf('grid')
  pen.lineWidth = 1
  for (const value of model.ticks) {
    const y = Math.round(height - (value / model.top) * height) + 0.5
    stroke(pen, 0, y, PLOT.width, y)
    pen.fillStyle = colorOf('ink-faint')
    pen.textAlign = 'end'
    pen.fillText(tickText(value, model.unit, model.isRate), -8, y + 4)
  }
  const { stepMs, ticks } = (model.isAge ? ageScale : timeScale)(model.fromMs, model.toMs, width)
  pen.textAlign = 'center'
  const wordOf = (atMs: number) => (model.isAge ? formatElapsed(atMs) : timeText(atMs, stepMs))
  for (const atMs of ticks) pen.fillText(wordOf(atMs), xOf(frame, atMs), height + 18)
  pen.textAlign = 'start'
}

function drawGhosts(pen: CanvasRenderingContext2D, { ghosts }: ChartContent, frame: Frame, colorOf: Colors): void {
  const { width, height, top } = frame
  pen.save()
  pen.beginPath()
  pen.rect(0, 0, width, height)
  pen.clip()
  for (const { color, dash, points } of ghosts ?? []) {
    pen.strokeStyle = colorOf(color)
    pen.setLineDash(dash.split(' ').map(Number))
    const yOf = (value: number) => height - (value / top) * height
    pen.stroke(new Path2D(ghostPath(points, (atMs) => xOf(frame, atMs), yOf)))
  }
  pen.restore()
}

function drawForecast(
  pen: CanvasRenderingContext2D,
  forecast: Forecast,
  { left, ...strip }: Strip & { left: number },
  colorOf: Colors,
): void {
  const { width, height } = strip
  const { cone, edges, met } = coneShape(forecast, strip)
  pen.save()
  pen.translate(left, 0)
  pen.strokeStyle = colorOf('line-strong')
  stroke(pen, 0.5, 0, 0.5, height)
  pen.textAlign = 'end'
  pen.fillStyle = colorOf('ink-faint')
  pen.fillText(forecast.untilText, width, height + 18)
  pen.beginPath()
  pen.rect(0, 0, width, height)
  pen.clip()
  pen.fillStyle = colorOf(forecast.color)
  pen.globalAlpha = 0.22
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a pen is no array
  pen.fill(new Path2D(cone))
  pen.globalAlpha = 1
  pen.strokeStyle = colorOf(forecast.color)
  pen.setLineDash([4, 3])
  pen.stroke(new Path2D(edges))
  pen.setLineDash([])
  if (met) {
    pen.strokeStyle = colorOf('limit')
    pen.lineWidth = 4
    stroke(pen, met.fromX, met.y, met.toX, met.y)
  }
  pen.fillStyle = colorOf('ink-faint')
  pen.fillText(forecast.caption, width - 4, height - 6)
  pen.restore()
}

function drawLevels(pen: CanvasRenderingContext2D, model: ChartContent, colorOf: Colors): void {
  const { width, height } = PLOT
  pen.strokeStyle = colorOf('limit')
  pen.textAlign = 'end'
  for (const { value, label, isFloor } of model.levels) {
    pen.setLineDash(isFloor ? [1.5, 3] : [6, 3])
    const y = height - (value / model.top) * height
    stroke(pen, 0, y, width, y)
    pen.fillStyle = colorOf('limit')
    pen.fillText(label, width - 4, y < 16 ? y + 13 : y - 5)
  }
  pen.setLineDash([])
  if (model.farLevels.length > 0) {
    pen.fillStyle = colorOf('ink-faint')
    pen.fillText(`↑ ${model.farLevels.map(({ label }) => label).join(', ')}`, width - 4, 11)
  }
  pen.textAlign = 'start'
}

function drawMarks(pen: CanvasRenderingContext2D, marks: PictureOf['marks'], frame: Frame, colorOf: Colors): void {
  let freeFromX = Number.NEGATIVE_INFINITY
  pen.strokeStyle = colorOf('mark')
  pen.fillStyle = colorOf('mark')
  for (const { atMs, title } of marks) {
    if (atMs < frame.fromMs || atMs > frame.toMs) continue
    const x = xOf(frame, atMs)
    stroke(pen, x, -4, x, frame.height)
    if (x < freeFromX) continue
    const isLeft = x > frame.width - MARK_WORDS_PX
    pen.textAlign = isLeft ? 'end' : 'start'
    pen.fillText(title.length > 24 ? `${title.slice(0, 23)}…` : title, x, -7)
    freeFromX = x + MARK_WORDS_PX
  }
}

function stroke(pen: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  pen.beginPath()
  pen.moveTo(fromX, fromY)
  pen.lineTo(toX, toY)
  pen.stroke()
}

/**
 * The picture in a mail: the values around the begin, where it began, and the limit. It is drawn here, as what draws a
 * chart in a browser is not there in a hub, and a native canvas would have to be built for each machine.
 */
import { formatValue } from '../../../format/rates'
import type { Unit } from '../../../protocol/vocabulary'
import type { ChartPoints } from '../sender'
import { Bitmap, type Color, type Point, textHeight, textWidth } from './bitmap'
import { pngOf } from './png'
import { thinned } from './thinned'
import { ticksOf } from './ticks'

/** Twice the size at which it is shown, for fine screens. */
export const PICTURE_WIDTH = 1_040
export const PICTURE_HEIGHT = 400

const PLOT = { left: 190, right: 1_020, top: 46, bottom: 346 }
const TEXT_SCALE = 3
const DAY_MS = 86_400_000

const GRID: Color = [226, 229, 233]
const INK: Color = [70, 78, 88]
const LINE: Color = [20, 99, 186]
const LIMIT: Color = [179, 38, 30]
const ONSET: Color = [156, 84, 0]

/** A limit so far above would press the values into a flat line. */
const LIMIT_MAX_SHARE = 4

interface Scales {
  x: (atMs: number) => number
  y: (value: number) => number
}

/** A PNG file; `null` where there are not two known values to draw a line through. */
export async function drawChart(points: ChartPoints): Promise<Buffer | null> {
  const { unit } = points
  const known = thinned(points, PLOT.right - PLOT.left)
  const values = known.flat().map(({ value }) => value)
  const times = known.flat().map(({ atMs }) => atMs)
  const fromMs = times[0]
  const toMs = times.at(-1)
  if (fromMs === undefined || toMs === undefined || fromMs === toMs) return null
  const max = Math.max(...values)
  const limit = points.limit !== undefined && points.limit <= max * LIMIT_MAX_SHARE ? points.limit : undefined
  const ticks = ticksOf(Math.min(...values), Math.max(max, limit ?? max), unit)
  const low = ticks[0] ?? 0
  const high = ticks.at(-1) ?? 1
  const scales: Scales = {
    x: (atMs) => PLOT.left + ((atMs - fromMs) / (toMs - fromMs)) * (PLOT.right - PLOT.left),
    y: (value) => PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top),
  }
  const bitmap = new Bitmap(PICTURE_WIDTH, PICTURE_HEIGHT)
  drawGrid(bitmap, scales, ticks, unit)
  drawTimes(bitmap, fromMs, toMs)
  if (points.onsetMs >= fromMs && points.onsetMs <= toMs) drawOnset(bitmap, scales, points.onsetMs)
  if (limit !== undefined) drawLimit(bitmap, scales, limit)
  for (const run of known)
    drawRun(
      bitmap,
      run.map(({ atMs, value }) => ({ x: scales.x(atMs), y: scales.y(value) })),
    )
  return pngOf(bitmap)
}

function drawGrid(bitmap: Bitmap, { y }: Scales, ticks: readonly number[], unit: Unit): void {
  for (const tick of ticks) {
    const words = formatValue(tick, unit)
    bitmap.rectangle(PLOT.left, y(tick) - 1, PLOT.right - PLOT.left, 2, GRID)
    const left = PLOT.left - 12 - textWidth(words, TEXT_SCALE)
    bitmap.text(words, left, y(tick) - textHeight(TEXT_SCALE) / 2, TEXT_SCALE, INK)
  }
}

function drawTimes(bitmap: Bitmap, fromMs: number, toMs: number): void {
  const words = (atMs: number) => (toMs - fromMs >= DAY_MS ? dayAndTime(atMs) : timeOfDay(atMs))
  const top = PLOT.bottom + 18
  bitmap.text(words(fromMs), PLOT.left, top, TEXT_SCALE, INK)
  const end = `${words(toMs)} UTC`
  bitmap.text(end, PLOT.right - textWidth(end, TEXT_SCALE), top, TEXT_SCALE, INK)
}

function drawOnset(bitmap: Bitmap, { x }: Scales, onsetMs: number): void {
  const at = x(onsetMs)
  const words = `began ${timeOfDay(onsetMs)}`
  const width = textWidth(words, TEXT_SCALE)
  bitmap.dashes({ x: at, y: PLOT.top - 12 }, { x: at, y: PLOT.bottom }, 3, ONSET)
  bitmap.text(words, Math.min(Math.max(at - width / 2, PLOT.left), PLOT.right - width), 6, TEXT_SCALE, ONSET)
}

function drawLimit(bitmap: Bitmap, { y }: Scales, limit: number): void {
  bitmap.dashes({ x: PLOT.left, y: y(limit) }, { x: PLOT.right, y: y(limit) }, 3, LIMIT)
  bitmap.text('limit', PLOT.left + 8, y(limit) + 8, TEXT_SCALE, LIMIT)
}

function drawRun(bitmap: Bitmap, run: readonly Point[]): void {
  run.forEach((point, at) => bitmap.line(run[at - 1] ?? point, point, 4, LINE))
}

/** `14:03` */
function timeOfDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16)
}

/** `11-21 14:03` */
function dayAndTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(5, 16).replace('T', ' ')
}

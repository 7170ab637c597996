/** The strip right of now in which a rise goes on: its shape, in the pixels of that strip. */
import type { Forecast } from './model'

/** Of the picture's width: enough to see when, too little to take the past's room. */
const SHARE = 0.2
const LEAST_PX = 64
const MOST_PX = 200

/** In whole pixels; 0 where nothing is forecast. */
export function forecastWidth(forecast: Forecast | null, width: number): number {
  return forecast === null ? 0 : Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, width * SHARE)))
}

export interface Strip {
  width: number
  height: number
  /** The value at the top of the picture. */
  top: number
}

export interface ConeShape {
  /** What lies between the steepest and the flattest slope, as a path. */
  cone: string
  /** Its two edges, as a path. */
  edges: string
  /** Where it meets the limit, from the soonest to the latest; `null` where that is not in the picture. */
  met: { y: number; fromX: number; toX: number } | null
}

/** Both edges end where they meet the limit, or at the end of the strip. */
export function coneShape({ fromMs, untilMs, fromValue, low, high, limit }: Forecast, strip: Strip): ConeShape {
  const { width, height, top } = strip
  const x = (atMs: number) => Math.min(width, ((atMs - fromMs) / (untilMs - fromMs)) * width)
  const y = (value: number) => height - (value / top) * height
  const at = (px: number, py: number) => `${px.toFixed(1)} ${py.toFixed(1)}`
  const start = at(0, y(fromValue))
  const soonestX = limit === null ? width : x(limit.soonestMs)
  const latestX = limit === null || limit.latestMs === null ? width : x(limit.latestMs)
  const isMet = limit !== null && limit.soonestMs <= untilMs
  const highEnd = at(soonestX, y(high))
  const lowEnd = at(latestX, y(low))
  // Between soonest and latest the limit itself is the upper edge.
  const along = isMet ? `L${at(latestX, y(limit.value))}` : ''
  const isInPicture = isMet && limit.value <= top
  return {
    cone: `M${start}L${highEnd}${along}L${lowEnd}Z`,
    edges: `M${start}L${highEnd}M${start}L${lowEnd}`,
    met: isInPicture ? { y: y(limit.value), fromX: soonestX, toX: Math.max(latestX, soonestX + 2) } : null,
  }
}

import type { Picture } from '../../lib/client/line-picture'
import type { Drawing } from './draw-plot'

export interface ShownBand {
  /** Under which the picture has it. */
  key: string
  /** A colour token. */
  color: string
  opacity: number
}

export interface ShownLine {
  /** Under which the picture has it. */
  key: string
  color: string
  dash: string | null
  width: number
}

export interface PlotProps {
  width: number
  height: number
  picture: Picture
  spanMs: number
  top: number
  bands: readonly ShownBand[]
  lines: readonly ShownLine[]
}

/** `scale`: device pixels a pixel. `colorOf` answers what a colour token is now. */
export function drawingOf(plot: PlotProps, colorOf: (token: string) => string, scale: number): Drawing {
  const { width, height, spanMs, top, picture } = plot
  return {
    width,
    height,
    scale,
    spanMs,
    top,
    t: picture.t,
    bands: plot.bands.flatMap(({ key, color, opacity }) => {
      const band = picture.bands.get(key)
      return band ? { ...band, color: colorOf(color), opacity } : []
    }),
    lines: plot.lines.flatMap(({ key, color, dash, width: lineWidth }) => {
      const values = picture.lines.get(key)
      return values ? { values, color: colorOf(color), dash: dashOf(dash), width: lineWidth } : []
    }),
  }
}

function dashOf(dash: string | null): number[] {
  return dash === null ? [] : dash.split(' ').map(Number)
}

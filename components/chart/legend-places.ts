/** The legend of a picture: what stands in it, and where. */
import type { ChartContent } from './model'

/** A line's colour and dash, and what it comes to. */
export interface LegendEntry {
  text: string
  /** A colour token. */
  color?: string | undefined
  dash?: string | null | undefined
}

export interface PlacedEntry extends LegendEntry {
  /** Of its left end, in pixels of the picture. */
  x: number
  /** From 0. */
  line: number
}

export const LEGEND_LINE_PX = 20
export const SWATCH_PX = 17
const LEFT_PX = 18
const BETWEEN_PX = 18

/** What each entry says of the newest row. */
export function newestOf({ firstRow, endRow, entries }: ChartContent): LegendEntry[] {
  const newest = endRow > firstRow ? endRow - 1 : -1
  return entries.flatMap(({ label, color, dash, isBand, textAt }) => {
    const text = textAt(newest)
    return text === null ? [] : [{ text: `${label} ${text}`, color, dash: isBand ? null : dash }]
  })
}

/** One after the other, in as many lines as they need up to `endPx`; `widthOf` answers how wide a text is. */
export function layLegend(
  entries: readonly LegendEntry[],
  endPx: number,
  widthOf: (text: string) => number,
): PlacedEntry[] {
  let [x, line] = [LEFT_PX, 0]
  return entries.map((entry) => {
    const width = (entry.color ? SWATCH_PX : 0) + widthOf(entry.text)
    if (x > LEFT_PX && x + width > endPx) [x, line] = [LEFT_PX, line + 1]
    const placed = { ...entry, x, line }
    x += width + BETWEEN_PX
    return placed
  })
}

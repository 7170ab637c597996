/** Where a point is drawn; `null` coordinates break the line. */
export type Points = readonly { x: number | null; y: number | null }[]

/** As recharts hands them to a shape. */
interface ShapeProps {
  points?: Points | undefined
  baseLine?: unknown
  stroke?: string | undefined
  strokeWidth?: number | string | undefined
  strokeDasharray?: number | string | undefined
  fill?: string | undefined
  fillOpacity?: number | string | undefined
}

/**
 * Straight lines through the points, broken where nothing is known. Recharts' own curve copies every point several times
 * and measures the path's length for an animation that is off.
 */
export function LineShape({ points, stroke, strokeWidth, strokeDasharray }: ShapeProps) {
  return <path d={linePath(points ?? [])} fill="none" {...{ stroke, strokeWidth, strokeDasharray }} />
}

/** The band between the points and their base line, as one outline for each unbroken stretch. */
export function BandShape({ points, baseLine, fill, fillOpacity }: ShapeProps) {
  return (
    <path
      d={bandPath(points ?? [], Array.isArray(baseLine) ? (baseLine as Points) : [])}
      stroke="none"
      {...{ fill, fillOpacity }}
    />
  )
}

export function linePath(points: Points): string {
  let path = ''
  let isDown = false
  for (const { x, y } of points) {
    const isKnown = typeof x === 'number' && typeof y === 'number'
    if (isKnown) path += `${isDown ? 'L' : 'M'}${round(x)} ${round(y)}`
    isDown = isKnown
  }
  return path
}

export function bandPath(tops: Points, floors: Points): string {
  let path = ''
  let back = ''
  const close = () => {
    if (back !== '') path += `${back}Z`
    back = ''
  }
  tops.forEach(({ x, y }, at) => {
    const floor = floors[at]?.y
    if (typeof x !== 'number' || typeof y !== 'number' || typeof floor !== 'number') return close()
    path += `${back === '' ? 'M' : 'L'}${round(x)} ${round(y)}`
    back = `L${round(x)} ${round(floor)}${back}`
    return undefined
  })
  close()
  return path
}

/** A tenth of a pixel: more is not seen, and costs bytes. */
function round(value: number): number {
  return Math.round(value * 10) / 10
}

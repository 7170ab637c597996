/**
 * A picture of the fleet whose areas are memory and whose places stay: who is beside whom is decided once for a set of
 * processes, in the order of their names, and afterwards only the lines between them move.
 */
export interface Weighed {
  id: string
  /** What stands together. */
  group: string
  weight: number
}

export interface Tile {
  id: string
  x: number
  y: number
  width: number
  height: number
}

/** In pixels, but for a wall. */
export const PICTURE_HEIGHT = 132

type Plan = { id: string } | { isAcross: boolean; first: Plan; second: Plan }

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Decides who stands where in a box so wide and high. `items` come in the order that is to be kept. */
export function planPicture(items: readonly Weighed[], width: number, height: number): Plan | null {
  if (items.length === 0) return null
  const groups = new Map<string, Weighed[]>()
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item])
  return split([...groups.values()], { x: 0, y: 0, width, height })
}

/** Halves the list where its weight halves, until one group, and of that one item, is left. */
function split(groups: readonly Weighed[][], box: Box): Plan {
  const [only] = groups
  if (groups.length === 1 && only) {
    const [item] = only
    if (only.length === 1 && item) return { id: item.id }
    return split(
      only.map((one) => [one]),
      box,
    )
  }
  const weights = groups.map((group) => group.reduce((sum, { weight }) => sum + weight, 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const at = halfway(weights, total)
  const share = weights.slice(0, at).reduce((sum, weight) => sum + weight, 0) / total
  const isAcross = box.width >= box.height
  const [one, other] = cut(box, isAcross, share)
  return { isAcross, first: split(groups.slice(0, at), one), second: split(groups.slice(at), other) }
}

function halfway(weights: readonly number[], total: number): number {
  let sum = 0
  for (let at = 1; at < weights.length; at += 1) {
    const before = sum
    sum += weights[at - 1] ?? 0
    if (sum >= total / 2) return at > 1 && total / 2 - before < sum - total / 2 ? at - 1 : at
  }
  return weights.length - 1
}

function cut({ x, y, width, height }: Box, isAcross: boolean, share: number): [Box, Box] {
  return isAcross
    ? [
        { x, y, width: width * share, height },
        { x: x + width * share, y, width: width * (1 - share), height },
      ]
    : [
        { x, y, width, height: height * share },
        { x, y: y + height * share, width, height: height * (1 - share) },
      ]
}

/** The tiles of a plan for the weights of now; an id without a weight has none of the area. */
export function placeTiles(plan: Plan, weights: ReadonlyMap<string, number>, width: number, height: number): Tile[] {
  const tiles: Tile[] = []
  const sums = new Map<Plan, number>()
  const sumOf = (part: Plan): number => {
    const sum = 'id' in part ? (weights.get(part.id) ?? 0) : sumOf(part.first) + sumOf(part.second)
    sums.set(part, sum)
    return sum
  }
  const place = (part: Plan, box: Box): void => {
    if ('id' in part) return void tiles.push({ id: part.id, ...box })
    const [first, whole] = [sums.get(part.first) ?? 0, sums.get(part) ?? 0]
    const [one, other] = cut(box, part.isAcross, whole > 0 ? first / whole : 0.5)
    place(part.first, one)
    place(part.second, other)
  }
  sumOf(plan)
  place(plan, { x: 0, y: 0, width, height })
  return tiles
}

/** Beside a text in its tile, in pixels. */
const TEXT_MARGINS = 14

/** A text that is too long for a tile of that width is cut where it says so; the tile itself says all of it. */
export function fitText(text: string, widthPx: number, letterPx: number): string {
  const room = Math.floor((widthPx - TEXT_MARGINS) / letterPx)
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`
}

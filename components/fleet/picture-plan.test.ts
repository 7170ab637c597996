import { describe, expect, it } from 'vitest'
import { fitText, placeTiles, planPicture, type Tile, type Weighed } from './picture-plan'

const items: Weighed[] = Array.from({ length: 200 }, (_, n) => ({
  id: `p${n}`,
  group: `service-${Math.floor(n / 20)}`,
  weight: 10 + ((n * 37) % 90),
}))
const weightsOf = (list: readonly Weighed[]) => new Map(list.map(({ id, weight }) => [id, weight]))

function placed(list: readonly Weighed[]): Tile[] {
  const plan = planPicture(list, 1000, 150)
  if (!plan) throw new Error('there is no plan')
  return placeTiles(plan, weightsOf(list), 1000, 150)
}

describe('the picture of the fleet', () => {
  it('gives each process its share of the area', () => {
    const total = items.reduce((sum, { weight }) => sum + weight, 0)
    const weights = weightsOf(items)
    for (const { id, width, height } of placed(items))
      expect((width * height) / 150_000).toBeCloseTo((weights.get(id) ?? 0) / total, 6)
  })

  it('has tiles that are nearer to squares than to lines', () => {
    const long = placed(items).filter(({ width, height }) => Math.max(width / height, height / width) > 5)
    expect(long.length).toBeLessThan(items.length / 20)
  })

  it('lays no tile over another, and none outside', () => {
    const tiles = placed(items)
    for (const { x, y, width, height } of tiles)
      expect([x >= 0, y >= 0, x + width <= 1000.001, y + height <= 150.001]).toEqual([true, true, true, true])
    const overlaps = tiles.filter((a) =>
      tiles.some(
        (b) =>
          a !== b &&
          a.x + a.width - 0.001 > b.x &&
          b.x + b.width - 0.001 > a.x &&
          a.y + a.height - 0.001 > b.y &&
          b.y + b.height - 0.001 > a.y,
      ),
    )
    expect(overlaps).toEqual([])
  })

  it('keeps everybody beside their neighbours when memory changes: tiles move, and do not change places', () => {
    const plan = planPicture(items, 1000, 150)
    if (!plan) throw new Error('there is no plan')
    const before = placeTiles(plan, weightsOf(items), 1000, 150)
    const grown = new Map(weightsOf(items)).set('p17', 130)
    const after = placeTiles(plan, grown, 1000, 150)
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    const moved = after.map((tile, at) => Math.hypot(tile.x - (before[at]?.x ?? 0), tile.y - (before[at]?.y ?? 0)))
    expect(Math.max(...moved)).toBeLessThan(60)
  })

  it('is nothing where nobody is', () => expect(planPicture([], 100, 100)).toBeNull())
})

it.each([
  [114, 'restart-masked'],
  [90, 'restart-m…'],
  [16, 'r…'],
])('in a tile of %i pixels a text of letters of 7 is %s', (widthPx, shown) => {
  expect(fitText('restart-masked', widthPx, 7)).toBe(shown)
})

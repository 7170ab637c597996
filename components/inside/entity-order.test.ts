import { describe, expect, it } from 'vitest'
import type { EntityRow } from '../../lib/protocol/entities'
import { firstOrder, orderEntities, pressColumn } from './entity-order'

const row = (id: string, bytes: number | null, grown: number | null = null): EntityRow => ({
  id,
  bytes,
  count: null,
  ageMs: null,
  grown,
  grownSinceMs: null,
})
const table = (rows: EntityRow[]) => ({ name: 'x', total: 3, sampled: 3, isEstimate: false, atMs: 0, rows })

describe('the order of entities', () => {
  it('puts what is not known last, whichever way it goes', () => {
    const rows = [row('unknown', null), row('small', 1), row('large', 9)]
    const ids = (isDown: boolean) => orderEntities(rows, { column: 'bytes', isDown }).map(({ id }) => id)
    expect(ids(true)).toEqual(['large', 'small', 'unknown'])
    expect(ids(false)).toEqual(['small', 'large', 'unknown'])
  })

  it('begins with bytes where they are known, else with what is', () => {
    expect(firstOrder(table([row('a', 3, 1)])).column).toBe('bytes')
    expect(firstOrder(table([row('a', null, 2)])).column).toBe('growth')
  })

  it('turns round when its column is pressed again, and begins another with its greatest', () => {
    const turned = pressColumn({ column: 'bytes', isDown: true }, 'bytes')
    expect(turned).toEqual({ column: 'bytes', isDown: false })
    expect(pressColumn(turned, 'growth')).toEqual({ column: 'growth', isDown: true })
  })
})

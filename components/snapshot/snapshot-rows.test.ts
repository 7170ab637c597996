import { describe, expect, it } from 'vitest'
import { classRow, sumsOf } from '../testing/snapshot'
import { snapshotAddress, viewFromAddress, viewToAddress } from './snapshot-address'
import { classId, columnsOf, pressedSort, shownRows } from './snapshot-rows'

const names = (rows: readonly { class: { name: string } }[]) => rows.map(({ class: { name } }) => name)

describe('the classes of a heap snapshot', () => {
  const rows = [
    classRow('Session', { created: sumsOf(10), after: sumsOf(12), before: sumsOf(2) }),
    classRow('(closure) onConnect', { created: sumsOf(900), after: sumsOf(40), before: sumsOf(10) }, 'gateway.js'),
    classRow('Old', { created: null, after: null, before: sumsOf(7) }),
  ]

  it('stand in the order of the hub, until a column is pressed: the most first, then the least, what is not known last', () => {
    expect(names(shownRows(rows, '', null))).toEqual(['Session', '(closure) onConnect', 'Old'])
    const most = pressedSort(null, 'created')
    expect(names(shownRows(rows, '', most))).toEqual(['(closure) onConnect', 'Session', 'Old'])
    const least = pressedSort(most, 'created')
    expect(names(shownRows(rows, '', least))).toEqual(['Session', '(closure) onConnect', 'Old'])
    expect(pressedSort(least, 'created')).toBeNull()
    expect(names(shownRows(rows, '', { column: 'grown', isDown: false }))).toEqual([
      'Old',
      'Session',
      '(closure) onConnect',
    ])
  })

  it('are found by a part of their name or file, in any case', () => {
    expect(names(shownRows(rows, ' SESS', null))).toEqual(['Session'])
    expect(names(shownRows(rows, 'gateway', null))).toEqual(['(closure) onConnect'])
    expect(shownRows(rows, 'nobody', null)).toEqual([])
  })

  it('have columns for what is new and gone only where objects are known again', () => {
    const totals = { objects: 1, references: 1, bytes: 1 }
    expect(columnsOf({ before: null, rows })).toEqual(['count', 'shallow', 'retained'])
    expect(columnsOf({ before: totals, rows })).toContain('freed')
    const ofTwoLives = rows.map((row) => ({ ...row, created: null, freed: null }))
    expect(columnsOf({ before: totals, rows: ofTwoLives })).toEqual([
      'grown',
      'grownBytes',
      'grownRetained',
      'count',
      'retained',
    ])
  })

  it('are told apart by where they stand', () => {
    expect(classId(classRow('f', {}, 'a.js').class)).not.toBe(classId(classRow('f', {}, 'b.js').class))
  })
})

describe('the address of a snapshot', () => {
  it('holds the pair, the order, the search and what is open, and is read back', () => {
    const view = {
      pair: { before: 'x', after: 'y' },
      query: 'a&b',
      sort: { column: 'kept' as const, isDown: false },
      open: 'object Session',
    }
    const address = viewToAddress(view)
    expect(address).toBe('/snapshot?id=y&before=x&q=a%26b&sort=-kept&class=object+Session')
    expect(viewFromAddress(new URL(address, 'http://hub').searchParams)).toEqual(view)
  })

  it('says only what differs, and takes nothing that it does not know', () => {
    expect(snapshotAddress({ before: null, after: 'y' })).toBe('/snapshot?id=y')
    expect(viewFromAddress(new URLSearchParams('id=y&sort=nonsense'))).toEqual({
      pair: { before: null, after: 'y' },
      query: '',
      sort: null,
      open: null,
    })
    expect(viewFromAddress(new URLSearchParams('before=x'))).toBeNull()
  })
})

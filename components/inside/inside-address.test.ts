import { describe, expect, it } from 'vitest'
import {
  comparedFromAddress,
  comparedToAddress,
  differenceAddress,
  entityAddress,
  entityFromAddress,
  entityToAddress,
} from './inside-address'

describe('the address of a difference', () => {
  it('holds the process and both profiles, and is read back', () => {
    const address = differenceAddress('api.a&b', { before: 'x', after: 'y' })
    expect(address).toBe('/process?id=api.a%26b&before=x&after=y#difference')
    expect(comparedFromAddress(new URL(address, 'http://hub').searchParams)).toEqual({ before: 'x', after: 'y' })
  })

  it('keeps what else the address says', () => {
    const params = comparedToAddress(new URLSearchParams('id=a&range=1h&before=old'), { before: 'x', after: 'y' })
    expect(params.toString()).toBe('id=a&range=1h&before=x&after=y')
  })

  it('is of two, or of one by itself, or of none', () => {
    expect(comparedFromAddress(new URLSearchParams('after=y'))).toEqual({ before: null, after: 'y' })
    expect(differenceAddress('a', { before: null, after: 'y' })).toBe('/process?id=a&after=y#difference')
    expect(
      comparedToAddress(new URLSearchParams('id=a&before=x'), { before: null, after: 'y' }).get('before'),
    ).toBeNull()
    expect(comparedFromAddress(new URLSearchParams('before=x'))).toBeNull()
  })
})

describe('the address of an open history', () => {
  it('holds the process, the list and whose it is, whatever they are called, and is read back', () => {
    const entity = { group: 'sockets & more', id: 'a/b=c' }
    const address = entityAddress('api.a', entity)
    expect(address).toBe('/process?id=api.a&list=sockets+%26+more&entity=a%2Fb%3Dc#inside')
    expect(entityFromAddress(new URL(address, 'http://hub').searchParams)).toEqual(entity)
  })

  it('is of none where one half is missing, and takes nothing else with it', () => {
    expect(entityFromAddress(new URLSearchParams('list=sockets'))).toBeNull()
    expect(entityToAddress(new URLSearchParams('id=a&list=x&entity=y&range=1h'), null).toString()).toBe('id=a&range=1h')
  })
})

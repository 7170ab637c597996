import { expect, it } from 'vitest'
import { auditFromAddress, auditToAddress } from './audit-view'

const read = (query: string) => auditFromAddress(new URLSearchParams(query))

it.each(['', 'by=Ada+%26+Ben&act=user.add&outcome=refused&page=3', 'outcome=failed'])(
  'the address says what of the audit is shown, leads there, and is read back: %s',
  (query) => {
    expect(auditToAddress(read(query))).toBe(`/settings${query === '' ? '' : `?${query}`}#audit`)
  },
)

it('shows all of it from its first page for what makes no sense', () => {
  expect(read('outcome=perhaps&page=-4')).toEqual(read(''))
})

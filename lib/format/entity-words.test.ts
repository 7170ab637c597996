import { describe, expect, it } from 'vitest'
import type { EntityTable } from '../protocol/entities'
import { grownWords, sampleWords } from './entity-words'

const table: EntityTable = { name: 'sockets', total: 12_000, sampled: 2_000, isEstimate: false, atMs: 0, rows: [] }

describe('the words of entities', () => {
  it('say that rows are of a sample, and of how many', () => {
    expect(sampleWords(table)).toBe('a sample of 2,000 of 12,000')
    expect(sampleWords({ ...table, total: null })).toBe('a sample of 2,000; how many there are is not known')
    expect(sampleWords({ ...table, total: 1, sampled: 1 })).toBe('1 entry')
  })

  it('say that bytes are estimates', () => {
    expect(sampleWords({ ...table, isEstimate: true })).toBe('a sample of 2,000 of 12,000; bytes are estimates')
  })

  it('tell growth in bytes where those are known, else in counts, and never as none where it is not known', () => {
    const row = { id: 'a', count: 3, ageMs: null, grownSinceMs: null }
    expect(grownWords({ ...row, bytes: 10, grown: 2_048 })).toBe('+2 KiB')
    expect(grownWords({ ...row, bytes: null, grown: -3 })).toBe('−3')
    expect(grownWords({ ...row, bytes: null, grown: null })).toBe('not known')
  })
})

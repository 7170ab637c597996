import { describe, expect, it } from 'vitest'
import type { Flag } from '../../protocol/verdict'
import type { FlagWord, VerdictWord } from '../../protocol/vocabulary'
import { mostUrgent } from './most-urgent'

function entry(id: string, flags: FlagWord[], words: VerdictWord[] = ['steady']) {
  return { id, words, flags: flags.map((flag): Flag => ({ flag, sinceMs: 0, reason: '' })) }
}

describe('the processes that are told of first', () => {
  it('are those with the worst flag, then those that grow, each in the order in which they were met', () => {
    const entries = [
      entry('calm', []),
      entry('grows', [], ['steady', 'growing']),
      entry('silent', ['silent']),
      entry('growth', ['silent', 'growth'], ['growing']),
      entry('calm too', []),
      entry('growth too', ['growth'], ['growing']),
    ]
    const { first, others } = mostUrgent(entries, 4)
    expect(first.map(({ id }) => id)).toEqual(['growth', 'growth too', 'silent', 'grows'])
    expect(others.map(({ id }) => id)).toEqual(['calm', 'calm too'])
  })

  it('are all, in their order, where there is room for all', () => {
    const entries = [entry('calm', []), entry('growth', ['growth'])]
    expect(mostUrgent(entries, 2)).toEqual({ first: entries, others: [] })
  })
})

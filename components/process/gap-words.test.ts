import { describe, expect, it } from 'vitest'
import type { Gap } from '../../lib/protocol/http-api'
import type { ChartModel, ShownGap } from '../chart/model'
import { NO_REASONS, withReasons, type GapReasons } from './gap-words'

const AT = Date.UTC(2026, 10, 30, 12)
const GAP: ShownGap = { fromMs: AT, toMs: AT + 90_000, isOpen: false, word: '', reason: '' }
const modelWith = (...gaps: ShownGap[]) => ({ gaps, sentence: () => 'Numbers.' }) as unknown as ChartModel
const said = (reasons: Partial<GapReasons>, gap: Partial<ShownGap> = {}) =>
  withReasons(modelWith({ ...GAP, ...gap }), { ...NO_REASONS, ...reasons }).gaps[0]
const known = (others: Partial<Gap>): Gap => ({
  fromMs: AT,
  toMs: AT + 89_000,
  missedFrames: 0,
  cause: 'lost',
  ...others,
})

describe('a gap', () => {
  it('says its cause as the hub tells it, with the time that it lasted and what is missing', () => {
    expect(said({ known: [known({ cause: 'restart', missedFrames: null })] })).toMatchObject({
      word: 'restarted',
      reason: 'No samples for 1 min: the process was restarted.',
    })
    expect(said({ known: [known({ cause: 'hub-away', missedFrames: 80 })] })?.reason).toContain('80 samples of 1 min')
    expect(said({ known: [known({ cause: 'capture', what: 'Ada took a heap snapshot of a b' })] })?.reason).toContain(
      'Ada took a heap snapshot of a b',
    )
  })

  it('has the cause that fills most of it, and none of a gap elsewhere', () => {
    const short = known({ fromMs: AT, toMs: AT + 5_000, cause: 'restart' })
    const long = known({ fromMs: AT + 10_000, toMs: AT + 80_000, cause: 'stood-still' })
    expect(said({ known: [short, long] })?.word).toBe('stood still')
    expect(said({ known: [known({ fromMs: AT - 90_000, toMs: AT - 1_000 })] })?.word).toBe('no samples')
  })

  it('of which frames are no longer kept is a restart where a mark says so, and else not known', () => {
    const mark = { id: 1, createdMs: 0, kind: 'restart' as const, atMs: AT + 60_000, title: '' }
    expect(said({ annotations: [mark] })?.word).toBe('restarted')
    expect(said({ isUnread: true })?.word).toBe('not read')
    expect(said({})?.reason).toBe('No samples for 1 min; why is not known.')
  })

  it('that is open says who is silent', () => {
    const open = { isOpen: true }
    expect(said({ isHubAway: true, state: 'live' }, open)?.word).toBe('hub away')
    expect(said({ isCapturing: true, state: 'live' }, open)?.word).toBe('captured')
    expect(said({ state: 'stale' }, open)?.word).toBe('silent')
    expect(said({ isHubHolding: true, state: 'live' }, open)).toMatchObject({
      word: 'held back',
      reason: expect.stringMatching(/^The hub is short of memory: .* come when it has room\.$/u) as string,
    })
    expect(said({ isHubHolding: true, isHubAway: true, state: 'live' }, open)?.word).toBe('hub away')
    expect(said({ isHubHolding: true, state: 'gone' }, open)?.word).toBe('gone')
    expect(said({ isHubHolding: true })?.word).toBe('no samples')
    expect(said({ state: 'gone' }, open)?.word).toBe('gone')
  })

  it('is in the sentence of its chart', () => {
    expect(withReasons(modelWith(GAP), NO_REASONS).sentence()).toMatch(/^Numbers\. Gap from .*: No samples for 1 min/u)
    expect(withReasons(modelWith(), NO_REASONS).sentence()).toBe('Numbers.')
  })
})

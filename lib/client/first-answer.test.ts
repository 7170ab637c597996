// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { takeFirst, type FirstAnswer } from './first-answer'

const ANSWER: FirstAnswer = {
  ok: true,
  hubNowMs: 1,
  alerts: { pending: 0, firing: 0, waiting: 0 },
  history: { state: 'ready' },
  refused: [],
  fleet: { rows: [], total: 0 },
}

it('hands over what the page was answered once, and only to who asks for it', () => {
  window.tidemarkAnswer = ANSWER
  expect(takeFirst({ process: 'p' })).toBeNull()
  expect(takeFirst({ fleet: true })).toBeNull()
  window.tidemarkAnswer = ANSWER
  expect(takeFirst({ fleet: true })).toBe(ANSWER)
  expect(takeFirst({ fleet: true })).toBeNull()
})

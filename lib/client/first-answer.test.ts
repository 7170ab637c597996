// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { FIRST_ANSWER_ID, type FirstAnswer } from '../protocol/first-page'
import { takeFirst } from './first-answer'

const ANSWER: FirstAnswer = {
  ok: true,
  hubNowMs: 1,
  alerts: { pending: 0, firing: 0, waiting: 0 },
  history: { state: 'ready' },
  refused: [],
  isHolding: false,
  fleet: { rows: [], total: 0 },
}

function leave(): void {
  const element = document.createElement('script')
  element.type = 'application/json'
  element.id = FIRST_ANSWER_ID
  element.textContent = JSON.stringify(ANSWER)
  document.body.append(element)
}

it('hands over what the page brought once, and only to who asks for it', () => {
  expect(takeFirst({ fleet: true })).toBeNull()
  leave()
  expect(takeFirst({ process: 'p' })).toBeNull()
  expect(takeFirst({ fleet: true })).toBeNull()
  leave()
  expect(takeFirst({ fleet: true })).toEqual(ANSWER)
  expect(takeFirst({ fleet: true })).toBeNull()
})

import { expect, it } from 'vitest'
import type { Me } from '../protocol/access'
import { askOf } from './ask'
import { WhoAsked } from './who-asked'

const KIM: Me = {
  door: 'closed',
  who: { name: 'Kim', role: 'viewer', via: 'session', hasPassword: true },
  provider: null,
}

function asked(answers: (Me | 'no answer')[]) {
  const told: Me[] = []
  let asks = 0
  const ask = askOf(
    () => 'http://127.0.0.1:1',
    async () => {
      const answer = answers[asks++]
      if (answer === undefined || answer === 'no answer') throw new TypeError('fetch failed')
      return Response.json(answer)
    },
  )
  return { who: new WhoAsked(ask, (me) => told.push(me)), told, asks: () => asks }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

it('is asked once more where the hub did not answer, until it does, and then no more', async () => {
  const { who, told, asks } = asked(['no answer', 'no answer', KIM])
  await who.askAnew()
  for (const tries of [2, 3, 3, 3]) {
    who.retry()
    await settled()
    expect(asks()).toBe(tries)
  }
  expect(told).toEqual([KIM])
})

it('is not asked twice at once', async () => {
  const { who, asks } = asked(['no answer', KIM, KIM])
  await who.askAnew()
  who.retry()
  who.retry()
  await settled()
  expect(asks()).toBe(2)
})

it('is asked only when somebody who comes in is in', async () => {
  const { who, told, asks } = asked([KIM])
  let isIn: ((name: string) => void) | undefined
  const entering = who.enter(() => new Promise<string>((resolve) => (isIn = resolve)))
  const asking = who.askAnew()
  await settled()
  expect(asks()).toBe(0)
  isIn?.('in')
  await asking
  expect([await entering, told]).toEqual(['in', [KIM]])
})

import { expect, it } from 'vitest'
import { beatsEveryMs } from './fan-out'

it('W18: beats of few processes are told five times a second, of more each so many ms as there are, of very many once a second', () => {
  expect([0, 12, 200, 600, 1_000, 10_000].map(beatsEveryMs)).toEqual([200, 200, 200, 600, 1_000, 1_000])
})

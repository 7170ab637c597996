/** The short form of `npm run fuzz`, with the seeds of what was found once. */
import { expect, it } from 'vitest'
import { Honest } from '../hostile/honest'
import { startTestHub } from '../lib/hub/testing/test-hub'
import { FUZZ_NOW_MS, tryDecoder, tryDecoderOften } from './decoder'
import { FOUND } from './found'
import { EVENTS, FORMS, messageOf } from './messages'
import { Random } from './random'
import { fuzzSockets } from './sockets'

const SEED = 20_261_128

it('a seed and a place give the same message again, and each kind of them comes', () => {
  const kinds = new Set<string>()
  for (let place = 0; place < 1_000; place++) {
    const message = messageOf(new Random(SEED, place), FUZZ_NOW_MS)
    expect(messageOf(new Random(SEED, place), FUZZ_NOW_MS)).toEqual(message)
    kinds.add(`${message.form} ${message.event}`)
  }
  expect(kinds.size).toBe(EVENTS.length * FORMS.length)
})

it('the decoder answers each of 30,000 generated messages with what it holds, or with a code and a sentence', () => {
  const { accepted, refused, noJson } = tryDecoderOften(SEED, 0, 30_000)
  expect(accepted + refused + noJson).toBe(30_000)
  expect(Math.min(accepted, refused, noJson)).toBeGreaterThan(3_000)
})

it('what was found once is as it must be, and each kind of message is among it', () => {
  for (const [seed, place, kind, becomes, showed] of FOUND) {
    const { form, event } = messageOf(new Random(seed, place), FUZZ_NOW_MS)
    expect([place, `${form} ${event}`, tryDecoder(seed, place)], showed).toEqual([place, kind, becomes])
  }
  expect(new Set(FOUND.map(([, , kind]) => kind)).size).toBe(EVENTS.length * FORMS.length)
})

it('over real sockets, 2,000 of them and those that were found cost honest agents beside no frame and no connection', async () => {
  const hub = await startTestHub()
  const honest = new Honest(hub.address, 2)
  await honest.start()
  const { sent, answered, closed, silent } = await fuzzSockets({
    url: hub.address,
    seed: SEED,
    count: 2_000,
    connections: 8,
  })
  const replay = FOUND.map(([foundSeed, place]) => ({ seed: foundSeed, place }))
  const again = await fuzzSockets({ url: hub.address, seed: SEED, count: 0, connections: 4, replay })
  expect([again.sent, again.silent]).toEqual([FOUND.length, 0])
  const { cuts } = honest.take()
  const kept = await honest.end()
  expect(sent).toBeGreaterThan(1_900)
  expect(answered).toBeGreaterThan(20)
  expect(closed).toBeGreaterThan(0)
  expect(silent).toBe(0)
  expect(cuts).toBe(0)
  expect(kept.sent).toBeGreaterThan(0)
  expect(kept.lost).toBe(0)
  await hub.end()
})

import { expect, it, onTestFinished } from 'vitest'
import type { CoreState } from './core-wire'
import { Tending } from './tending'

const stateOf = (hasMore: boolean): CoreState => ({
  hasMore,
  health: { state: 'ready' },
  damagedParts: 0,
  dataBytes: 1,
})

/** A core that has `pieces` to do, and answers when it is told to. */
function begin(pieces: number) {
  const asked: { answer: (state: CoreState) => void; refuse: (error: Error) => void }[] = []
  const told: string[] = []
  const tending = new Tending({
    piece: () => new Promise((answer, refuse) => asked.push({ answer, refuse })),
    onState: ({ hasMore }) => told.push(hasMore ? 'more' : 'done'),
    onFault: ({ message }) => told.push(message),
  })
  const answerNext = async () => {
    asked.at(-1)?.answer(stateOf(asked.length < pieces))
    await new Promise(setImmediate)
  }
  return { asked, told, tending, answerNext }
}

it('asks for one piece after the other until none is due, and not for two at once', async () => {
  const { asked, told, tending, answerNext } = begin(3)
  void tending.run()
  void tending.run()
  expect(asked).toHaveLength(1)
  await answerNext()
  void tending.run()
  expect(asked).toHaveLength(2)
  await answerNext()
  await answerNext()
  expect(asked).toHaveLength(3)
  expect(told).toEqual(['more', 'more', 'done'])
  void tending.run()
  expect(asked).toHaveLength(4)
})

it('says what failed, and begins anew the next time it is asked', async () => {
  const { asked, told, tending } = begin(9)
  const ended = tending.run()
  asked[0]?.refuse(new Error('the core is gone'))
  await ended
  expect(told).toEqual(['the core is gone'])
  void tending.run()
  expect(asked).toHaveLength(2)
})

it('asks and tells nothing more once it is stopped', async () => {
  const { asked, told, tending, answerNext } = begin(9)
  const ended = tending.run()
  tending.stop()
  await answerNext()
  await ended
  expect([asked.length, told]).toEqual([1, []])
})

it('looks once after many writes, and goes on at once where it is asked to run', async () => {
  const { asked, tending, answerNext } = begin(1)
  onTestFinished(() => tending.stop())
  for (let write = 0; write < 100; write++) tending.soon()
  await expect.poll(() => asked.length).toBe(1)
  await answerNext()
  for (let write = 0; write < 100; write++) tending.soon()
  await new Promise(setImmediate)
  expect(asked).toHaveLength(1)
  void tending.run()
  expect(asked).toHaveLength(2)
  await answerNext()
  tending.soon()
  await expect.poll(() => asked.length).toBe(3)
})

it('does not look after a write once it is stopped', async () => {
  const { asked, tending } = begin(1)
  tending.soon()
  tending.stop()
  tending.soon()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toHaveLength(0)
})

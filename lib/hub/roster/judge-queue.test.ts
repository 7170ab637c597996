import { expect, it } from 'vitest'
import { JudgeQueue } from './judge-queue'

const idle = () => new Promise((resolve) => setImmediate(resolve))

/** Holds the thread, as a fit does. */
function work(ms: number): void {
  const endsAtMs = performance.now() + ms
  while (performance.now() < endsAtMs) void 0
}

function queueOf(capacity = 100): { queue: JudgeQueue; leftOut: () => number; faults: unknown[] } {
  let leftOut = 0
  const faults: unknown[] = []
  const queue = new JudgeQueue({
    sliceMs: 5,
    capacity,
    onLeftOut: () => {
      leftOut++
    },
    onFault: (cause) => faults.push(cause),
  })
  return { queue, leftOut: () => leftOut, faults }
}

it('runs steps in their order, and lets others have their turn between slices', async () => {
  const { queue } = queueOf()
  const done: string[] = []
  for (let n = 0; n < 6; n++) {
    queue.push(() => {
      work(6)
      done.push(`step ${n}`)
    })
  }
  for (let turn = 0; queue.waiting > 0; turn++) {
    await idle()
    done.push(`turn ${turn}`)
  }
  expect(done.filter((word) => word.startsWith('step'))).toEqual(Array.from({ length: 6 }, (_, n) => `step ${n}`))
  expect(done.indexOf('turn 1')).toBeLessThan(done.indexOf('step 5'))
})

it('holds no more steps than its capacity, and goes on after a step that throws', async () => {
  const { queue, leftOut, faults } = queueOf(3)
  let done = 0
  queue.push(() => {
    throw new Error('a fit failed')
  })
  for (let n = 0; n < 5; n++) queue.push(() => done++)
  while (queue.waiting > 0) await idle()
  expect([done, leftOut(), faults.length]).toEqual([2, 3, 1])
})

it('runs nothing after its stop', async () => {
  const { queue } = queueOf()
  let done = 0
  queue.push(() => done++)
  queue.stop()
  queue.push(() => done++)
  await idle()
  await idle()
  expect(done).toBe(0)
})

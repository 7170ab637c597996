import { hostname, totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { isMainThread, threadId } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { containerLimit, describeLife, slotOf } from './identity'

// vitest may run its files in threads, which are told from their process.
const thread = isMainThread ? '' : `.t${threadId}`

test('An instance is the host and the slot, the same after a restart, and each life has a boot of its own.', () => {
  const first = describeLife({ service: 'shop', env: {} })
  const second = describeLife({ service: 'shop', env: {} })
  expect(first.instance).toBe(`${hostname()}/0${thread}`)
  expect(second.instance).toBe(first.instance)
  expect(second.boot).not.toBe(first.boot)
  expect(first.startedAtMs).toBe(Math.round(performance.timeOrigin))
})

test('The slot is what the process manager gives again after a restart.', () => {
  expect(slotOf({ NODE_APP_INSTANCE: '3', pm_id: '17' })).toBe(`3${thread}`)
  expect(slotOf({ pm_id: '17' })).toBe(`17${thread}`)
  expect(slotOf({ NODE_APP_INSTANCE: '' })).toBe(`0${thread}`)
})

test('The heap limit is V8’s, and a memory limit beyond all memory is none.', () => {
  expect(describeLife({ service: 'shop', env: {} }).limits?.heapBytes).toBe(getHeapStatistics().heap_size_limit)
  expect(containerLimit(1.8e19, totalmem())).toBeUndefined()
  expect(containerLimit(0, totalmem())).toBeUndefined()
  expect(containerLimit(undefined, totalmem())).toBeUndefined()
  expect(containerLimit(512e6, 8e9)).toBe(512e6)
})

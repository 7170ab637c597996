import { getHeapSnapshot } from 'node:v8'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { compiledBytes } from './tab-heap'

it('adds up what is compiled code, and nothing else', () => {
  const snapshot = {
    snapshot: {
      meta: { node_fields: ['type', 'name', 'self_size'], node_types: [['hidden', 'code', 'object'], 'string'] },
    },
    nodes: [0, 7, 1_000, 1, 8, 20, 2, 9, 4_000, 1, 9, 3],
  }
  expect(compiledBytes(JSON.stringify(snapshot))).toBe(23)
})

it('reads what V8 writes', async () => {
  const compiled = compiledBytes(await text(getHeapSnapshot()))
  expect(compiled).toBeGreaterThan(100_000)
  expect(compiled).toBeLessThan(process.memoryUsage().heapUsed)
})

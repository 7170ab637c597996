import { expect, it } from 'vitest'
import { countingOnlooker } from './ingest-tap'
import { startCounts } from './metrics/counts'

const block = {
  count: 2,
  width: 1,
  seqs: Float64Array.of(1, 2),
  atMs: Float64Array.of(1, 2),
  values: Float64Array.of(1, 2),
}

it('a fault in judging is told, and does not reach those who keep the frames', () => {
  const told: string[] = []
  const broken = () => {
    throw new Error('a verdict failed')
  }
  const counts = startCounts()
  const onlooker = countingOnlooker(
    {
      onLife: broken,
      onSeries: broken,
      onFrames: broken,
      onEvents: broken,
      onTrouble: (message, cause) => told.push(`${message}: ${(cause as Error).message}`),
    },
    counts,
  )
  onlooker.onFrames('gateway.a', 'b-1', block)
  onlooker.onEvents('gateway.a', 'b-1', [])
  expect(counts.frames).toBe(2)
  expect(told).toEqual([
    'frames of gateway.a could not be judged or shown; history keeps on: a verdict failed',
    'events of gateway.a could not be judged or shown; history keeps on: a verdict failed',
  ])
})

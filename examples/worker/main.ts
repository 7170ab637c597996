/**
 * The demo's healthy worker: it works through batches, each of them many objects that live for some seconds, so its heap
 * swings widely between collections, and what remains after them stays level.
 */
import { tidemark } from '@tidemark/agent'
import { liveAsMember, tellParent } from '../wire/parent'

const BATCH_EVERY_MS = 500
const RECORDS_PER_BATCH = 5_000
// What is under way at any time, so that batches outlive young collections and become garbage of the old generation.
const BATCHES_UNDER_WAY = 8

interface Item {
  id: number
  key: string
  values: number[]
}

const underWay: Item[][] = []
let done = 0

const agent = tidemark({ service: 'worker', instance: 'batches' })
agent.pool('batches', underWay, { max: 50, help: 'Batches under way.' })
agent.counter('load.requests', () => done, { help: 'Records that were worked through.' })

const timer = setInterval(() => {
  underWay.push(
    Array.from({ length: RECORDS_PER_BATCH }, (_, at) => ({
      id: done + at,
      key: `record-${done + at}`,
      values: Array.from({ length: 20 }, Math.random),
    })),
  )
  if (underWay.length <= BATCHES_UNDER_WAY) return
  const finished = underWay.shift() ?? []
  done += finished.filter(({ values }) => values.reduce((sum, value) => sum + value, 0) > 0).length
}, BATCH_EVERY_MS)

tellParent({ type: 'working' })
liveAsMember(async () => {
  clearInterval(timer)
  await agent.stop(500)
})

/** A way for a worker to end as faults do: a file `die` in the data folder says how, at the next message. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { WorkerStart } from '../worker-wire'

const ENDS: Record<string, () => void> = {
  throws: () => {
    throw new Error('something broke')
  },
  exits: () => process.exit(3),
  'runs out of memory': () => {
    // A megabyte at a time: with small objects the collector would work for long before it gave up.
    const held: number[][] = []
    for (;;) held.push(Array.from({ length: 131_072 }, (_, at) => at / 2))
  },
}

const order = join((workerData as WorkerStart).settings.folder, 'die')

parentPort?.on('message', () => {
  if (!existsSync(order)) return
  const how = readFileSync(order, 'utf8')
  rmSync(order)
  ENDS[how]?.()
})

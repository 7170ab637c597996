/** Runs in a worker thread: answers the main thread what this thread's heap holds. Neither holds the thread nor sends of its own accord. */
import { getHeapStatistics } from 'node:v8'
import { BroadcastChannel, threadId } from 'node:worker_threads'
import { collectionsProbe } from '../../probes/collections'
import { ASK, channelOf, type ThreadHeap } from './thread-wire'

/** The channel is closed, and the probe stopped, when the thread ends. */
export function answerForThisThread(): void {
  const channel = new BroadcastChannel(channelOf(threadId))
  const collections = collectionsProbe()
  const liveSetAt = collections.series.findIndex(({ name }) => name === 'memory.live_set')
  const row = new Float64Array(collections.series.length)
  collections.start()
  channel.addEventListener('message', (message: unknown) => {
    if ((message as { data?: unknown }).data !== ASK) return
    collections.read(row, 0)
    const liveSet = row[liveSetAt] ?? Number.NaN
    const heap: ThreadHeap = {
      usedBytes: getHeapStatistics().used_heap_size,
      liveSetBytes: Number.isNaN(liveSet) ? null : liveSet,
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has none
    channel.postMessage(heap)
  })
  channel.unref()
}

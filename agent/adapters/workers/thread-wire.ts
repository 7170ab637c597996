/** What a worker thread is asked, and what it answers. Each thread has a channel of its own, so that none hears the others. */

/** BroadcastChannels reach the threads of one process and nobody else. */
export const channelOf = (threadId: number): string => `@tidemark/agent/thread/${threadId}`

export const ASK = 'heap'

export interface ThreadHeap {
  usedBytes: number
  /** In use right after the thread's last major collection; `null` before the first. */
  liveSetBytes: number | null
}

export function isThreadHeap(value: unknown): value is ThreadHeap {
  const { usedBytes, liveSetBytes } = (value ?? {}) as Partial<ThreadHeap>
  return typeof usedBytes === 'number' && (liveSetBytes === null || typeof liveSetBytes === 'number')
}

/** Worker threads: each one's heap, as it is inside, and how busy its loop is. */
import type { EventLoopUtilization } from 'node:perf_hooks'
import { BroadcastChannel, type Worker } from 'node:worker_threads'
import { type Adapter, hasMethods, type Watching } from '../adapter'
import { guarded } from '../told'
import { ASK, channelOf, isThreadHeap, type ThreadHeap } from './thread-wire'

/** A thread whose loop is held up does not answer; what it said before stands for so long. */
const STANDS_FOR_MS = 5_000
/** A thread may need a while to load its program. After this without any answer, nothing in it answers. */
const SILENT_AFTER_MS = 10_000
/** Several series of one frame are read from one answer. */
const ASK_APART_MS = 50

/** From Node 22.16 on a thread's heap can be asked from outside. */
interface AskableWorker extends Worker {
  getHeapStatistics?: () => Promise<{ used_heap_size: number }>
}

interface Thread {
  channel: BroadcastChannel | null
  heap: ThreadHeap | null
  heardAtMs: number
  askedAtMs: number
  firstAskedAtMs: number | null
  hasEnded: boolean
  isAskedFromOutside: boolean
  loop: EventLoopUtilization
  warn: Watching['warn']
  name: string
}

const threads = new WeakMap<Worker, Thread>()

function heapOf(worker: AskableWorker): ThreadHeap | null {
  const thread = threads.get(worker)
  if (!thread || thread.hasEnded) return null
  const nowMs = performance.now()
  if (nowMs - thread.askedAtMs > ASK_APART_MS) {
    thread.askedAtMs = nowMs
    ask(worker, thread, nowMs)
  }
  return nowMs - thread.heardAtMs < STANDS_FOR_MS ? thread.heap : null
}

function ask(worker: AskableWorker, thread: Thread, nowMs: number): void {
  thread.firstAskedAtMs ??= nowMs
  thread.channel?.postMessage(ASK)
  const isHeard = thread.heap !== null && !thread.isAskedFromOutside
  if (isHeard || nowMs - thread.firstAskedAtMs < SILENT_AFTER_MS) return
  if (worker.getHeapStatistics) {
    thread.isAskedFromOutside = true
    void worker.getHeapStatistics().then(
      // It has ended meanwhile where it rejects.
      ({ used_heap_size: usedBytes }) => hear(thread, { usedBytes, liveSetBytes: null }),
      () => {},
    )
  } else {
    thread.warn(
      'worker heap',
      `the heap of ${thread.name} is not known: on this Node a worker thread tells it only where it loads @tidemark/agent/register itself.`,
    )
  }
}

function hear(thread: Thread, answer: unknown): void {
  if (!isThreadHeap(answer)) return
  thread.heap = answer
  thread.heardAtMs = performance.now()
}

function openChannel(worker: Worker, thread: Thread): BroadcastChannel {
  const channel = new BroadcastChannel(channelOf(worker.threadId))
  const listen = guarded('answers of worker threads', (message: unknown) =>
    hear(thread, (message as { data?: unknown }).data),
  )
  channel.addEventListener('message', listen)
  channel.unref()
  return channel
}

function onExit(this: Worker): void {
  const thread = threads.get(this)
  if (!thread) return
  thread.hasEnded = true
  thread.channel?.close()
  thread.channel = null
}

function utilization(worker: Worker): number | null {
  const thread = threads.get(worker)
  if (!thread || thread.hasEnded) return null
  const now = worker.performance.eventLoopUtilization()
  const since = worker.performance.eventLoopUtilization(now, thread.loop)
  thread.loop = now
  return since.active + since.idle > 0 ? since.utilization : null
}

export const workerThread: Adapter<Worker> = {
  what: 'a worker thread',
  base: 'worker',
  recognises: (thing) =>
    hasMethods(thing, 'postMessage', 'terminate', 'ref', 'unref') && typeof (thing as Worker).threadId === 'number',
  series: [
    {
      kind: 'gauge',
      name: 'NAME.live_set',
      unit: 'bytes',
      help: 'Heap of the thread in use right after its last major collection.',
      read: (worker) => heapOf(worker)?.liveSetBytes,
    },
    {
      kind: 'gauge',
      name: 'NAME.heap_used',
      unit: 'bytes',
      help: 'Heap of the thread in use, garbage included.',
      read: (worker) => heapOf(worker)?.usedBytes,
    },
    {
      kind: 'gauge',
      name: 'NAME.utilization',
      unit: 'ratio',
      help: 'Share of the time since the frame before in which the thread’s event loop was busy.',
      read: utilization,
    },
  ],
  begin(worker, { name, warn }) {
    const thread: Thread = {
      channel: null,
      heap: null,
      heardAtMs: Number.NEGATIVE_INFINITY,
      askedAtMs: Number.NEGATIVE_INFINITY,
      firstAskedAtMs: null,
      isAskedFromOutside: false,
      hasEnded: worker.threadId < 0,
      loop: worker.performance.eventLoopUtilization(),
      warn,
      name,
    }
    threads.set(worker, thread)
    if (thread.hasEnded) return
    thread.channel = openChannel(worker, thread)
    worker.once('exit', onExit)
  },
  end(worker) {
    worker.off('exit', onExit)
    onExit.call(worker)
    threads.delete(worker)
  },
  isOver: (worker) => threads.get(worker)?.hasEnded ?? true,
}

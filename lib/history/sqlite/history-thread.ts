/** One run of the worker thread: calls are messages, typed arrays are moved rather than copied. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { CoreLost } from './core-calls'
import type { CoreCalls, CoreOperation } from './core-wire'
import type { LogLevel } from './options'
import { transferables } from './transferables'
import type { FromWorker, WorkerStart } from './worker-wire'

/** The thread's own objects; frames and answers are outside of it. What needs more has gone wrong. */
const HEAP_MB = 1_024
/** Of that for what is just made: it is garbage soon, and by itself V8 takes three times as much when blocks are joined first, and keeps it. */
const YOUNG_MB = 16

export interface HistoryThread {
  /** Rejects with `CoreLost` where the thread ends before it has answered. */
  call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]>
  /** Takes the answers that are there; see CoreLink. */
  catchUp(): boolean
  /** Resolves when the thread has ended, by itself or by `end`; whatever it still owed is refused by then. */
  ended: Promise<CoreLost>
  end(): Promise<void>
}

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** Rejects, and nothing runs on, where the database cannot be opened. */
export function startHistoryThread(
  workerUrl: URL,
  start: Omit<WorkerStart, 'answers'>,
  onLog: (level: LogLevel, message: string) => void,
): Promise<HistoryThread> {
  // A channel of our own: what a worker says by itself can only be waited for.
  const { port1: answers, port2: theirs } = new MessageChannel()
  const workerData: WorkerStart = { ...start, answers: theirs }
  const worker = new Worker(workerUrl, {
    workerData,
    transferList: [theirs],
    name: 'tidemark-history',
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let lost: CoreLost | null = null

  function call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]> {
    if (lost !== null) return Promise.reject(lost)
    return new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ id, operation, input }, transferables(input))
    })
  }

  function settle(id: number, how: (waiter: Waiting) => void): void {
    const waiter = waiting.get(id)
    waiting.delete(id)
    if (waiter !== undefined) how(waiter)
  }

  return new Promise((resolve, reject) => {
    let unopened: Error | null = null
    let cause: string | null = null
    const ended = new Promise<CoreLost>((tellEnded) => {
      worker.on('exit', (status) => {
        // What it said before its end.
        catchUp()
        answers.close()
        lost = new CoreLost(`the history's thread ended: ${cause ?? `status ${status}`}`)
        for (const { reject: refuse } of waiting.values()) refuse(lost)
        waiting.clear()
        reject(unopened ?? lost)
        tellEnded(lost)
      })
    })
    worker.on('error', (error) => {
      cause = error instanceof Error ? error.message : String(error)
    })
    function take(message: FromWorker): void {
      switch (message.type) {
        case 'opened':
          return resolve({ call, catchUp, ended, end: async () => void (await worker.terminate()) })
        case 'unopened':
          unopened = new Error(message.message)
          return void worker.terminate()
        case 'log':
          return onLog(message.level, message.message)
        case 'answer':
          return settle(message.id, ({ resolve: answer }) => answer(message.value))
        case 'refused':
          return settle(message.id, ({ reject: refuse }) => refuse(errorLike(message.name, message.message)))
        default:
          return message satisfies never
      }
    }
    function catchUp(): boolean {
      let hasAny = false
      for (let next = receiveMessageOnPort(answers); next !== undefined; next = receiveMessageOnPort(answers)) {
        hasAny = true
        take(next.message)
      }
      return hasAny
    }
    answers.on('message', take)
  })
}

function errorLike(name: string, message: string): Error {
  return name === 'RangeError' ? new RangeError(message) : new Error(message)
}

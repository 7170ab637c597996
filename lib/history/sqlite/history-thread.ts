/** One run of the worker thread: calls are messages, typed arrays are moved rather than copied. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { CoreLost } from './core-calls'
import type { CoreCalls, CoreOperation } from './core-wire'
import type { LogLevel } from './options'
import { OwedAnswers } from './owed-answers'
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

/** Rejects, and nothing runs on, where the database cannot be opened. */
export function startHistoryThread(
  workerUrl: URL,
  start: Omit<WorkerStart, 'answers'>,
  onLog: (level: LogLevel, message: string) => void,
): Promise<HistoryThread> {
  const owed = new OwedAnswers()
  const answers = answerPort((message) => take(message))
  const worker = startWorker(workerUrl, { ...start, answers: answers.theirs })
  let lost: CoreLost | null = null
  let unopened: Error | null = null
  const ended = endOf(worker).then((cause) => {
    // What it said before its end.
    answers.catchUp()
    answers.close()
    lost = new CoreLost(`the history's thread ended: ${cause}`)
    owed.refuseAll(lost)
    return lost
  })

  function call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]> {
    if (lost !== null) return Promise.reject(lost)
    return owed.ask((id) => worker.postMessage({ id, operation, input }, transferables(input)))
  }

  let opened: () => void
  function take(message: FromWorker): void {
    switch (message.type) {
      case 'opened':
        return opened()
      case 'unopened':
        unopened = new Error(message.message)
        return void worker.terminate()
      case 'log':
        return onLog(message.level, message.message)
      case 'answer':
        return owed.answer(message.id, message.value)
      case 'refused':
        return owed.refuse(message.id, errorLike(message.name, message.message))
      default:
        return message satisfies never
    }
  }
  return new Promise((resolve, reject) => {
    opened = () =>
      resolve({ call, catchUp: () => answers.catchUp(), ended, end: async () => void (await worker.terminate()) })
    void ended.then((error) => reject(unopened ?? error))
  })
}

function startWorker(workerUrl: URL, workerData: WorkerStart): Worker {
  return new Worker(workerUrl, {
    workerData,
    transferList: [workerData.answers],
    name: 'tidemark-history',
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  })
}

/** Resolves when the thread has ended, with why. */
function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    let cause: string | null = null
    worker.on('error', (error) => {
      cause = error instanceof Error ? error.message : String(error)
    })
    worker.on('exit', (status) => resolve(cause ?? `status ${status}`))
  })
}

/** A channel of our own, as what a worker says by itself can only be waited for. */
function answerPort(take: (message: FromWorker) => void) {
  const { port1: ours, port2: theirs } = new MessageChannel()
  ours.on('message', take)
  return {
    theirs,
    catchUp(): boolean {
      let hasAny = false
      for (let next = receiveMessageOnPort(ours); next !== undefined; next = receiveMessageOnPort(ours)) {
        hasAny = true
        take(next.message)
      }
      return hasAny
    },
    close: () => ours.close(),
  }
}

function errorLike(name: string, message: string): Error {
  return name === 'RangeError' ? new RangeError(message) : new Error(message)
}

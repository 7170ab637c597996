/** The core on a worker thread: calls are messages, typed arrays are moved rather than copied. */
import { Worker } from 'node:worker_threads'
import type { CoreLink } from './core-calls'
import type { CoreCalls, CoreOperation } from './core-wire'
import type { LogLevel, StoreSettings } from './options'
import { transferables } from './transferables'
import type { FromWorker, WorkerStart } from './worker-wire'

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** Rejects where the database cannot be opened. */
export function openWorkerLink(
  workerUrl: URL,
  settings: StoreSettings,
  nowMs: number,
  onLog: (level: LogLevel, message: string) => void,
): Promise<CoreLink> {
  const start: WorkerStart = { settings, nowMs }
  const worker = new Worker(workerUrl, { workerData: start, name: 'tidemark-history' })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Error | null = null

  function call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]> {
    if (ended !== null) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ id, operation, input }, transferables(input))
    })
  }

  async function end(): Promise<void> {
    ended = new Error('the history is closed')
    await worker.terminate()
  }

  return new Promise((resolve, reject) => {
    function fail(error: Error): void {
      ended ??= new Error(`the history's thread ended: ${error.message}`)
      reject(ended)
      for (const { reject: refuse } of waiting.values()) refuse(ended)
      waiting.clear()
    }
    worker.on('error', fail)
    worker.on('exit', (status) => fail(new Error(`status ${status}`)))
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'opened':
          return resolve({ call, end })
        case 'unopened':
          ended = new Error(message.message)
          reject(ended)
          return void worker.terminate()
        case 'log':
          return onLog(message.level, message.message)
        case 'answer':
          waiting.get(message.id)?.resolve(message.value)
          return void waiting.delete(message.id)
        case 'refused':
          waiting.get(message.id)?.reject(errorLike(message.name, message.message))
          return void waiting.delete(message.id)
        default:
          return message satisfies never
      }
    })
  })
}

function errorLike(name: string, message: string): Error {
  return name === 'RangeError' ? new RangeError(message) : new Error(message)
}

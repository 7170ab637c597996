/** The thread that owns the database. Bundled to a file of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { runCall } from './core-calls'
import { HistoryCore } from './history-core'
import { transferables } from './transferables'
import type { FromWorker, ToWorker, WorkerStart } from './worker-wire'

const { settings, nowMs, answers } = workerData as WorkerStart

function send(message: FromWorker): void {
  answers.postMessage(message, message.type === 'answer' ? transferables(message.value) : [])
}

function open(): HistoryCore | null {
  try {
    const core = new HistoryCore(settings, nowMs, (level, message) => send({ type: 'log', level, message }))
    send({ type: 'opened' })
    return core
  } catch (error) {
    send({ type: 'unopened', message: error instanceof Error ? error.message : String(error) })
    return null
  }
}

const core = open()
if (core !== null)
  parentPort?.on('message', ({ id, operation, input }: ToWorker) => {
    try {
      send({ type: 'answer', id, value: runCall(core, operation, input) })
    } catch (error) {
      // A write that failed half way leaves memory and disk apart: only a new thread is sure of what is kept.
      if (operation === 'write') throw error
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      send({ type: 'refused', id, name, message })
    }
  })

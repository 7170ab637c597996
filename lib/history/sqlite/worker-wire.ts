/** The messages of the history's worker thread. */
import type { MessagePort } from 'node:worker_threads'
import type { CoreCalls, CoreOperation } from './core-wire'
import type { LogLevel, StoreSettings } from './options'

export interface WorkerStart {
  settings: StoreSettings
  nowMs: number
  /** What the thread has to say goes here. */
  answers: MessagePort
}

export type ToWorker = { [O in CoreOperation]: { id: number; operation: O; input: CoreCalls[O][0] } }[CoreOperation]

export type FromWorker =
  | { type: 'opened' }
  | { type: 'unopened'; message: string }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refused'; id: number; name: string; message: string }
  | { type: 'log'; level: LogLevel; message: string }

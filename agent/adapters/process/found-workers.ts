/** Every worker thread that is started from here on. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import type { Adapter, Watching } from '../adapter'
import { guarded } from '../told'

let adopt: Watching['adopt'] = () => false

const onWorker = guarded('worker threads that start', (message: unknown) => {
  adopt((message as { worker: Worker }).worker)
})

export const foundWorkers: Adapter<object> = {
  what: 'every worker thread of the process',
  base: 'workers',
  recognises: () => false,
  series: [],
  begin(_process, watching) {
    adopt = watching.adopt
    subscribe('worker_threads', onWorker)
  },
  end: () => unsubscribe('worker_threads', onWorker),
}

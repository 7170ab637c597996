/** Runs the operations of `CoreCalls` on a core: the same on the worker's side and in one thread. */
import type { CoreCalls, CoreOperation } from './core-wire'
import type { HistoryCore } from './history-core'

type Handlers = { [O in CoreOperation]: (core: HistoryCore, input: CoreCalls[O][0]) => CoreCalls[O][1] }

const HANDLERS: Handlers = {
  write: (core, request) => core.write(request),
  processes: (core) => core.processes(),
  events: (core, { process, limit }) => core.newestEvents(process, limit),
  annotations: (core, query) => core.notes.annotations(query),
  verdictChanges: (core, { process, fromMs, toMs }) => core.notes.verdictChanges(process, fromMs, toMs),
  records: (core, { collection }) => core.notes.records(collection),
  series: (core, query) => core.reader.series(query),
  replay: (core, { process, fromMs, stepMs }) => core.reader.replay(process, fromMs, stepMs),
  tend: (core, { nowMs }) => core.tend(nowMs),
  close: (core, { nowMs }) => {
    core.close(nowMs)
    return null
  },
}

export function runCall<O extends CoreOperation>(
  core: HistoryCore,
  operation: O,
  input: CoreCalls[O][0],
): CoreCalls[O][1] {
  return HANDLERS[operation](core, input)
}

/** A core that is somewhere: calls run one after the other, in the order in which they were made. */
export interface CoreLink {
  call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]>
  /** After `close` was called and answered. */
  end(): Promise<void>
}

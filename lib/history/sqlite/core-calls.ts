/** Runs the operations of `CoreCalls` on a core: the same on the worker's side and in one thread. */
import type { CoreCalls, CoreOperation } from './core-wire'
import type { HistoryCore } from './history-core'
import { jsonOf } from './json-text'

type Handlers = { [O in CoreOperation]: (core: HistoryCore, input: CoreCalls[O][0]) => CoreCalls[O][1] }

const HANDLERS: Handlers = {
  write: (core, request) => core.write(request),
  processes: (core) => core.processes(),
  events: (core, { process, limit }) => core.newestEvents(process, limit),
  eventsBetween: (core, query) => core.notes.eventsBetween(query),
  annotations: (core, query) => core.notes.annotations(query),
  verdictChanges: (core, { process, fromMs, toMs }) => core.notes.verdictChanges(process, fromMs, toMs),
  records: (core, { collection }) => core.notes.records(collection),
  series: (core, query) => core.reader.series(query),
  seriesJson: (core, query) => core.reader.series(query).map((one) => ({ name: one.name, json: jsonOf(one) })),
  lives: (core, query) => core.livesIn(query),
  gaps: (core, query) => core.reader.gaps(query),
  replay: (core, { process, fromMs, stepMs }) => core.reader.replay(process, fromMs, stepMs),
  tend: (core, { nowMs, holdTiers }) => core.tend(nowMs, holdTiers),
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

/** The core went away with all that it had not written; another one may come. */
export class CoreLost extends Error {
  override name = 'CoreLost'
}

/** A core that is somewhere: calls run one after the other, in the order in which they were made. */
export interface CoreLink {
  /** Rejects with `CoreLost` where the core goes away before it has answered, and until another one is there. */
  call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]>
  /** How often another core took the place of one that went away. */
  readonly restarts: number
  /**
   * Takes the answers that are there, though the event loop has not come to them: it does not while very many sockets are read, and
   * what gathers meanwhile is not written before. Answers whether there was one.
   */
  catchUp(): boolean
  /** Called when the core went away, after its calls were refused and before another one is there. */
  onLost: (error: CoreLost) => void
  /** After `close` was called and answered. */
  end(): Promise<void>
}

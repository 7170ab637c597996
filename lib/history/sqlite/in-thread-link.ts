import type { CoreCalls, CoreOperation } from './core-wire'
import { type CoreLink, runCall } from './core-calls'
import type { HistoryCore } from './history-core'

/** The core on this thread. */
export function inThreadLink(core: HistoryCore): CoreLink {
  return {
    async call<O extends CoreOperation>(operation: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]> {
      return runCall(core, operation, input)
    },
    catchUp: () => false,
    restarts: 0,
    onLost: () => undefined,
    async end() {},
  }
}

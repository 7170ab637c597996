/** What adapters tell the host: once for the process and cause, whichever of them meets it. */
import { reasonOf, Warnings } from '../warnings'

const warnings = new Warnings()

export function tell(cause: string, sentence: string): void {
  warnings.warn('TIDEMARK_ADAPTER', cause, sentence)
}

/** For what Node calls: a subscriber or listener that throws would end the host. */
export function guarded<Args extends unknown[]>(what: string, act: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      act(...args)
    } catch (thrown) {
      tell(what, `${what} could not be followed: ${reasonOf(thrown)}. The rest goes on.`)
    }
  }
}

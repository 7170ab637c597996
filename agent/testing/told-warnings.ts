/** What the agent told its host while a test ran. */
import { Warnings } from '../warnings'

export interface ToldWarning {
  code: string | undefined
  message: string
}

/** Warnings that go into a list as well as to the process; the code and the sentence of each. */
export async function warningsOf(act: (warnings: Warnings) => unknown): Promise<ToldWarning[]> {
  const told: ToldWarning[] = []
  const listen = (warning: Error & { code?: string }): void => {
    if (warning.name === 'TidemarkWarning') told.push({ code: warning.code, message: warning.message })
  }
  process.on('warning', listen)
  try {
    await act(new Warnings())
    // A warning is told in the next tick.
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.off('warning', listen)
  }
  return told
}

/** Starts the agent of a program that knows nothing of it, and has it watch what Node tells of by itself. */
import { hostname } from 'node:os'
import type { watch } from '../adapters/watch'
import { hasOwnSlot } from '../identity'
import type { tidemark } from '../index'
import { holdForTheProgram } from '../registered'
import { reasonOf, Warnings } from '../warnings'
import { planFor } from './plan'
import { programOf } from './service-name'

export interface Package {
  tidemark: typeof tidemark
  watch: typeof watch
}

/** Never throws: the program is to start as it would without this. */
export function registerMainThread({ tidemark: start, watch: watchPart }: Package): void {
  const warnings = new Warnings()
  try {
    const script = process.argv[1] ?? ''
    const plan = planFor({
      env: process.env,
      script,
      program: programOf(script, process.cwd()),
      host: hostname() || 'unknown-host',
      isForked: process.send !== undefined && !hasOwnSlot(process.env),
    })
    if (!plan) return
    for (const complaint of plan.complaints) warnings.warn('TIDEMARK_BAD_OPTION', complaint, complaint)
    holdForTheProgram({ agent: start(plan.options), options: plan.options })
    for (const part of plan.parts) watchPart(part)
  } catch (thrown) {
    warnings.warn(
      'TIDEMARK_INTERNAL',
      'register',
      `register could not start: ${reasonOf(thrown)}. The program goes on.`,
    )
  }
}

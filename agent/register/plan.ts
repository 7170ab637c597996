/** What `register` does in this process, from its environment and its script: pure, so that each case can be tried. */
import { basename, parse } from 'node:path'
import { show } from '../../lib/protocol/checks'
import { PROCESS_PARTS, type ProcessPart } from '../adapters/options'
import type { AgentOptions } from '../api'
import { type Environment, slotOf } from '../identity'
import type { Program } from './service-name'

/** The hub's own default. */
const LOCAL_HUB = 'http://127.0.0.1:4600'
/** Programs that only start others, which inherit NODE_OPTIONS. */
const STARTERS = new Set(['npm-cli', 'npx-cli', 'npm', 'npx', 'yarn', 'yarnpkg', 'pnpm', 'pnpx', 'corepack', 'bun'])

export interface Surroundings {
  env: Environment
  script: string
  program: Program
  host: string
  /** Whether another program of Node started this one with a channel to it, other than as a cluster's worker. */
  isForked: boolean
}

export interface Plan {
  options: AgentOptions
  parts: readonly ProcessPart[]
  /** What is wrong with the environment. */
  complaints: readonly string[]
}

/** `null`: nothing is to be done here. */
export function planFor({ env, script, program, host, isForked }: Surroundings): Plan | null {
  const wanted = env['TIDEMARK_REGISTER']?.trim()
  if (wanted === 'off' || STARTERS.has(parse(script).name)) return null
  const options: AgentOptions = {
    url: env['TIDEMARK_URL'] || LOCAL_HUB,
    service: env['TIDEMARK_SERVICE'] || program.service,
  }
  if (program.version !== undefined) options.version = program.version
  // A forked program would fill the slot of the one that forked it.
  if (isForked && !env['TIDEMARK_INSTANCE']) options.instance = `${host}/${slotOf(env)}.${parse(basename(script)).name}`
  return { options, ...partsOf(wanted) }
}

function partsOf(wanted: string | undefined): Pick<Plan, 'parts' | 'complaints'> {
  if (wanted === undefined || wanted === '') return { parts: PROCESS_PARTS, complaints: [] }
  const words = wanted
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  const isPart = (word: string): word is ProcessPart => (PROCESS_PARTS as readonly string[]).includes(word)
  const complaints = words
    .filter((word) => !isPart(word))
    .map((word) => `TIDEMARK_REGISTER has ${show(word)}; it is off, or lists some of ${PROCESS_PARTS.join(', ')}.`)
  return { parts: words.filter(isPart), complaints }
}

/** Bundled and run by soak.mjs. */
import { parseArgs } from 'node:util'
import { report } from './report'
import { runSoak } from './run'

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '' },
    minutes: { type: 'string', default: '60' },
    agents: { type: 'string', default: '200' },
    hosts: { type: 'string', default: '8' },
    'every-s': { type: 'string', default: '12' },
    'longest-s': { type: 'string', default: '70' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e6)) },
    'no-tabs': { type: 'boolean', default: false },
    snapshots: { type: 'string' },
  },
})

const startedMs = performance.now()
function say(line: string): void {
  const seconds = Math.round((performance.now() - startedMs) / 1_000)
  console.error(`${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}  ${line}`)
}

function positive(name: Exclude<keyof typeof values, 'programs' | 'no-tabs' | 'snapshots'>): number {
  const value = Number(values[name])
  if (!Number.isFinite(value) || value <= 0) {
    console.error(`soak: --${name} must be a number above 0; ${JSON.stringify(values[name])} came.`)
    process.exit(2)
  }
  return value
}

async function main(): Promise<void> {
  const asked = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => asked.abort())
  const options = {
    programs: values.programs,
    minutes: positive('minutes'),
    agents: positive('agents'),
    hosts: positive('hosts'),
    seed: positive('seed'),
    faultEveryMs: positive('every-s') * 1_000,
    longestMs: positive('longest-s') * 1_000,
  }
  console.log(
    `${options.agents} agents in ${options.hosts} processes for ${options.minutes} minutes, seed ${options.seed}`,
  )
  const result = await runSoak({
    ...options,
    hasTabs: !values['no-tabs'],
    snapshots: values.snapshots,
    say,
    ended: asked.signal,
  })
  process.exitCode = report(result) ? 0 : 1
}

void main()

/** Bundled and run by relay.mjs. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { report } from './report'
import { PLAIN, runRelays, SUSPECTS } from './run'

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '' },
    'fill-s': { type: 'string', default: '150' },
    'warm-up-s': { type: 'string', default: '40' },
    pace: { type: 'string', default: '100' },
    'longest-s': { type: 'string', default: '900' },
    looks: { type: 'string' },
    'collect-ms': { type: 'string', default: '0' },
    plain: { type: 'boolean', default: false },
  },
})

function positive(name: 'fill-s' | 'warm-up-s' | 'pace' | 'longest-s'): number {
  const value = Number(values[name])
  if (!Number.isFinite(value) || value <= 0) {
    console.error(`relay: --${name} must be a number above 0; ${JSON.stringify(values[name])} came.`)
    process.exit(2)
  }
  return value
}

async function main(): Promise<void> {
  const startedMs = performance.now()
  const result = await runRelays({
    programs: values.programs,
    settings: values.plain ? [PLAIN, ...SUSPECTS] : SUSPECTS,
    fillSeconds: positive('fill-s'),
    warmUpMs: 1_000 * positive('warm-up-s'),
    pace: positive('pace'),
    collectMs: Number(values['collect-ms']),
    longestMs: 1_000 * positive('longest-s'),
    say: (line) => console.error(`${Math.round((performance.now() - startedMs) / 1_000)} s  ${line}`),
  })
  const all = [...result.looks.map(({ answer }) => answer), result.last]
  if (values.looks !== undefined) writeFileSync(values.looks, all.map((one) => `${JSON.stringify(one)}\n`).join(''))
  process.exitCode = report(result) ? 0 : 1
}

void main()

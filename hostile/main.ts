/** `npm run hostile`: the table, what in it is not as it must be, and the status that says so; 2: it was started wrongly. */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { verdictOf } from './judge'
import { runHostile } from './run'
import { tableOf } from './table'

const SECONDS = { usual: '12', min: 1, max: 600 }
const told = (text: string) => void process.stderr.write(`${text}\n`)

function argumentsOf(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'allow-left-out': { type: 'boolean', default: false } },
  })
  const [program = '', seconds = SECONDS.usual, ...only] = positionals
  const forMs = Number(seconds) * 1_000
  if (!(forMs >= SECONDS.min * 1_000 && forMs <= SECONDS.max * 1_000))
    throw new RangeError(`SECONDS must be a number from ${SECONDS.min} to ${SECONDS.max}; ${seconds} came.`)
  return { program, forMs, only, mayLeaveOut: values['allow-left-out'] }
}

async function main(): Promise<void> {
  let given: ReturnType<typeof argumentsOf>
  try {
    given = argumentsOf(process.argv.slice(2))
  } catch (error) {
    told(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
    return
  }
  const { program, forMs, only, mayLeaveOut } = given
  const rows = await runHostile({
    program,
    scale: 1,
    forMs,
    ...(only.length > 0 ? { only } : {}),
    onRow: ({ name, leftOut }) => told(`${name}: ${leftOut === null ? 'done' : 'left out'}`),
  })
  const load = `The machine has ${availableParallelism()} cores, and a load of ${(loadavg()[0] ?? 0).toFixed(1)}.`
  process.stdout.write(`${tableOf(rows)}\n${load}\n`)
  const { status, sentences } = verdictOf(rows, mayLeaveOut)
  for (const sentence of sentences) told(sentence)
  process.exitCode = status
}

void main()

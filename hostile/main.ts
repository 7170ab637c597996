/** `npm run hostile`: the table, and status 1 where a frame was lost or the hub ended by itself. */
import { runHostile } from './run'
import { tableOf } from './table'

const [program = '', seconds = '12', ...only] = process.argv.slice(2)
async function main(): Promise<void> {
  const rows = await runHostile({
    program,
    scale: 1,
    forMs: Number(seconds) * 1_000,
    ...(only.length > 0 ? { only } : {}),
    onRow: ({ name, leftOut }) => void process.stderr.write(`${name}: ${leftOut === null ? 'done' : 'left out'}\n`),
  })
  process.stdout.write(`${tableOf(rows)}\n`)
  process.exitCode = rows.some(({ lost, fault }) => lost > 0 || fault !== null) ? 1 : 0
}

void main()

/** Bundled and run by ../kills.mjs. */
import { parseArgs } from 'node:util'
import { type KillsResult, runKills } from './run'

const { values } = parseArgs({
  options: {
    program: { type: 'string', default: '' },
    kills: { type: 'string', default: '200' },
    processes: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e6)) },
    'disk-mb': { type: 'string', default: '4' },
    only: { type: 'string', default: 'room,full' },
  },
})

const LONGEST_MS = 1_400

function report(name: string, result: KillsResult): boolean {
  const { complaints, ...counts } = result
  console.log(name)
  console.log(
    `  ${counts.kills} kills with SIGKILL in ${counts.seconds.toFixed(0)} s, ${counts.unserved} of them before the hub served`,
  )
  console.log(
    `  frames: ${counts.made} made, ${counts.durable} acknowledged as durable, ${counts.again} sent more than once, ${counts.frames} there`,
  )
  console.log(`  messages: ${counts.messages}, ${counts.refused} refused; ${counts.connections} connections`)
  console.log(
    `  not ready ${counts.unready} times when asked, and live values went on in ${counts.unreadyButLive} of them`,
  )
  for (const [said, times] of counted(complaints)) console.log(`  ended by itself ${times} times: ${said}`)
  const faults = { missing: counts.missing, twice: counts.twice, wrong: counts.wrong, forgotten: counts.forgotten }
  console.log(
    `  acknowledged and missing ${faults.missing}, there twice ${faults.twice}, wrong ${faults.wrong}, durable once and then not ${faults.forgotten}`,
  )
  return Object.values(faults).every((count) => count === 0) && counts.made === counts.durable
}

function counted(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

async function main(): Promise<void> {
  const { program } = values
  const [kills, processes, seed] = [Number(values.kills), Number(values.processes), Number(values.seed)]
  const same = { program, kills, processes, seed, longestMs: LONGEST_MS, say: (line: string) => console.error(line) }
  console.log(`${processes} processes, seed ${seed} (--seed ${seed} gives the same moments)`)
  const diskBytes = Number(values['disk-mb']) * 1e6
  const isRight: boolean[] = []
  if (values.only.includes('room')) isRight.push(report('with room on the disk', await runKills(same)))
  if (values.only.includes('full'))
    isRight.push(
      report('with a disk that fills up, and gets room for the last third', await runKills({ ...same, diskBytes })),
    )
  process.exitCode = isRight.every((right) => right) ? 0 : 1
}

void main()

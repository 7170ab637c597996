/** How long `tidemark analyze` takes for a trace of a million rows. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeTrace } from '../../cli/analyze/judge-trace'
import { readTrace } from '../../cli/analyze/trace-reader'
import { DEFAULT_GROWTH_SETTINGS } from '../../lib/growth/settings'
import { Random, wanderer } from '../../lib/growth/testing/random'
import { median } from './score'

const ROWS = 1_000_000
const REPETITIONS = 5

export function benchAnalyze(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-rows-'))
  try {
    const file = join(folder, 'million.csv')
    writeRows(file)
    const judged = timed(() => void judgeTrace(file, DEFAULT_GROWTH_SETTINGS))
    const read = timed(() => readTrace(file, { head: () => undefined, row: () => undefined }))
    console.log(
      `analyze, a million rows (t, value, load): ${judged}; reading them alone: ${read}; load average ${loadavg()[0]?.toFixed(1)}`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function timed(work: () => void): string {
  const seconds = Array.from({ length: REPETITIONS }, () => {
    const before = process.hrtime.bigint()
    work()
    return Number(process.hrtime.bigint() - before) / 1e9
  })
  const say = (value: number): string => value.toFixed(2)
  return `${say(median(seconds))} s (${say(Math.min(...seconds))} to ${say(Math.max(...seconds))})`
}

/** A resident set that leaks beside its clients, a row a second. */
function writeRows(file: string): void {
  const random = new Random(1)
  const [wander, clients] = [wanderer(random, 600), wanderer(random, 6000)]
  const handle = openSync(file, 'w')
  try {
    writeSync(handle, '# kind: memory\n# unit: bytes\n# source: rss\nt,value,load\n')
    for (let from = 0; from < ROWS; from += 10_000) {
      const lines = Array.from({ length: 10_000 }, (_, i) => {
        const load = 200 + 20 * clients(1)
        return `${from + i},${Math.round(3e8 + 4e6 * wander(1) + 3e4 * load + 150 * (from + i))},${load.toFixed(1)}`
      })
      writeSync(handle, `${lines.join('\n')}\n`)
    }
  } finally {
    closeSync(handle)
  }
}

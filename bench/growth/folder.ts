/** A folder of traces with labels: the detector and its rivals on each. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeTrace, type TraceVerdict } from '../../cli/analyze/judge-trace'
import { readTrace } from '../../cli/analyze/trace-reader'
import { DEFAULT_GROWTH_SETTINGS } from '../../lib/growth/settings'
import { RIVALS, type Samples } from './rivals'
import type { Label } from './score'
import { Report } from './report'

export function benchFolder(folder: string, every: number, withRivals: boolean): void {
  const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Label[]
  const report = new Report(withRivals ? RIVALS.map(({ name }) => name) : [])
  for (const label of labels) {
    const file = join(folder, label.file)
    const verdict = judgeTrace(file, DEFAULT_GROWTH_SETTINGS, every)
    const samples = samplesOf(file, every)
    const lastT = samples.times[samples.times.length - 1] as number
    report.add(label, lastT, secondsOf(verdict), verdict.verdict)
    if (withRivals) for (const rival of RIVALS) report.addRival(rival.name, label, lastT, rival.firesAt(samples))
  }
  report.print(`${folder}${every > 1 ? `, each row number ${every}` : ''}`)
}

function secondsOf({ flaggedAt, slopeFrom, slopeCi90 }: TraceVerdict): {
  flaggedAt: number | null
  slopeFrom: number | null
  slopeCi90: TraceVerdict['slopeCi90']
} {
  const seconds = (time: number | string | null): number | null =>
    typeof time === 'string' ? Date.parse(time) / 1000 : time
  return { flaggedAt: seconds(flaggedAt), slopeFrom: seconds(slopeFrom), slopeCi90 }
}

function samplesOf(file: string, every: number): Samples {
  const [times, values]: [number[], number[]] = [[], []]
  let [column, rows] = [0, 0]
  let max: number | null = null
  readTrace(file, {
    head: ({ columns, notes }) => {
      column = columns.indexOf('value')
      max = notes.has('max') ? Number(notes.get('max')) : null
    },
    row: (atMs, cells) => {
      if (rows++ % every !== 0) return
      times.push(atMs / 1000)
      values.push(cells[column] as number)
    },
  })
  return { times: Float64Array.from(times), values: Float64Array.from(values), max }
}

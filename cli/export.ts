/** `tidemark export`: a range of history as CSV, JSON lines or OpenMetrics. */
import type { Command } from 'commander'
import { show } from '../lib/protocol/checks'
import { BadFlag } from './bad-flag'
import { folderSource } from './export/folder-source'
import { FORMATS, type Format, formatWriter } from './export/formats'
import type { HistorySource, Range, SourceProcess } from './export/history-source'
import { hubSource } from './export/hub-source'
import { openOutput } from './export/output'
import { writeHistory } from './export/write-history'
import { progressOn } from './progress'
import { durationOf, timeOf } from './time-flag'

interface ExportFlags {
  data?: string
  url?: string
  process: string[]
  series: string[]
  from: string
  to?: string
  step?: string
  format: string
  out?: string
}

export function registerExport(program: Command): void {
  program
    .command('export')
    .description('write a range of history as CSV, JSON lines or OpenMetrics')
    .option('--data <folder>', 'the data folder of a hub that does not run [TIDEMARK_DATA, .tidemark]')
    .option('--url <address>', 'a hub that runs, in place of a folder')
    .option('--process <id>', 'only this process (its id, or a service); more than once for more', more, [])
    .option('--series <name>', 'only this series; more than once for more', more, [])
    .option('--from <time>', 'ISO time, milliseconds since 1970, or how long ago: 24h', '24h')
    .option('--to <time>', 'likewise, included [now]')
    .option('--step <time>', 'min, mean and max of such steps (10s, 5m), in place of every frame')
    .option('--format <format>', FORMATS.join(', '), 'csv')
    .option('--out <file>', 'where to write to [stdout]')
    .addHelpText('after', '\nWhere the hub has a password, TIDEMARK_ADMIN_PASSWORD is sent.')
    .action(async (flags: ExportFlags) => {
      try {
        await exportHistory(flags)
      } catch (error) {
        if (!(error instanceof BadFlag)) throw error
        process.stderr.write(`tidemark: ${error.message}\n`)
        process.exitCode = 2
      }
    })
}

function more(one: string, before: string[]): string[] {
  return [...before, one]
}

async function exportHistory(flags: ExportFlags): Promise<void> {
  const format = formatOf(flags)
  const range = rangeOf(flags, Date.now())
  const stepMs = stepOf(flags, format)
  const source = sourceOf(flags)
  const progress = progressOn(process.stderr)
  try {
    const processes = chosen(await source.processes(), flags)
    const output = openOutput(flags.out)
    try {
      const written = await writeHistory(
        source,
        { processes, range, stepMs },
        formatWriter(format),
        (text) => output.write(text),
        (share, points) => progress.show(share, `${points} points`),
      )
      await output.end()
      progress.end()
      const where = flags.out === undefined ? '' : ` to ${flags.out}`
      process.stderr.write(`tidemark: wrote ${written.points} points of ${processes.length} processes${where}.\n`)
    } catch (error) {
      progress.end()
      await output.discard()
      throw error
    }
  } finally {
    source.close()
  }
}

function sourceOf({ data, url }: ExportFlags): HistorySource {
  if (url === undefined) return folderSource(data ?? (process.env['TIDEMARK_DATA'] || '.tidemark'))
  if (data !== undefined) throw new BadFlag('--data and --url do not go together; leave one out.')
  if (!URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol))
    throw new BadFlag(`--url is ${show(url)}; it must be an address such as http://127.0.0.1:4600.`)
  return hubSource(url, process.env['TIDEMARK_ADMIN_PASSWORD'])
}

function formatOf({ format }: ExportFlags): Format {
  const known = FORMATS.find((one) => one === format)
  if (known === undefined) throw new BadFlag(`--format is ${show(format)}; it must be one of ${FORMATS.join(', ')}.`)
  return known
}

function rangeOf({ from, to }: ExportFlags, nowMs: number): Range {
  const fromMs = timeFlag('--from', from, nowMs)
  const toMs = to === undefined ? nowMs : timeFlag('--to', to, nowMs)
  if (fromMs > toMs) throw new BadFlag(`--from (${from}) is after --to (${to ?? 'now'}); change one of them.`)
  return { fromMs, toMs }
}

function timeFlag(name: string, text: string, nowMs: number): number {
  const atMs = timeOf(text, nowMs)
  if (atMs !== null) return atMs
  throw new BadFlag(
    `${name} is ${show(text)}; it must be a time such as 2026-11-21T08:00Z, milliseconds since 1970, or how long ago, such as 24h.`,
  )
}

function stepOf({ step }: ExportFlags, format: Format): number {
  if (step === undefined) return 0
  const stepMs = durationOf(step)
  if (stepMs === null || stepMs < 1) throw new BadFlag(`--step is ${show(step)}; it must be a time such as 10s or 5m.`)
  if (format === 'openmetrics')
    throw new BadFlag('--step does not go with openmetrics, which has one value a point; choose csv or jsonl.')
  return stepMs
}

function chosen(all: readonly SourceProcess[], { process: wanted, series }: ExportFlags): SourceProcess[] {
  for (const one of wanted)
    if (!all.some(({ id, service }) => one === id || one === service))
      throw new BadFlag(`there is no process or service ${show(one)}; there are ${listed(all.map(({ id }) => id))}.`)
  const processes = all.filter(
    ({ id, service }) => wanted.length === 0 || wanted.some((one) => one === id || one === service),
  )
  const names = new Set(processes.flatMap((one) => one.series.map(({ name }) => name)))
  for (const one of series)
    if (!names.has(one))
      throw new BadFlag(`no such process has a series ${show(one)}; there are ${listed([...names])}.`)
  if (series.length === 0) return processes
  return processes.map((one) => ({ ...one, series: one.series.filter(({ name }) => series.includes(name)) }))
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  return `${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`
}

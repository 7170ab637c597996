/** `tidemark analyze`: judges recorded traces as the live detector would have. */
import type { Command } from 'commander'
import { DEFAULT_GROWTH_SETTINGS } from '../lib/growth/settings'
import { judgeTrace, type TraceVerdict } from './analyze/judge-trace'
import { FileFault } from './file-lines'

export interface AnalyzeOutput {
  line: (text: string) => void
  fault: (text: string) => void
}

const CONSOLE: AnalyzeOutput = { line: (text) => console.log(text), fault: (text) => console.error(text) }

export function registerAnalyze(program: Command): void {
  program
    .command('analyze')
    .description(
      'judge recorded traces (CSV: t, value, and what the process reports beside them) as the live detector would have',
    )
    .argument('<files...>', 'the traces; their columns are described in docs/growth.md')
    .option('--json', 'one line of JSON a file')
    .action((files: string[], options: { json?: boolean }) => {
      process.exitCode = analyze(files, options.json === true, CONSOLE)
    })
}

/** Judges each file, and goes on after a damaged one. Returns the exit status: 2 where a file was damaged. */
export function analyze(files: readonly string[], json: boolean, output: AnalyzeOutput): 0 | 2 {
  let status: 0 | 2 = 0
  for (const file of files) {
    try {
      const verdict = judgeTrace(file, DEFAULT_GROWTH_SETTINGS)
      output.line(json ? JSON.stringify(verdict) : inWords(verdict))
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      output.fault(error.message)
      status = 2
    }
  }
  return status
}

function inWords({ file, verdict, flaggedAt, clearedAt, reason }: TraceVerdict): string {
  const at = (time: number | string): string => (typeof time === 'number' ? `t = ${time} s` : time)
  const flagged = flaggedAt === null ? '' : `, first growing at ${at(flaggedAt)}`
  const cleared = clearedAt === null ? '' : `, until ${at(clearedAt)}`
  return `${file}: ${verdict}${flagged}${cleared}. ${reason}`
}

#!/usr/bin/env node
/** The program `tidemark`: one small file a command. */
import { Command } from 'commander'
import { registerAnalyze } from './analyze'
import { registerAnnotate } from './annotate'
import { registerDemo } from './demo'
import { registerDoctor } from './doctor'
import { registerExport } from './export'
import { registerImport } from './import'
import { registerLoad } from './load'
import { registerRun } from './run'
import { packageVersion } from './version'
import { registerStart } from './start'

const program = new Command('tidemark')
  .description('Live memory observability: which process grows, since when, how fast, and when it will hit its limit.')
  .version(packageVersion())
  .enablePositionalOptions()
  .exitOverride()

registerStart(program)
registerDemo(program)
registerAnalyze(program)
registerExport(program)
registerImport(program)
registerAnnotate(program)
registerRun(program)
registerDoctor(program)
registerLoad(program)

program.parseAsync().catch((error: unknown) => {
  process.exitCode = exitCodeOf(error)
})

/** A wrong command line is a bad setting: status 2. Help and version are not. */
function exitCodeOf(error: unknown): number {
  if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : 2
  console.error(error)
  return 1
}

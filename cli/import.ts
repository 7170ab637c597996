/** `tidemark import`: puts what `tidemark export` wrote into a data folder. */
import { createHash } from 'node:crypto'
import { closeSync, readSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { openStoreInThread } from '../lib/history/sqlite/open-store'
import type { Store } from '../lib/history/store'
import { DEFAULT_HUB_SETTINGS, readSettings } from '../lib/hub/settings'
import { BadFlag } from './bad-flag'
import { FileFault, openFile } from './file-lines'
import { FrameKeeper } from './import/keep-frames'
import { PointBook } from './import/point-book'
import { PointTaker } from './import/point-taker'
import { readFile } from './import/read-file'
import { progressOn } from './progress'

interface ImportFlags {
  data?: string
  settings?: string
}

/** Points held in memory, 16 bytes each, before they become frames. */
const POINTS_HELD = 4_000_000
/** A one-shot program waits for no other message: transactions follow one another. */
const COMMIT_EVERY_MS = 10

export function registerImport(program: Command): void {
  program
    .command('import')
    .description('put what tidemark export wrote into a data folder; no hub may run on it')
    .argument('<files...>', 'CSV, JSON lines or OpenMetrics; the first line tells which')
    .option('--data <folder>', 'the data folder [TIDEMARK_DATA, .tidemark]')
    .option('--settings <file>', 'the settings of the hub, which say how long history is kept [TIDEMARK_SETTINGS]')
    .addHelpText('after', '\nA file that was imported before brings nothing twice.')
    .action(async (files: string[], flags: ImportFlags) => {
      try {
        await importFiles(files, flags)
      } catch (error) {
        if (!(error instanceof BadFlag || error instanceof FileFault)) throw error
        process.stderr.write(`tidemark: ${error.message}\n`)
        process.exitCode = 2
      }
    })
}

async function importFiles(files: readonly string[], flags: ImportFlags): Promise<void> {
  const fingerprints = files.map(fingerprintOf)
  const store = await openTarget(flags)
  try {
    for (const [at, file] of files.entries()) await importFile(file, fingerprints[at] as string, store)
  } finally {
    await store.close()
  }
}

async function importFile(file: string, fingerprint: string, store: Store): Promise<void> {
  const book = new PointBook()
  const taker = new PointTaker(book, Date.now())
  const keeper = new FrameKeeper(store, fingerprint)
  const progress = progressOn(process.stderr)
  const size = statSync(file).size
  let read = 0
  async function putAway(): Promise<void> {
    for (const one of book.take()) await keeper.keep(one)
  }
  try {
    await readFile(
      file,
      taker,
      () => (book.count >= POINTS_HELD ? putAway() : null),
      (bytes) => progress.show((read += bytes) / size, `${taker.points} points`),
    )
    await putAway()
    await keeper.end()
  } finally {
    progress.end()
  }
  process.stderr.write(`tidemark: took ${taker.points} points from ${file}.\n`)
  if (taker.means > 0)
    process.stderr.write(
      `tidemark: ${taker.means} of them are means of steps; what was least and most in a step is not kept.\n`,
    )
}

/** @throws BadFlag where the settings are none, or the folder cannot be used. */
async function openTarget(flags: ImportFlags): Promise<Store> {
  const folder = flags.data ?? (process.env['TIDEMARK_DATA'] || '.tidemark')
  const file = flags.settings ?? (process.env['TIDEMARK_SETTINGS'] || undefined)
  const settings = file === undefined ? { ok: true as const, value: DEFAULT_HUB_SETTINGS } : readSettings(file, file)
  if (!settings.ok) throw new BadFlag(settings.message)
  try {
    return await openStoreInThread({
      folder,
      retention: settings.value.history,
      commitEveryMs: COMMIT_EVERY_MS,
      onLog: (level, message) => {
        if (level !== 'info') process.stderr.write(`tidemark: ${message}\n`)
      },
    })
  } catch (error) {
    throw new BadFlag(error instanceof Error ? error.message : String(error))
  }
}

/** Of the file's content, whatever its name. @throws FileFault */
function fingerprintOf(file: string): string {
  const hash = createHash('sha256')
  const handle = openFile(file)
  try {
    const buffer = Buffer.alloc(1 << 18)
    for (let got = readSync(handle, buffer); got > 0; got = readSync(handle, buffer))
      hash.update(buffer.subarray(0, got))
  } finally {
    closeSync(handle)
  }
  return hash.digest('hex').slice(0, 16)
}

/** The inside of targets put together: entities, collections on demand, captures, and what operators ask for. */
import { join } from 'node:path'
import { analyseInWorker } from '../../heap/snapshot/analysis-thread'
import type { Store } from '../../history/store'
import type { Targets } from '../../ingest/targets'
import type { Annotations } from '../annotations/annotations'
import type { Logger } from '../log'
import type { ProcessEntry } from '../roster/process-entry'
import { CaptureFiles } from './capture-files'
import { CAPTURE_LIMITS, Captures } from './captures'
import { Collections } from './collections'
import { EntityBook } from './entity-book'
import { GrowthProfiles } from './growth-profiles'
import { Operations } from './operations'
import type { CaptureNumbers } from './settings'
import { type Analyse, SnapshotReports } from './snapshot-reports'

export interface InsideOptions {
  dataFolder: string
  store: Pick<Store, 'putRecords' | 'records'>
  targets: Targets
  annotations: Annotations
  log: Logger
  nowMs: () => number
  entry: (process: string) => ProcessEntry | undefined
  numbers: CaptureNumbers
  /** A process begins to stand still because it is captured, or does so no more. */
  onCapturing: (process: string, isCapturing: boolean) => void
  /** Default: on a thread, by the worker that is bundled beside the program. */
  analyse?: Analyse
  onTrouble: (message: string, cause: unknown) => void
}

export interface Inside {
  captureFiles: CaptureFiles
  captures: Captures
  entities: EntityBook
  operations: Operations
  snapshotReports: SnapshotReports
  growthProfiles: GrowthProfiles
  stop(): Promise<void>
}

export async function startInside(options: InsideOptions): Promise<Inside> {
  const { dataFolder, targets, log } = options
  const captureFiles = new CaptureFiles(join(dataFolder, 'captures'))
  const snapshotReports = new SnapshotReports(options.analyse ?? analyseInWorker)
  const captures = new Captures({
    ...options,
    files: captureFiles,
    limits: CAPTURE_LIMITS,
    onChange: ({ id, kind, process, state, error }) => {
      log.info({ capture: id, kind, process, state, error }, 'a capture')
      // A profile stops it for no longer than a collection does.
      if (kind === 'heap-snapshot') options.onCapturing(process, state === 'asked' || state === 'receiving')
    },
    onForgotten: (id) => snapshotReports.forget(id),
  })
  await captures.recover()
  const entities = new EntityBook(options)
  const operations = new Operations({ ...options, captures, collections: new Collections(targets) })
  const growthProfiles = new GrowthProfiles({
    ...options,
    operations,
    captures,
    isAble: (process, kind) => targets.commandsOf(process).includes(kind),
  })
  async function stop(): Promise<void> {
    entities.stop()
    growthProfiles.stop()
    await snapshotReports.stop()
  }
  return { captureFiles, captures, entities, operations, snapshotReports, growthProfiles, stop }
}

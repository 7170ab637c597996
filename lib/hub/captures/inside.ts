/** The inside of targets put together: entities, collections on demand, captures, and what operators ask for. */
import { join } from 'node:path'
import type { Store } from '../../history/store'
import type { Targets } from '../../ingest/targets'
import type { Annotations } from '../annotations/annotations'
import type { Logger } from '../log'
import { CaptureFiles } from './capture-files'
import { CAPTURE_LIMITS, Captures } from './captures'
import { Collections } from './collections'
import { EntityBook } from './entity-book'
import { Operations } from './operations'

export interface InsideOptions {
  dataFolder: string
  store: Pick<Store, 'putRecords' | 'records'>
  targets: Targets
  annotations: Annotations
  log: Logger
  nowMs: () => number
  onTrouble: (message: string, cause: unknown) => void
}

export interface Inside {
  captureFiles: CaptureFiles
  captures: Captures
  entities: EntityBook
  operations: Operations
  stop(): void
}

export async function startInside(options: InsideOptions): Promise<Inside> {
  const { dataFolder, targets, log } = options
  const captureFiles = new CaptureFiles(join(dataFolder, 'captures'))
  const captures = new Captures({
    ...options,
    files: captureFiles,
    limits: CAPTURE_LIMITS,
    onChange: ({ id, kind, process, state, error }) =>
      log.info({ capture: id, kind, process, state, error }, 'a capture'),
  })
  await captures.recover()
  const entities = new EntityBook(options)
  const operations = new Operations({ ...options, captures, collections: new Collections(targets) })
  return { captureFiles, captures, entities, operations, stop: () => entities.stop() }
}

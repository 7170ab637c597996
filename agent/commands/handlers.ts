/** What the owner of a process lets the hub do in it, put together. */
import type { EventLevel } from '../../lib/protocol/vocabulary'
import type { EntityLists } from '../entities/entity-lists'
import type { Settings } from '../options'
import { reasonOf, type Warnings } from '../warnings'
import { collectionCommand } from './collection'
import type { CommandHandlers } from './desk'
import { profileCommand } from './profile'
import { snapshotCommand } from './snapshot'
import { PATIENCE } from './upload'

export interface HandlerParts {
  entities: EntityLists
  warnings: Warnings
  /** Runs on evenly. */
  nowMs: () => number
  noteLiveSet: (bytes: number) => void
  /** An event for the hub; resolves when it is there, or is not going to be soon. */
  announce: (type: string, level: EventLevel, message: string) => Promise<void>
}

export function handlersFor({ allow, url: hubUrl, life }: Settings, parts: HandlerParts): CommandHandlers {
  const { entities, warnings, nowMs, noteLiveSet, announce } = parts
  const trouble = (thrown: unknown): void =>
    warnings.warn('TIDEMARK_PROFILER', 'always', `the heap is not sampled from the start: ${reasonOf(thrown)}`)
  const always = allow.heapProfile === 'always' ? { trouble } : null
  const mayKeepStrings = allow.heapSnapshot === 'with-strings'
  const shared = { hubUrl, patience: PATIENCE }
  return {
    entities,
    ...(allow.gc ? { gc: collectionCommand({ nowMs, noteLiveSet }) } : {}),
    ...(allow.heapProfile ? { 'heap-profile': profileCommand({ ...shared, boot: life.boot, always }) } : {}),
    ...(allow.heapSnapshot ? { 'heap-snapshot': snapshotCommand({ ...shared, mayKeepStrings, announce }) } : {}),
  }
}

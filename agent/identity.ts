/** Who this process is: a slot that outlives restarts, and a life that does not. */
import { randomUUID } from 'node:crypto'
import { hostname, totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { isMainThread, threadId } from 'node:worker_threads'
import type { LifeDescription, ProcessLimits } from '../lib/protocol/agent-wire'
import { builtin } from './builtin'

/** Environment variables, as a value: nothing here reads the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface IdentityInput {
  service: string
  instance?: string | undefined
  version?: string | undefined
  labels?: Record<string, string> | undefined
  env: Environment
}

/** A new life: each call makes another boot id. */
export function describeLife({ service, instance, version, labels, env }: IdentityInput): LifeDescription {
  const host = hostname() || 'unknown-host'
  const life: LifeDescription = {
    service,
    instance: instance ?? (env['TIDEMARK_INSTANCE'] || `${host}/${slotOf(env)}`),
    boot: randomUUID(),
    pid: process.pid,
    host,
    runtime: `node ${process.version}`,
    startedAtMs: Math.round(performance.timeOrigin),
    limits: processLimits(),
  }
  if (version !== undefined) life.version = version
  if (labels !== undefined) life.labels = labels
  return life
}

/**
 * Which of several processes on this host: the number that its process manager gives again after a restart, the id of
 * a cluster's worker, else 0. A worker thread that runs an agent of its own is told from its process.
 */
export function slotOf(env: Environment): string {
  const slot = ownSlot(env) ?? '0'
  return isMainThread ? slot : `${slot}.t${threadId}`
}

/** Whether whoever started this process numbered it. */
export function hasOwnSlot(env: Environment): boolean {
  return ownSlot(env) !== undefined
}

function ownSlot(env: Environment): string | undefined {
  return [env['NODE_APP_INSTANCE'], env['pm_id'], clusterWorkerId()].find(
    (value) => value !== undefined && value !== '',
  )
}

/** A cluster's worker was forked, and has the module loaded; any other program is spared the megabyte that it takes. */
function clusterWorkerId(): string | undefined {
  if (process.send === undefined) return undefined
  const cluster = builtin('node:cluster')
  return cluster.worker ? String(cluster.worker.id) : undefined
}

function processLimits(): ProcessLimits {
  const limits: ProcessLimits = { heapBytes: getHeapStatistics().heap_size_limit }
  const memoryBytes = containerLimit(process.constrainedMemory?.(), totalmem())
  if (memoryBytes !== undefined) limits.memoryBytes = memoryBytes
  return limits
}

/** Without a limit the kernel answers 0, or a number beyond all memory (1.8e19); older Nodes cannot ask. */
export function containerLimit(constrained: number | undefined, totalBytes: number): number | undefined {
  if (constrained === undefined || !(constrained > 0) || constrained > totalBytes) return undefined
  return constrained
}

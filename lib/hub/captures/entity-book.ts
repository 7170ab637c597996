/** The entities of targets: asked for every ten seconds, and how each of the largest has grown. Bounded, in memory alone. */
import type { Targets } from '../../ingest/targets'
import type { EntitiesResult, Entity, EntityGroup } from '../../protocol/commands'
import type { EntityHistory, EntityRow, EntityTable } from '../../protocol/entities'

export const ASK_EVERY_MS = 10_000
const ANSWER_WITHIN_MS = 5_000
/** An hour of samples. */
const SAMPLES = 360
const TOP = 50
const GROUPS = 20
/** Entities whose samples are held, of one process. */
const HELD = 500
/** Processes whose entities are held; those that were asked longest ago go. */
const PROCESSES = 500
/** An entity that was not among those sent for so long is gone, or small. */
const UNSEEN_MS = 10 * 60_000

interface Samples {
  entity: Entity
  seenAtMs: number
  atMs: number[]
  bytes: (number | null)[]
  count: (number | null)[]
}

interface KnownGroup {
  newest: EntityGroup
  byId: Map<string, Samples>
}

interface Known {
  boot: string
  atMs: number
  groups: Map<string, KnownGroup>
}

export interface EntityBookOptions {
  targets: Targets
  nowMs: () => number
}

export class EntityBook {
  readonly #options: EntityBookOptions
  readonly #known = new Map<string, Known>()
  readonly #asking = new Set<string>()
  readonly #timer: NodeJS.Timeout

  constructor(options: EntityBookOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.askAll(), ASK_EVERY_MS)
  }

  /** Whoever does not answer is not asked again until it has. */
  askAll(): void {
    for (const process of this.#options.targets.able('entities')) void this.ask(process)
  }

  async ask(process: string): Promise<void> {
    const { targets, nowMs } = this.#options
    if (this.#asking.has(process)) return
    this.#asking.add(process)
    try {
      const boot = targets.bootOf(process)
      const answer = await targets.ask(process, 'entities', {}, ANSWER_WITHIN_MS)
      const result = answer.ok ? readEntities(answer.result) : null
      if (boot !== undefined && result && result.groups.length > 0) this.#take(process, boot, result, nowMs())
    } finally {
      this.#asking.delete(process)
    }
  }

  /** `windowMs`: over which growth is told. */
  tables(process: string, windowMs: number): EntityTable[] {
    const known = this.#known.get(process)
    if (!known) return []
    return [...known.groups.values()].map(({ newest, byId }) => {
      const rows = newest.entities.map((entity) => rowOf(entity, byId.get(entity.id), known.atMs - windowMs))
      const bySize = rows.toSorted((a, b) => (b.bytes ?? b.count ?? 0) - (a.bytes ?? a.count ?? 0)).slice(0, TOP)
      const byGrowth = rows.toSorted((a, b) => (b.grown ?? 0) - (a.grown ?? 0)).slice(0, TOP)
      const { name, total, sampled, isEstimate } = newest
      return { name, total, sampled, isEstimate, atMs: known.atMs, rows: [...new Set([...bySize, ...byGrowth])] }
    })
  }

  history(process: string, group: string, id: string): EntityHistory | null {
    const samples = this.#known.get(process)?.groups.get(group)?.byId.get(id)
    if (!samples) return null
    return { id, atMs: samples.atMs, bytes: samples.bytes, count: samples.count }
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #take(process: string, boot: string, { groups }: EntitiesResult, nowMs: number): void {
    const before = this.#known.get(process)
    const known: Known = before?.boot === boot ? before : { boot, atMs: nowMs, groups: new Map() }
    known.atMs = nowMs
    this.#known.delete(process)
    this.#known.set(process, known)
    const [oldest] = this.#known.keys()
    if (this.#known.size > PROCESSES && oldest !== undefined) this.#known.delete(oldest)
    for (const group of groups.slice(0, GROUPS)) {
      const byId = known.groups.get(group.name)?.byId ?? new Map<string, Samples>()
      known.groups.set(group.name, { newest: group, byId })
      for (const entity of group.entities) sample(byId, entity, nowMs)
      forgetUnseen(byId, nowMs)
    }
    for (const name of known.groups.keys()) if (!groups.some((group) => group.name === name)) known.groups.delete(name)
  }
}

function sample(byId: Map<string, Samples>, entity: Entity, atMs: number): void {
  const samples = byId.get(entity.id) ?? { entity, seenAtMs: atMs, atMs: [], bytes: [], count: [] }
  // The order of the map is that of when they were seen last.
  byId.delete(entity.id)
  byId.set(entity.id, samples)
  samples.entity = entity
  samples.seenAtMs = atMs
  samples.atMs.push(atMs)
  samples.bytes.push(entity.bytes)
  samples.count.push(entity.count)
  if (samples.atMs.length <= SAMPLES) return
  samples.atMs.shift()
  samples.bytes.shift()
  samples.count.shift()
}

function forgetUnseen(byId: Map<string, Samples>, nowMs: number): void {
  for (const [id, { seenAtMs }] of byId) {
    if (byId.size <= HELD && nowMs - seenAtMs < UNSEEN_MS) break
    byId.delete(id)
  }
}

/** Growth is in bytes where those are known, else in counts; `null` where it was not there at the window's begin. */
function rowOf(entity: Entity, samples: Samples | undefined, fromMs: number): EntityRow {
  const first = samples?.atMs.findIndex((atMs) => atMs >= fromMs) ?? -1
  const sinceMs = samples?.atMs[first] ?? null
  const before = samples?.bytes[first] ?? samples?.count[first] ?? null
  const now = entity.bytes ?? entity.count
  return { ...entity, grown: before === null || now === null ? null : now - before, grownSinceMs: sinceMs }
}

function readEntities(input: unknown): EntitiesResult | null {
  if (typeof input !== 'object' || input === null || !('groups' in input) || !Array.isArray(input.groups)) return null
  const groups = (input.groups as unknown[]).filter((group): group is EntityGroup => isGroup(group))
  return { atMs: 0, groups }
}

function isGroup(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  const { name, total, sampled, entities } = input as Partial<Record<keyof EntityGroup, unknown>>
  if (typeof name !== 'string' || (typeof total !== 'number' && total !== null) || typeof sampled !== 'number')
    return false
  return Array.isArray(entities) && entities.length <= 200 && entities.every(isEntity)
}

function isEntity(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  const { id, bytes, count, ageMs } = input as Partial<Record<keyof Entity, unknown>>
  const isNumber = (value: unknown) => value === null || (typeof value === 'number' && Number.isFinite(value))
  return typeof id === 'string' && id.length <= 200 && [bytes, count, ageMs].every(isNumber)
}

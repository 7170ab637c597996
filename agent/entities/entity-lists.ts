/** The lists that the host registered, and their sample when the hub asks. Between two askings nothing is done. */
import { textFault } from '../../lib/protocol/checks'
import type { EntitiesResult, EntityGroup } from '../../lib/protocol/commands'
import { LIMITS } from '../../lib/protocol/limits'
import type { Registration } from '../api'
import type { CommandHandler } from '../commands/desk'
import { reasonOf, type Warnings } from '../warnings'
import { EntityList, type Readers } from './entity-list'

const LISTS_MOST = 32
/** Of CPU time for one asking, over all lists; but each is given enough to look at some. */
const BUDGET_MS = 2
const LEAST_MS = 0.4
/** Half of what closes a connection. */
const ANSWER_BYTES = LIMITS.messageBytes / 2
/** Two texts of 200 characters in escaped UTF-8, and numbers. */
const ENTITY_BYTES_MOST = 2_600

export class EntityLists implements CommandHandler {
  readonly #lists = new Map<string, EntityList>()
  readonly #warnings: Warnings
  /** Begins to watch a budget of so many ms. */
  readonly #watch: typeof stopwatch
  #underWay: Promise<EntitiesResult> | null = null
  #isOver = false

  constructor(warnings: Warnings, watch: typeof stopwatch = stopwatch) {
    this.#warnings = warnings
    this.#watch = watch
  }

  add(name: unknown, list: unknown, readers: unknown): Registration {
    const shown = String(name)
    try {
      const fault = this.#fault(name, readers)
      const read = listReader(list)
      if (fault === null && typeof read !== 'string') {
        const made = new EntityList(shown, read, { ...(readers as Readers) }, this.#warnings)
        if (this.#lists.has(shown)) this.#refuse(shown, 'were registered twice; the later list is read.')
        if (!this.#isOver) this.#lists.set(shown, made)
        return { name: shown, remove: () => this.#remove(made) }
      }
      this.#refuse(shown, `are left out: ${fault ?? String(read)}`)
    } catch (thrown) {
      this.#refuse(shown, `are left out: ${reasonOf(thrown)}.`)
    }
    return { name: shown, remove: () => {} }
  }

  /** One that is asked for while another is taken gets that. */
  run(): Promise<EntitiesResult> {
    this.#underWay ??= this.#sample().finally(() => (this.#underWay = null))
    return this.#underWay
  }

  stop(): void {
    this.#isOver = true
    this.#lists.clear()
  }

  async #sample(): Promise<EntitiesResult> {
    const atMs = Date.now()
    const groups: EntityGroup[] = []
    const budgetMs = Math.max(LEAST_MS, BUDGET_MS / this.#lists.size)
    // A list that is taken out or put in meanwhile is met as it is then.
    for (const list of this.#lists.values()) {
      const group = list.sample(this.#watch(budgetMs))
      if (group) groups.push(group)
      else this.#remove(list)
      // The host's own work comes in between.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return fitting({ atMs, groups })
  }

  #remove(list: EntityList): void {
    if (this.#lists.get(list.name) === list) this.#lists.delete(list.name)
  }

  #fault(name: unknown, readers: unknown): string | null {
    const nameWrong = textFault('their name', name, LIMITS.seriesNameChars)
    if (nameWrong) return nameWrong
    const { id, bytes, count, ageMs, label } = (readers ?? {}) as Record<string, unknown>
    if (typeof id !== 'function') return 'id must be a function that answers the id of one of them.'
    for (const [option, value] of Object.entries({ bytes, count, ageMs, label })) {
      if (value != null && typeof value !== 'function') return `${option} must be a function of one of them.`
    }
    const isFull = this.#lists.size >= LISTS_MOST && !this.#lists.has(String(name))
    return isFull ? `there are ${LISTS_MOST} lists already, and no more are taken.` : null
  }

  #refuse(name: string, what: string): void {
    this.#warnings.warn('TIDEMARK_BAD_ENTITIES', name, `the entities ${JSON.stringify(name)} ${what}`)
  }
}

/**
 * The CPU's clock costs some microseconds, so the one on the wall is read, and only when that says that the time is over, the CPU's: on
 * a crowded machine it has advanced less, and the sample must not be small for that.
 */
function stopwatch(budgetMs: number): (share: number) => boolean {
  const from = process.cpuUsage()
  let nextLookAtMs = performance.now() + budgetMs
  let usedMs = 0
  return (share) => {
    const nowMs = performance.now()
    if (nowMs > nextLookAtMs - budgetMs * (1 - share)) {
      const { user, system } = process.cpuUsage(from)
      usedMs = (user + system) / 1_000
      nextLookAtMs = nowMs + Math.max(budgetMs / 10, budgetMs - usedMs)
    }
    return usedMs < budgetMs * share
  }
}

/** How to come to the list: `undefined` once it is gone. A list or `{ of, read }` is held weakly; or a sentence that says what would do. */
function listReader(list: unknown): (() => unknown) | string {
  if (typeof list === 'function') return readOwn(list as () => unknown)
  if (typeof list === 'object' && list !== null) {
    const { of, read } = list as { of?: unknown; read?: unknown }
    if (typeof of === 'object' && of !== null && typeof read === 'function')
      return readWeakly(new WeakRef(of), read as (of: object) => unknown)
    if (typeof (list as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function')
      return readWeakly(new WeakRef(list), itself)
  }
  return 'the list must be an array, a Map, a Set, another iterable, a function that answers one, or { of, read }.'
}

// Functions of their own: closures that are made in one function share what any of them closes over, so one that is given back for
// a weakly held list would keep the list that another one needs.

function itself(alive: object): object {
  return alive
}

function readOwn(list: () => unknown): () => unknown {
  return () => list() ?? []
}

function readWeakly(reference: WeakRef<object>, read: (alive: object) => unknown): () => unknown {
  return () => {
    const alive = reference.deref()
    return alive === undefined ? undefined : (read(alive) ?? [])
  }
}

/** An answer of very many long names would close the connection; the smaller ones of each group can be missed. */
export function fitting(result: EntitiesResult): EntitiesResult {
  let { groups } = result
  const count = (): number => groups.reduce((sum, { entities }) => sum + entities.length, 0)
  while (count() * ENTITY_BYTES_MOST > ANSWER_BYTES && Buffer.byteLength(JSON.stringify(groups)) > ANSWER_BYTES) {
    groups = groups.map((group) => ({ ...group, entities: group.entities.slice(0, group.entities.length >> 1) }))
  }
  return { ...result, groups }
}

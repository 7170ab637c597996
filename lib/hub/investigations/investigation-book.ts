/** Investigations and their runs: a small list, kept on disk and whole in memory. */
import { randomBytes } from 'node:crypto'
import type { Store } from '../../history/store'
import {
  type Investigation,
  INVESTIGATION_LIMITS as LIMITS,
  type InvestigationInput,
  type Run,
  type RunInput,
  type RunTold,
} from '../../protocol/investigations'

export const INVESTIGATIONS = 'investigations'

type Records = Pick<Store, 'putRecords' | 'records'>

export class InvestigationBook {
  readonly #store: Records
  readonly #nowMs: () => number
  #all = new Map<string, Investigation>()
  /** Changes of one investigation come one after the other, so that none is lost. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(store: Records, nowMs: () => number) {
    this.#store = store
    this.#nowMs = nowMs
  }

  async recover(): Promise<void> {
    const kept = (await this.#store.records(INVESTIGATIONS)).map(({ body }) => body as Investigation)
    this.#all = new Map(kept.map((one) => [one.id, one]))
  }

  /** Newest first. */
  all(): Investigation[] {
    return [...this.#all.values()].toSorted((a, b) => b.createdAtMs - a.createdAtMs)
  }

  get(id: string): Investigation | undefined {
    return this.#all.get(id)
  }

  /** Resolves once it is on disk; rejects with `RangeError` where there are too many. */
  add(input: InvestigationInput, runs: readonly RunInput[] = []): Promise<Investigation> {
    return this.#inTurn(() => {
      if (this.#all.size >= LIMITS.investigations)
        throw new RangeError(`there are ${LIMITS.investigations} investigations already; remove some first.`)
      const nowMs = this.#nowMs()
      return this.#put({
        ...input,
        id: newId(nowMs),
        runs: bounded(runs.map((run) => ({ ...run, id: newId(nowMs) }))),
        createdAtMs: nowMs,
        changedAtMs: nowMs,
      })
    })
  }

  /** `null`: there is none of this id. */
  change(id: string, change: Partial<InvestigationInput>): Promise<Investigation | null> {
    return this.#edit(id, (before) => {
      const isOther = change.metric !== undefined && change.metric !== before.metric
      return { ...before, ...change, runs: isOther ? before.runs.map(untold) : before.runs }
    })
  }

  async remove(id: string): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.#all.has(id)) return false
      await this.#store.putRecords(INVESTIGATIONS, [{ id, body: null }])
      return this.#all.delete(id)
    })
  }

  /** `null`: there is no such investigation. Rejects with `RangeError` where it has too many runs. */
  async addRuns(id: string, inputs: readonly RunInput[]): Promise<Run[] | null> {
    const added = inputs.map((input): Run => ({ ...input, id: newId(this.#nowMs()) }))
    const changed = await this.#edit(id, (before) => ({ ...before, runs: bounded([...before.runs, ...added]) }))
    return changed && added
  }

  /** `null`: there is no such run. Rejects with `RangeError` where its end would come before its begin. */
  async changeRun(id: string, run: string, change: Partial<Omit<RunInput, 'by'>>): Promise<Run | null> {
    let found: Run | null = null
    await this.#edit(id, (before) => {
      const runs = before.runs.map((one) => (one.id === run ? (found = changed(one, change)) : one))
      if (found !== null && found.toMs !== null && found.toMs < found.fromMs)
        throw new RangeError('toMs must not be before fromMs.')
      return found === null ? null : { ...before, runs }
    })
    return found
  }

  /** A run with what was said of it until now; as it is given where it is another one now, or gone. */
  newest(id: string, run: Run): Run {
    const now = this.#all.get(id)?.runs.find((one) => isSame(one, run))
    if (now === undefined) return run
    return now.told === undefined ? untold(run) : { ...run, told: now.told }
  }

  /** Keeps what was said of runs, which is no change by anybody; of what was changed in the meantime, it was not said. */
  tell(
    { id, metric }: Pick<Investigation, 'id' | 'metric'>,
    said: readonly (Run & { told: RunTold })[],
  ): Promise<unknown> {
    return this.#inTurn(() => {
      const before = this.#all.get(id)
      if (before === undefined || before.metric !== metric) return null
      const runs = before.runs.map((run) => {
        const of = said.find((one) => isSame(one, run))
        return of === undefined ? run : { ...run, told: of.told }
      })
      return this.#put({ ...before, runs })
    })
  }

  async removeRun(id: string, run: string): Promise<boolean> {
    let wasThere = false
    await this.#edit(id, (before) => {
      wasThere = before.runs.some((one) => one.id === run)
      return wasThere ? { ...before, runs: before.runs.filter((one) => one.id !== run) } : null
    })
    return wasThere
  }

  /** `null` from `edit` leaves it as it is. */
  #edit(id: string, edit: (before: Investigation) => Investigation | null): Promise<Investigation | null> {
    return this.#inTurn(async () => {
      const before = this.#all.get(id)
      if (before === undefined) return null
      const after = edit(before)
      return after === null ? before : this.#put({ ...after, changedAtMs: this.#nowMs() })
    })
  }

  #inTurn<T>(step: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(step)
    this.#last = done.catch(() => {})
    return done
  }

  async #put(investigation: Investigation): Promise<Investigation> {
    await this.#store.putRecords(INVESTIGATIONS, [{ id: investigation.id, body: investigation }])
    this.#all.set(investigation.id, investigation)
    return investigation
  }
}

function bounded(runs: Run[]): Run[] {
  if (runs.length > LIMITS.runs)
    throw new RangeError(`an investigation has at most ${LIMITS.runs} runs; remove some, or begin another one.`)
  return runs
}

/** Whether what was said of one holds of the other. */
function isSame(one: Run, other: Run): boolean {
  return one.id === other.id && one.fromMs === other.fromMs && one.process === other.process
}

function untold(run: Run): Run {
  const copy = { ...run }
  delete copy.told
  return copy
}

/** What was said of it was said of the time that it had then. */
function changed(run: Run, change: Partial<Omit<RunInput, 'by'>>): Run {
  const after = { ...run, ...change }
  const saidToMs = Math.min(run.told?.atMs ?? 0, run.toMs ?? Number.POSITIVE_INFINITY)
  const isLess = after.toMs !== null && after.toMs < saidToMs
  return after.fromMs === run.fromMs && after.process === run.process && !isLess ? after : untold(after)
}

function newId(nowMs: number): string {
  return `${nowMs.toString(36)}-${randomBytes(4).toString('hex')}`
}

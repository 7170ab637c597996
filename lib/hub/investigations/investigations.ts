/** Investigations of the hub: what is kept of them, and what is concluded. */
import type { Store } from '../../history/store'
import { compareRuns, type ComparedSide } from '../../investigations/comparison'
import { Doubts, type Look } from '../../investigations/doubts'
import { judgeTogether } from '../../investigations/judged-together'
import type { AnswerOptions, MeasuredRun } from '../../investigations/measured'
import { toldNext } from '../../investigations/told'
import type { Investigation, InvestigationAnswer, Run, RunComparison } from '../../protocol/investigations'
import type { Roster } from '../roster/roster'
import { comparedSide } from './compared-sides'
import { InvestigationBook } from './investigation-book'
import { RunMeter } from './run-meter'

/** Measured runs that are kept: some tens of kilobytes each. */
const KEPT = 200
/** A run that goes on is measured again after this; one that ended, for as long as late frames of it may come. */
const OPEN_MS = 2_000
const LATE_MS = 120_000

export interface InvestigationsOptions {
  store: Pick<Store, 'series' | 'lives' | 'putRecords' | 'records'>
  roster: Pick<Roster, 'entries'>
  warmUpMs: number
  nowMs: () => number
}

interface Kept {
  at: Promise<MeasuredRun>
  untilMs: number
}

export class Investigations {
  readonly book: InvestigationBook
  readonly #options: InvestigationsOptions
  readonly #meter: RunMeter
  readonly #doubts = new Doubts()
  /** By the run as it was asked for; the one that was used longest ago first. */
  readonly #kept = new Map<string, Kept>()

  constructor(options: InvestigationsOptions) {
    const { store, roster, warmUpMs, nowMs } = options
    this.#options = options
    this.book = new InvestigationBook(store, nowMs)
    this.#meter = new RunMeter({
      store,
      warmUpMs,
      nowMs,
      processesOf: (service) =>
        [...roster.entries()].filter(({ life }) => life.service === service).map(({ id }) => id),
    })
  }

  recover(): Promise<void> {
    return this.book.recover()
  }

  /** As it stands now. */
  async answer(investigation: Investigation): Promise<InvestigationAnswer> {
    return (await this.#look(investigation)).answer
  }

  /** `before` and `after`: ids of its runs. `null` where the two have no age in common. */
  async compare(investigation: Investigation, before: string, after: string): Promise<RunComparison | null> {
    const { believed } = await this.#look(investigation)
    const options = this.#answerOptions()
    const { runs, yardstick } = judgeTogether(believed, options)
    const side = (id: string): Promise<ComparedSide> => {
      const run = runs.find(({ judged }) => judged.measured.run.id === id)
      if (run === undefined) throw new RangeError(`${id} is no run of this investigation.`)
      return comparedSide(this.#options.store, this.#meter, run, investigation)
    }
    return compareRuns(await side(before), await side(after), yardstick, options)
  }

  async #look(investigation: Investigation): Promise<Look> {
    const measured: MeasuredRun[] = []
    // One after the other: each reads some megabytes and takes some milliseconds of the hub's one thread.
    for (const run of investigation.runs) measured.push(await this.#measured(run, investigation))
    // Another look may have told something in the meantime.
    const newest = measured.map((one) => ({ ...one, run: this.book.newest(investigation.id, one.run) }))
    const look = this.#doubts.look(investigation, newest, this.#answerOptions())
    await this.#keepTold(look.answer)
    return look
  }

  #answerOptions(): AnswerOptions {
    const { warmUpMs, nowMs } = this.#options
    return { warmUpMs, nowMs: nowMs() }
  }

  /** Before anybody reads it: what is said once is known at the next look. */
  async #keepTold(answer: InvestigationAnswer): Promise<void> {
    const news = answer.runs.flatMap((run) => {
      const told = toldNext(run, answer.atMs)
      return told === undefined || told === run.told ? [] : [{ ...run, told }]
    })
    if (news.length > 0) await this.book.tell(answer, news)
  }

  async #measured(run: Run, { service, metric }: Investigation): Promise<MeasuredRun> {
    return { ...(await this.#keptOf(run, service, metric)), run }
  }

  #keptOf(run: Run, service: string, metric: string): Promise<MeasuredRun> {
    const nowMs = this.#options.nowMs()
    const key = JSON.stringify([service, metric, run.id, run.process, run.fromMs, run.toMs])
    const known = this.#kept.get(key)
    this.#kept.delete(key)
    const kept = known !== undefined && known.untilMs > nowMs ? known : this.#measure(run, service, metric, nowMs)
    this.#kept.set(key, kept)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break
      this.#kept.delete(oldest)
    }
    // A failure is not kept.
    kept.at.catch(() => this.#kept.delete(key))
    return kept.at
  }

  #measure(run: Run, service: string, metric: string, nowMs: number): Kept {
    const isOver = run.toMs !== null && run.toMs < nowMs - LATE_MS
    return {
      at: this.#meter.measure(run, service, metric),
      untilMs: isOver ? Number.POSITIVE_INFINITY : nowMs + OPEN_MS,
    }
  }
}

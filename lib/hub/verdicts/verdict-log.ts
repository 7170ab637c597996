/** When each series' verdict became another one: kept beside its frames, so that a chart can say what was thought when. */
import type { Store, VerdictChange } from '../../history/store'
import type { VerdictWord } from '../../protocol/vocabulary'
import type { AssessmentWatcher } from '../roster/assessment-watchers'
import type { ProcessEntry } from '../roster/process-entry'
import { verdictOf } from '../roster/assess'

const SAVE_EVERY_MS = 1_000
/** Changes that wait for the disk; past it the newest are left out, and told. */
const WAITING = 20_000

export interface VerdictLogOptions {
  store: Pick<Store, 'appendVerdicts'>
  onTrouble: (message: string, cause: unknown) => void
}

interface Known {
  boot: string
  words: VerdictWord[]
}

export class VerdictLog implements AssessmentWatcher {
  readonly #options: VerdictLogOptions
  readonly #known = new WeakMap<ProcessEntry, Known>()
  readonly #timer: NodeJS.Timeout
  #waiting: VerdictChange[] = []

  constructor(options: VerdictLogOptions) {
    this.#options = options
    this.#timer = setInterval(() => void this.#save(), SAVE_EVERY_MS)
  }

  /** Called for each process each second: no allocation where nothing changed. */
  observe(entry: ProcessEntry): void {
    const known = this.#known.get(entry)
    if (known === undefined || known.boot !== entry.life.boot) {
      // Of a process that is known from before the hub was started its words are known, too.
      this.#known.set(entry, { boot: entry.life.boot, words: [...entry.words] })
      return
    }
    for (let index = 0; index < entry.words.length; index++) {
      const word = entry.words[index] as VerdictWord
      const before = known.words[index]
      if (word === before) continue
      known.words[index] = word
      this.#note(entry, index, before ?? null, word)
    }
  }

  forget(entry: ProcessEntry): void {
    this.#known.delete(entry)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#save()
  }

  #note(entry: ProcessEntry, index: number, from: VerdictWord | null, to: VerdictWord): void {
    const series = entry.series[index]?.name
    if (series === undefined) return
    if (this.#waiting.length >= WAITING)
      return this.#options.onTrouble('a change of verdict was left out', new Error('too many wait for the disk'))
    const { reason } = verdictOf(entry, index)
    const atMs = entry.lastFrameAtMs ?? entry.life.startedAtMs
    this.#waiting.push({ process: entry.id, series, atMs, from, to, reason })
  }

  async #save(): Promise<void> {
    if (this.#waiting.length === 0) return
    const changes = this.#waiting
    this.#waiting = []
    try {
      await this.#options.store.appendVerdicts(changes)
    } catch (error) {
      // Where the disk refuses they wait for it, as long as there is room.
      this.#waiting = [...changes, ...this.#waiting].slice(0, WAITING)
      this.#options.onTrouble('changes of verdict could not be kept', error)
    }
  }
}

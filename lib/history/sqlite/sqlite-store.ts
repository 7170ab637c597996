/** The Store over a core that is somewhere: gathers writes into a transaction a second, and turns columns into points. */
import type { AgentEvent } from '../../protocol/agent-wire'
import type { FrameBlock } from '../../protocol/frame-block'
import type { SeriesPoints } from '../../protocol/http-api'
import type { Annotation, AnnotationInput } from '../../protocol/annotations'
import type {
  AnnotationQuery,
  EventsQuery,
  FrameGap,
  FramesToKeep,
  HistoryFigures,
  KeepWaiter,
  KeptLife,
  KeptProcess,
  KeptRecord,
  LivesQuery,
  RecordChange,
  SeriesJson,
  SeriesQuery,
  StepColumns,
  Store,
  StoreHealth,
  VerdictChange,
} from '../store'
import { DueTimer } from '../../timing/due-timer'
import { type CoreLink, CoreLost } from './core-calls'
import type { CoreCalls, CoreOperation, LifeOpened, Note, NoteAnswer, WriteAnswer } from './core-wire'
import { Gathering, type Waiter } from './gathering'
import { LifeNumbers } from './life-numbers'
import type { StoreSettings } from './options'
import { packRecords, packVerdicts } from './note-packing'
import { pointsOf, stepsOf } from './points'
import { Tending } from './tending'
import { WritesUnderWay } from './writes-under-way'

/** A hello waits this long for others to share its transaction. */
const HELLO_WAITS_MS = 20
/** So does what somebody clicked. */
const NOTE_WAITS_MS = 20
/**
 * So many bytes of frames, some 1,000 of them, do not wait for the second to end, if the core has nothing to do. What waits
 * for thousands of frames at once costs twice: it is told all at once, which holds the event loop for as long, and it lives
 * long enough for the collector to carry it about.
 */
const EARLY_BYTES = 262_144
/** So often it is looked whether the core has answered, where the loop that would say so is busy with what arrives: some 5 ms. */
const LOOK_EVERY_FRAMES = 64
/** While no frames come, old ones are sealed and trimmed this often. */
const TEND_EVERY_MS = 10_000

export class SqliteStore implements Store {
  private readonly numbers = new LifeNumbers()
  private gathering = new Gathering(this.numbers)
  private readonly underWay = new WritesUnderWay()
  private lastBatch = 0
  private keptSinceLook = 0
  private readonly due = new DueTimer(() => void this.flush())
  private readonly tending: Tending
  private readonly tendTimer: NodeJS.Timeout
  private readonly capacityBytes: number
  private lastHealth: StoreHealth = { state: 'ready' }
  private lastFigures: Omit<HistoryFigures, 'restarts'> = { damagedParts: 0, dataBytes: null }
  private closing: Promise<void> | undefined
  private holdsTiers = false

  constructor(
    private readonly link: CoreLink,
    private readonly settings: StoreSettings,
    private readonly now: () => number,
  ) {
    // As doubles they take thrice what they take packed.
    this.capacityBytes = settings.unwrittenBytes * 3
    link.onLost = (error) => this.lost(error)
    this.tending = new Tending({
      piece: () => link.call('tend', { nowMs: this.now(), holdTiers: this.holdsTiers }),
      onState: ({ health, damagedParts, dataBytes }) => {
        this.lastHealth = health
        this.lastFigures = { damagedParts, dataBytes }
      },
      onFault: (error) => this.fails(error),
    })
    this.tendTimer = setInterval(() => void this.tending.run(), TEND_EVERY_MS)
    this.tendTimer.unref()
  }

  async processes(): Promise<KeptProcess[]> {
    return this.ask('processes', null)
  }

  openLife(kept: KeptLife): Promise<LifeOpened> {
    return this.gather(HELLO_WAITS_MS, (gathering, waiter: Waiter<LifeOpened>) =>
      gathering.lives.push({ kept, waiter }),
    )
  }

  append(frames: FramesToKeep): Promise<void> {
    return new Promise((resolve, reject) => this.keep(frames, { resolve, reject }))
  }

  keep(frames: FramesToKeep, waiter: KeepWaiter): void {
    if (this.closing !== undefined) return waiter.reject(new Error('the history is closed'))
    if (this.underWay.bytes + this.gathering.frames.bytes > this.capacityBytes)
      return waiter.reject(new Error('the history cannot keep up: too many frames wait to be written'))
    this.gathering.frames.add(frames)
    this.gathering.appends.push(waiter)
    if (++this.keptSinceLook >= LOOK_EVERY_FRAMES) {
      this.keptSinceLook = 0
      this.link.catchUp()
    }
    if (this.gathering.frames.bytes >= EARLY_BYTES && this.mayFlushEarly) void this.flush()
    else this.flushWithin(this.settings.commitEveryMs)
  }

  /** A disk that refuses is tried once a second: each try is all that waits for it. */
  private get mayFlushEarly(): boolean {
    return this.underWay.bytes === 0 && this.lastHealth.state === 'ready'
  }

  appendEvents(process: string, boot: string, events: readonly AgentEvent[]): Promise<void> {
    return this.gather(this.settings.commitEveryMs, (gathering, waiter: Waiter<void>) =>
      gathering.events.push({ process, boot, events, waiter }),
    )
  }

  async events(process: string, limit: number): Promise<AgentEvent[]> {
    return this.ask('events', { process, limit })
  }

  async eventsBetween(query: EventsQuery): Promise<AgentEvent[]> {
    return this.ask('eventsBetween', query)
  }

  async addAnnotation(annotation: AnnotationInput): Promise<Annotation> {
    const { annotation: added } = await this.keepNote({ type: 'annotation', annotation })
    if (added === undefined) throw new Error('the history did not answer')
    return added
  }

  async annotations(query: AnnotationQuery): Promise<Annotation[]> {
    return this.ask('annotations', query)
  }

  async appendVerdicts(changes: readonly VerdictChange[]): Promise<void> {
    if (changes.length > 0) await this.keepNote({ type: 'verdicts', changes: packVerdicts(changes) })
  }

  async verdictChanges(process: string, fromMs: number, toMs: number): Promise<VerdictChange[]> {
    return this.ask('verdictChanges', { process, fromMs, toMs })
  }

  async putRecords(collection: string, changes: readonly RecordChange[]): Promise<void> {
    if (changes.length > 0) await this.keepNote({ type: 'records', collection, changes: packRecords(changes) })
  }

  async records(collection: string): Promise<KeptRecord[]> {
    return this.ask('records', { collection })
  }

  private async keepNote(note: Note): Promise<Extract<NoteAnswer, { ok: true }>> {
    const answer = await this.gather(NOTE_WAITS_MS, (gathering, waiter: Waiter<NoteAnswer>) =>
      gathering.notes.push({ note, waiter }),
    )
    if (!answer.ok) throw answer.name === 'RangeError' ? new RangeError(answer.message) : new Error(answer.message)
    return answer
  }

  async series(query: SeriesQuery): Promise<SeriesPoints[]> {
    return (await this.ask('series', query)).map(pointsOf)
  }

  async stepColumns(query: SeriesQuery): Promise<StepColumns[]> {
    return (await this.ask('series', query)).map(stepsOf)
  }

  async seriesJson(query: SeriesQuery): Promise<SeriesJson[]> {
    return this.ask('seriesJson', query)
  }

  async lives(query: LivesQuery): Promise<KeptLife[]> {
    return this.ask('lives', query)
  }

  async gaps(query: LivesQuery): Promise<FrameGap[]> {
    return this.ask('gaps', query)
  }

  async replay(process: string, fromMs: number, stepMs: number): Promise<{ boot: string; block: FrameBlock } | null> {
    return this.ask('replay', { process, fromMs, stepMs })
  }

  holdTiers(isHeld: boolean): void {
    this.holdsTiers = isHeld
  }

  health(): StoreHealth {
    const sinceMs = this.underWay.stalledSinceMs(this.now())
    if (this.lastHealth.state === 'failing' || sinceMs === null) return this.lastHealth
    return { state: 'failing', reason: 'the history cannot be written: the disk does not answer', sinceMs }
  }

  figures(): HistoryFigures {
    return { ...this.lastFigures, restarts: this.link.restarts }
  }

  close(): Promise<void> {
    this.closing ??= this.closeNow()
    return this.closing
  }

  private async closeNow(): Promise<void> {
    clearInterval(this.tendTimer)
    this.tending.stop()
    await this.flush()
    this.due.cancel()
    try {
      await this.link.call('close', { nowMs: this.now() })
    } catch (error) {
      // What it had acknowledged is on disk all the same.
      if (!(error instanceof CoreLost)) throw error
    } finally {
      await this.link.end()
    }
    const closed = new Error('the history was closed before it could be written')
    this.underWay.finishAll((waiter) => waiter.reject(closed))
  }

  private gather<T>(withinMs: number, add: (gathering: Gathering, waiter: Waiter<T>) => void): Promise<T> {
    if (this.closing !== undefined) return Promise.reject(new Error('the history is closed'))
    return new Promise((resolve, reject) => {
      add(this.gathering, { resolve, reject })
      this.flushWithin(withinMs)
    })
  }

  private flushWithin(ms: number): void {
    this.due.within(ms)
  }

  /** Every frame that came before a question is in its answer. */
  private ask<O extends CoreOperation>(question: O, input: CoreCalls[O][0]): Promise<CoreCalls[O][1]> {
    if (!this.gathering.empty) void this.flush()
    return this.link.call(question, input)
  }

  /** Sends what gathered; the core runs it before whatever is called next. Never rejects. */
  private async flush(): Promise<void> {
    this.due.cancel()
    const gathered = this.gathering
    if (gathered.empty && this.lastHealth.state === 'ready') return
    const batch = ++this.lastBatch
    const request = gathered.request(batch, this.now())
    this.numbers.trim()
    this.gathering = new Gathering(this.numbers, gathered)
    this.underWay.begin(batch, gathered.appends, gathered.frames.bytes, request.nowMs)
    try {
      const answer = await this.link.call('write', request)
      this.settle(gathered, batch, answer)
    } catch (error) {
      this.refuse(gathered, batch, error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.underWay.answered(batch, gathered.frames.bytes)
    }
  }

  private settle(gathered: Gathering, batch: number, answer: WriteAnswer): void {
    this.lastHealth = answer.health
    for (const entry of answer.unknown)
      this.underWay.refuse(batch, entry, new Error('frames came for a life that was not opened'))
    gathered.settle(answer)
    const error = new Error(answer.error ?? 'given up')
    for (const written of answer.committed) this.underWay.finish(written, (waiter) => waiter.resolve())
    for (const lost of answer.gaveUp) this.underWay.finish(lost, (waiter) => waiter.reject(error))
    if (this.closing !== undefined) return
    if (answer.retained) this.flushWithin(this.settings.commitEveryMs)
    else this.tending.soon()
  }

  /** With the core went what it had not written. Those who wait for that are told, and may send it again. */
  private lost(error: CoreLost): void {
    this.fails(error)
    this.numbers.forgetTold()
    this.underWay.finishAll((waiter) => waiter.reject(error))
    if (this.closing === undefined) this.flushWithin(this.settings.commitEveryMs)
  }

  /** The core did not run the request. */
  private refuse(gathered: Gathering, batch: number, error: Error): void {
    this.fails(error)
    this.numbers.forgetTold()
    this.underWay.finish(batch, (waiter) => waiter.reject(error))
    gathered.refuse(error)
    if (this.closing === undefined) this.flushWithin(this.settings.commitEveryMs)
  }

  private fails({ message }: Error): void {
    const sinceMs = this.lastHealth.state === 'failing' ? this.lastHealth.sinceMs : this.now()
    this.lastHealth = { state: 'failing', reason: message, sinceMs }
  }
}

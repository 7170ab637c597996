/** The embedded history, synchronous and without a clock: what the worker thread runs. */
import type { Database } from 'better-sqlite3'
import type { AgentEvent } from '../../protocol/agent-wire'
import type { KeptProcess, StoreHealth } from '../store'
import type { LifeOpened, WriteAnswer, WriteRequest } from './core-wire'
import { EventTable } from './event-table'
import { Intake } from './intake'
import { Journal } from './journal'
import { LifeTable } from './life-table'
import { openDatabase } from './open-database'
import { OpenHeads } from './open-heads'
import { type LogLevel, type StoreSettings } from './options'
import { SeriesReader } from './series-reader'

export class HistoryCore {
  readonly db: Database
  readonly reader: SeriesReader
  private readonly lives: LifeTable
  private readonly events: EventTable
  private readonly journal: Journal
  private readonly heads: OpenHeads
  private readonly intake: Intake
  private failing: { reason: string; sinceMs: number } | null = null

  /** Throws one sentence that names the file where it cannot be opened. */
  constructor(
    private readonly settings: StoreSettings,
    nowMs: number,
    private readonly onLog: (level: LogLevel, message: string) => void,
  ) {
    this.db = openDatabase(settings.folder, onLog)
    this.lives = new LifeTable(this.db)
    this.events = new EventTable(this.db)
    this.journal = new Journal(this.db)
    this.heads = new OpenHeads(this.lives)
    this.heads.recover(this.journal, nowMs, (row, reason) =>
      onLog('warn', `Row ${row} of the history's journal is left out: ${reason}.`),
    )
    this.intake = new Intake(this.journal, this.heads, settings.unwrittenBytes)
    this.reader = new SeriesReader(this.lives, this.heads)
  }

  write(request: WriteRequest): WriteAnswer {
    const unknown = this.intake.take(request)
    let lives: LifeOpened[] | null = null
    let error: string | null = null
    let committed: number[] = []
    let gaveUp: number[] = []
    try {
      lives = this.db.transaction(() => this.writeAll(request))()
      committed = this.intake.written()
      this.recovered()
    } catch (cause) {
      error = this.failed(cause, request.nowMs)
      gaveUp = this.intake.shed()
      if (gaveUp.length > 0)
        this.onLog(
          'error',
          `The frames of ${gaveUp.length} transactions are lost: ${error}, and memory for them ran out.`,
        )
    }
    return { lives, error, unknown, committed, gaveUp, retained: this.intake.retained, health: this.health() }
  }

  private writeAll(request: WriteRequest): LifeOpened[] {
    this.intake.write()
    const opened = request.lives.map((kept): LifeOpened => {
      const row = this.lives.open(kept, request.nowMs)
      const knownSeqs = (this.heads.get(row.id)?.knownSeqs ?? row.knownSeqs).list()
      return { lives: this.lives.countOf(row.process), knownSeqs }
    })
    for (const { process, boot, events } of request.events) {
      const id = this.lives.processId(process)
      if (id === undefined) continue
      this.events.add(id, boot, events)
      this.events.keepNewest(id, this.settings.retention.eventsPerProcess)
    }
    return opened
  }

  processes(): KeptProcess[] {
    return this.lives.newestOfEach().map(({ id, kept }) => {
      const head = this.heads.get(id)
      return { ...kept, lastFrameAtMs: head?.lastAtMs ?? kept.lastFrameAtMs }
    })
  }

  newestEvents(process: string, limit: number): AgentEvent[] {
    const id = this.lives.processId(process)
    return id === undefined ? [] : this.events.newest(id, limit)
  }

  tend(_nowMs: number): StoreHealth {
    return this.health()
  }

  health(): StoreHealth {
    return this.failing === null ? { state: 'ready' } : { state: 'failing', ...this.failing }
  }

  close(nowMs: number): void {
    this.tend(nowMs)
    this.db.close()
  }

  private recovered(): void {
    if (this.failing === null) return
    this.failing = null
    this.onLog('info', 'The history is written again.')
  }

  private failed(cause: unknown, nowMs: number): string {
    const reason = `the history cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`
    if (this.failing === null) this.onLog('error', `${reason}. Frames are held in memory and tried again.`)
    this.failing = { reason, sinceMs: this.failing?.sinceMs ?? nowMs }
    return reason
  }
}

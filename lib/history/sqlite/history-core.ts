/** The embedded history, synchronous and without a clock: what the worker thread runs. */
import type { Database } from 'better-sqlite3'
import type { AgentEvent, SeriesDeclaration } from '../../protocol/agent-wire'
import type { KeptLife, KeptProcess, LivesQuery, StoreHealth } from '../store'
import type { CoreState, LifeOpened, NoteAnswer, WriteAnswer, WriteRequest } from './core-wire'
import { BlockTable } from './block-table'
import { EventTable } from './event-table'
import { Horizons } from './horizons'
import { Intake } from './intake'
import { Journal } from './journal'
import { type LifeRow, LifeTable } from './life-table'
import { Notes } from './notes'
import { codeOf, openDatabase } from './open-database'
import { EXPECTED_LIVES, OpenHeads } from './open-heads'
import { type LogLevel, type StoreSettings } from './options'
import { SeriesReader } from './series-reader'
import { Upkeep, usedBytes } from './upkeep'

interface Opened {
  lives: LifeOpened[]
  /** Each with its process's name, as they are on disk once the transaction has ended. */
  rows: [process: string, row: LifeRow][]
  notes: NoteAnswer[]
}

export class HistoryCore {
  readonly db: Database
  readonly reader: SeriesReader
  readonly notes: Notes
  private readonly lives: LifeTable
  private readonly events: EventTable
  private readonly journal: Journal
  private readonly heads: OpenHeads
  private readonly intake: Intake
  private readonly blocks: BlockTable
  private readonly upkeep: Upkeep
  private damagedRows = 0
  /** The newest write was refused for want of room. */
  private isFull = false
  private hasToldRoom = false
  /** What fails now: writing what comes, or upkeep. */
  private readonly failing = new Map<'write' | 'upkeep', { reason: string; sinceMs: number }>()

  /** Throws one sentence that names the file where it cannot be opened. */
  constructor(
    private readonly settings: StoreSettings,
    nowMs: number,
    private readonly onLog: (level: LogLevel, message: string) => void,
  ) {
    this.db = openDatabase(settings.folder, onLog)
    this.lives = new LifeTable(this.db)
    this.events = new EventTable(this.db)
    this.notes = new Notes(this.db, this.lives)
    this.journal = new Journal(this.db)
    this.heads = new OpenHeads(this.lives, EXPECTED_LIVES)
    this.heads.recover(this.journal, nowMs, (row, reason) => {
      this.damagedRows++
      onLog('warn', `Row ${row} of the history's journal is left out: ${reason}.`)
    })
    this.intake = new Intake(this.journal, this.heads, settings.unwrittenBytes)
    this.blocks = new BlockTable(this.db, (message) => onLog('warn', message))
    const horizons = new Horizons(this.db)
    this.reader = new SeriesReader(this.lives, this.heads, this.blocks, horizons)
    const { db, journal, heads, blocks, lives, events, notes } = this
    this.upkeep = new Upkeep(
      { db, journal, heads, blocks, lives, events, notes, horizons },
      settings.retention,
      settings.unsealedBytes,
      (message) => onLog('warn', message),
    )
  }

  write(request: WriteRequest): WriteAnswer {
    const unknown = this.intake.take(request)
    const unknownEvents: number[] = []
    let opened: Opened | null = null
    let error: string | null = null
    let committed: number[] = []
    let gaveUp: number[] = []
    try {
      opened = this.db.transaction(() => this.writeAll(request, unknownEvents))()
      committed = this.intake.written()
      for (const [process, row] of opened.rows) this.heads.expectFrames(process, row)
      this.recovered('write')
      this.isFull = this.hasToldRoom = false
    } catch (cause) {
      error = this.failed('write', cause, request.nowMs)
      this.isFull = FULL.has(codeOf(cause) ?? '')
      gaveUp = this.intake.shed()
      if (gaveUp.length > 0)
        this.onLog(
          'error',
          `The frames of ${gaveUp.length} transactions are lost: ${error}, and memory for them ran out.`,
        )
    }
    return {
      lives: opened?.lives ?? request.lives.map((kept) => this.openedAlready(kept)),
      notes: opened?.notes ?? null,
      error,
      unknown,
      unknownEvents,
      committed,
      gaveUp,
      retained: this.intake.retained,
      health: this.health(),
    }
  }

  private writeAll(request: WriteRequest, unknownEvents: number[]): Opened {
    this.intake.write()
    const rows: Opened['rows'] = []
    const lives = request.lives.map((kept): LifeOpened => {
      const row = this.lives.open(kept, request.nowMs)
      rows.push([kept.process, row])
      const knownSeqs = (this.heads.get(row.id)?.knownSeqs ?? row.knownSeqs).list()
      return { lives: this.lives.countOf(row.process), knownSeqs, series: row.series }
    })
    for (const [at, { process, boot, events }] of request.events.entries()) {
      const id = this.lives.processId(process)
      if (id === undefined) {
        unknownEvents.push(at)
        continue
      }
      this.events.add(id, boot, events)
      this.events.keepNewest(id, this.settings.retention.eventsPerProcess)
    }
    return { lives, rows, notes: request.notes.map((note) => this.notes.write(note, request.nowMs)) }
  }

  /** A life that is on disk already is open on a full disk as well; what waits to be written counts as not known. */
  private openedAlready(kept: KeptLife): LifeOpened | null {
    const row = this.lives.openAlready(kept)
    if (row === undefined) return null
    const known = this.heads.get(row.id)?.knownSeqs ?? row.knownSeqs
    const knownSeqs = this.intake.withoutUnwritten(row.id, known).list()
    return { lives: this.lives.countOf(row.process), knownSeqs, series: row.series }
  }

  processes(): KeptProcess[] {
    return this.lives.newestOfEach().map(({ id, kept }) => {
      const head = this.heads.get(id)
      return { ...kept, lastFrameAtMs: head?.lastAtMs ?? kept.lastFrameAtMs }
    })
  }

  /** Every series that the process had in any life; where lives differ, as the last of them declared it. */
  declared(process: string): SeriesDeclaration[] {
    const id = this.lives.processId(process)
    const byName = new Map<string, SeriesDeclaration>()
    for (const { series } of id === undefined ? [] : this.lives.livesOf(id))
      for (const one of series) byName.set(one.name, one)
    return [...byName.values()]
  }

  livesIn({ process, fromMs, toMs }: LivesQuery): KeptLife[] {
    const id = this.lives.processId(process)
    return id === undefined
      ? []
      : this.lives.begunIn(id, fromMs, toMs).map(({ description: life, series }) => ({ process, life, series }))
  }

  newestEvents(process: string, limit: number): AgentEvent[] {
    const id = this.lives.processId(process)
    return id === undefined ? [] : this.events.newest(id, limit)
  }

  /** A bounded piece of the history's own work. While the disk refuses frames, nothing is sealed; where it is full, what is oldest makes room. */
  tend(nowMs: number, holdTiers = false): CoreState {
    this.upkeep.holdsTiers = holdTiers
    const hasMore = this.intake.retained ? this.makeRoom(nowMs) : this.keepUp(nowMs)
    return {
      hasMore,
      health: this.health(),
      damagedParts: this.blocks.damagedCount + this.damagedRows,
      dataBytes: usedBytes(this.db),
    }
  }

  /** Answers whether there is more of it. */
  private keepUp(nowMs: number): boolean {
    try {
      const hasMore = this.upkeep.run(nowMs)
      this.recovered('upkeep')
      return hasMore
    } catch (cause) {
      this.failed('upkeep', cause, nowMs)
      return false
    }
  }

  /** Nothing of what is tried here is told: that the disk is full is told already. Room that was made is for the next frames. */
  private makeRoom(nowMs: number): boolean {
    if (!this.isFull) return false
    try {
      if (this.upkeep.makeRoom(nowMs)) this.tellRoom()
    } catch (cause) {
      if (codeOf(cause) === undefined) throw cause
    }
    return false
  }

  private tellRoom(): void {
    if (this.hasToldRoom) return
    this.hasToldRoom = true
    this.onLog('warn', 'The disk is full; the oldest frames are dropped to make room for new ones.')
  }

  health(): StoreHealth {
    const failing = this.failing.get('write') ?? this.failing.get('upkeep')
    return failing === undefined ? { state: 'ready' } : { state: 'failing', ...failing }
  }

  close(nowMs: number): void {
    this.tend(nowMs)
    this.db.close()
  }

  private recovered(what: 'write' | 'upkeep'): void {
    if (this.failing.delete(what) && this.failing.size === 0) this.onLog('info', 'The history is written again.')
  }

  private failed(what: 'write' | 'upkeep', cause: unknown, nowMs: number): string {
    const reason = `the history cannot be ${FAILED[what]}: ${cause instanceof Error ? cause.message : String(cause)}`
    const before = this.failing.get(what)
    if (before === undefined) this.onLog('error', `For now ${reason}; it is tried again.`)
    this.failing.set(what, { reason, sinceMs: before?.sinceMs ?? nowMs })
    return reason
  }
}

/** A limit on the file, and a disk that has no room or lets nothing more be written. */
const FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE'])
const FAILED = { write: 'written', upkeep: 'sealed or trimmed' } as const

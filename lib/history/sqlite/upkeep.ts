/** What the history does for itself between two transactions: seal, roll, trim; a bounded piece of work at a time. */
import type { Database } from 'better-sqlite3'
import type { Retention } from '../settings'
import type { BlockTable } from './block-table'
import type { EventTable } from './event-table'
import type { Horizons } from './horizons'
import type { Journal } from './journal'
import type { LifeHead } from './life-head'
import type { LifeTable } from './life-table'
import type { Notes } from './notes'
import type { OpenHeads } from './open-heads'
import { ROLL_BLOCKS, roll } from './rolling'
import { isSealDue, seal } from './sealing'
import { FIVE_MINUTES, RAW, TEN_SECONDS, type Tier } from './tiers'

/** Values sealed in one go, some 30 ms of work: frames that came meanwhile are written before the next. */
const SEAL_VALUES = 50_000
/** Where unsealed frames take too much memory, lives with so many are sealed before their time. */
const SEAL_EARLY_FRAMES = 60
/**
 * Early sealing begins at this share of that memory, a little at a time, and has no bound at all of it. Ten thousand lives that began
 * together need another page together, every twenty seconds: sealed all at once, that was seconds in which all else waited.
 */
const EARLY_SHARE = 0.8
/** Small blocks of a life that ended are joined after this. */
const ROLL_AFTER_MS: readonly [Exclude<Tier, 1>, number][] = [
  [TEN_SECONDS, 4 * 3_600_000],
  [FIVE_MINUTES, 2 * 86_400_000],
]
const ROLL_LIVES = 20
const TRIM_BLOCKS = 500
const TRIM_EVERY_MS = 10_000
const TRIM_ROWS_EVERY_MS = 600_000
/** So many free pages stay in the file, to be written again; beyond a quarter of the file they go back to the disk. */
const FREE_PAGES = 4_000
const PAGES_GIVEN_BACK = 1_000
/** Raw frames of the last hour are the last to go when the data gets too large. */
const NEWEST_RAW_MS = 3_600_000
const NEWEST_POINTS_MS = 24 * 3_600_000

export interface UpkeepParts {
  db: Database
  journal: Journal
  heads: OpenHeads
  blocks: BlockTable
  lives: LifeTable
  events: EventTable
  notes: Notes
  horizons: Horizons
}

export class Upkeep {
  /** While it is so, raw blocks are not rolled up into tiers; they are found by `rollLeftOver` later. */
  holdsTiers = false
  private trimmedAtMs = -Infinity
  /** The last trim was as large as one may be, so that there is more of it. */
  private hasMoreToTrim = false
  private trimmedRowsAtMs = -Infinity

  constructor(
    private readonly parts: UpkeepParts,
    private readonly retention: Retention,
    private readonly headBytes: number,
    private readonly onTrimmedEarly: (message: string) => void,
  ) {}

  /** Answers whether there is more to be sealed or trimmed. Throws what the database throws; nothing is half done then. */
  run(nowMs: number): boolean {
    const hasMore = this.sealDue(nowMs)
    if (this.hasMoreToTrim || Math.abs(nowMs - this.trimmedAtMs) >= TRIM_EVERY_MS) {
      this.trimmedAtMs = nowMs
      this.rollLeftOver(nowMs)
      const [byAge, bySize] = [this.trimByAge(nowMs), this.trimBySize(nowMs)]
      this.hasMoreToTrim = byAge || bySize
      giveSpaceBack(this.parts.db, this.retention.dataBytes)
    }
    if (Math.abs(nowMs - this.trimmedRowsAtMs) >= TRIM_ROWS_EVERY_MS) {
      this.trimmedRowsAtMs = nowMs
      this.trimRows(nowMs)
    }
    return hasMore || this.hasMoreToTrim
  }

  /**
   * Of a disk that is full: what is oldest makes room for what is new. Raw frames of the last hour and ten-second points of the last
   * day stay. To drop rows takes no room where the database has pages to write to; throws where it has none.
   */
  makeRoom(nowMs: number): boolean {
    return this.trim(RAW, nowMs - NEWEST_RAW_MS) > 0 || this.trim(TEN_SECONDS, nowMs - NEWEST_POINTS_MS) > 0
  }

  private sealDue(nowMs: number): boolean {
    const { heads } = this.parts
    const share = heads.bytes() / this.headBytes
    const tooMuch = share > 1
    const early = tooMuch ? SEAL_VALUES : SEAL_VALUES * ((share - EARLY_SHARE) / (1 - EARLY_SHARE))
    const due: LifeHead[] = []
    let values = 0
    for (const head of heads.all()) {
      // Nothing but frames that were known already.
      if (head.frames === 0) heads.drop(head)
      const isEarly = values < early && head.frames >= SEAL_EARLY_FRAMES
      if (head.frames === 0 || !(isEarly || isSealDue(head, nowMs))) continue
      due.push(head)
      values += head.values
      if (values >= SEAL_VALUES) break
    }
    if (due.length > 0) this.seal(due)
    return values >= SEAL_VALUES
  }

  /** Blocks, what the lives know and the journal's end change together. */
  seal(due: readonly LifeHead[]): void {
    const { db, journal, heads, blocks, lives } = this.parts
    db.transaction(() => {
      for (const head of due) {
        seal(head, blocks, lives)
        if (!this.holdsTiers && blocks.unrolled(head.life, TEN_SECONDS).length >= ROLL_BLOCKS) this.rollLife(head.life)
      }
    })()
    for (const head of due) heads.drop(head)
    db.transaction(() => journal.dropBefore(heads.firstJournal()))()
  }

  private rollLife(life: number): void {
    roll(this.parts.blocks, life, TEN_SECONDS)
    // What that handed on may make a day.
    if (this.parts.blocks.unrolled(life, FIVE_MINUTES).length >= ROLL_BLOCKS)
      roll(this.parts.blocks, life, FIVE_MINUTES)
  }

  private rollLeftOver(nowMs: number): void {
    if (this.holdsTiers) return
    const { db, blocks } = this.parts
    for (const [tier, afterMs] of ROLL_AFTER_MS) {
      const lives = blocks.livesUnrolledBefore(tier, nowMs - afterMs, ROLL_LIVES)
      if (lives.length > 0)
        db.transaction(() =>
          lives.forEach((life) => (tier === TEN_SECONDS ? this.rollLife(life) : roll(blocks, life, tier))),
        )()
    }
  }

  /** Answers whether there may be more of it, as does `trimBySize`. */
  private trimByAge(nowMs: number): boolean {
    const { rawMs, tenSecondsMs, fiveMinutesMs } = this.retention
    const dropped = [
      this.trim(RAW, nowMs - rawMs),
      this.trim(TEN_SECONDS, nowMs - tenSecondsMs),
      this.trim(FIVE_MINUTES, nowMs - fiveMinutesMs),
    ]
    return dropped.includes(TRIM_BLOCKS)
  }

  /** Drops blocks that end before `beforeMs`, the oldest first, at most `TRIM_BLOCKS`; how many. */
  private trim(tier: Tier, beforeMs: number): number {
    const { db, blocks, horizons } = this.parts
    const oldest = blocks.oldest(tier, beforeMs, TRIM_BLOCKS)
    const last = oldest.at(-1)
    if (last === undefined) return 0
    const dropped = db.transaction(() => {
      horizons.raise(tier, last.maxAtMs + tier)
      return oldest.filter(({ id }) => blocks.drop(id)).length
    })()
    return dropped
  }

  /** Raw frames go first, for the tiers still have their outline; then the finer tier before the coarser. */
  private trimBySize(nowMs: number): boolean {
    if (usedBytes(this.parts.db) <= this.retention.dataBytes) return false
    const trimmed =
      this.trim(RAW, nowMs - NEWEST_RAW_MS) ||
      this.trim(TEN_SECONDS, nowMs) ||
      this.trim(FIVE_MINUTES, nowMs) ||
      this.trim(RAW, nowMs)
    // Told once for all the pieces of it.
    if (trimmed > 0 && !this.hasMoreToTrim)
      this.onTrimmedEarly(
        `The history holds more than ${this.retention.dataBytes} bytes; its oldest frames were dropped early.`,
      )
    return trimmed === TRIM_BLOCKS
  }

  private trimRows(nowMs: number): void {
    const { db, lives, events, notes, heads } = this.parts
    db.transaction(() => {
      events.dropBefore(nowMs - this.retention.eventsMs)
      notes.trim(nowMs - this.retention.notesMs)
      lives.dropEmpty(
        nowMs - this.retention.rawMs,
        nowMs - this.retention.fiveMinutesMs,
        (life) => heads.get(life) !== undefined,
      )
    })()
    heads.forgetExpected()
  }
}

/** Free pages are written again; where they are too many, or make the file larger than data may be, they go back to the disk. */
function giveSpaceBack(db: Database, dataBytes: number): void {
  const { pages, free, pageBytes } = pagesOf(db)
  if (free > Math.max(FREE_PAGES, pages / 4) || (free > 0 && pages * pageBytes > dataBytes))
    db.pragma(`incremental_vacuum(${PAGES_GIVEN_BACK})`)
}

/** What rows take, without the pages that wait to be used again. */
export function usedBytes(db: Database): number {
  const { pages, free, pageBytes } = pagesOf(db)
  return (pages - free) * pageBytes
}

function pagesOf(db: Database): { pages: number; free: number; pageBytes: number } {
  const read = (name: string) => db.pragma(name, { simple: true }) as number
  return { pages: read('page_count'), free: read('freelist_count'), pageBytes: read('page_size') }
}

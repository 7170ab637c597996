/** Processes and their lives, as rows; and in memory those lives that have frames not yet sealed. */
import type { Database } from 'better-sqlite3'
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import { LIMITS } from '../../protocol/limits'
import { SeqRanges } from '../../protocol/seq-ranges'
import type { KeptLife, KeptProcess } from '../store'
import { TIERS } from './tiers'

/** How many ranges of known seqs a life keeps; each is an overflow of an agent's outbox. */
const SEQ_RANGES = 1_000

export interface LifeRow {
  id: number
  process: number
  boot: string
  description: LifeDescription
  series: SeriesDeclaration[]
  sealedJournal: number
  lastAtMs: number | null
  knownSeqs: SeqRanges
}

/** What taking frames asks of a life: not what it said of itself, which is long, and is parsed for nothing ten thousand times when a hub starts. */
export type LifeState = Pick<LifeRow, 'id' | 'process' | 'boot' | 'sealedJournal' | 'lastAtMs' | 'knownSeqs'>

type StoredState = Pick<StoredLife, 'id' | 'process' | 'boot' | 'known_seqs' | 'sealed_journal' | 'last_at_ms'>

interface StoredLife {
  id: number
  process: number
  boot: string
  description: string
  series: string
  known_seqs: string
  sealed_journal: number
  last_at_ms: number | null
}

/** Lives are told apart by their own clocks: an older one may say hello after a newer one did. */
const STARTED = "json_extract(description, '$.startedAtMs')"
const NEWEST_FIRST = `${STARTED} DESC, id DESC`
const STATE = 'life.id, life.process, boot, known_seqs, sealed_journal, last_at_ms'
/** What one answer tells of lives: a process that is restarted each minute has so many in a day. */
const LIVES_TOLD = 1_000

export class LifeTable {
  private readonly sql

  constructor(db: Database) {
    this.sql = {
      addProcess: db.prepare('INSERT INTO process (name) VALUES (?) ON CONFLICT DO NOTHING'),
      process: db.prepare<[string], { id: number }>('SELECT id FROM process WHERE name = ?'),
      processName: db.prepare<[number], { name: string }>('SELECT name FROM process WHERE id = ?'),
      openLife: db.prepare(
        `INSERT INTO life (process, boot, opened_at_ms, description, series, known_seqs, sealed_journal)
         VALUES (?, ?, ?, ?, ?, '[]', 0)
         ON CONFLICT (process, boot) DO UPDATE SET description = excluded.description, series = excluded.series`,
      ),
      lives: db.prepare<[number], StoredLife>('SELECT * FROM life WHERE process = ? ORDER BY id'),
      countLives: db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM life WHERE process = ?'),
      lifeByBoot: db.prepare<[number, string], StoredLife>('SELECT * FROM life WHERE process = ? AND boot = ?'),
      stateByName: db.prepare<[string, string], StoredState>(
        `SELECT ${STATE} FROM process JOIN life ON life.process = process.id WHERE process.name = ? AND boot = ?`,
      ),
      stateById: db.prepare<[number], StoredState>(`SELECT ${STATE} FROM life WHERE id = ?`),
      withBlocks: db.prepare<[{ process: number; fromMs: number; toMs: number }], StoredLife & { has_blocks: number }>(
        `SELECT *, EXISTS (SELECT 1 FROM block WHERE block.life = life.id AND block.tier IN (${TIERS.join()})
           AND max_at_ms >= @fromMs - tier AND min_at_ms <= @toMs) AS has_blocks
         FROM life WHERE process = @process ORDER BY id`,
      ),
      newestLife: db.prepare<[number], StoredLife>(
        `SELECT * FROM life WHERE process = ? ORDER BY ${NEWEST_FIRST} LIMIT 1`,
      ),
      begunIn: db.prepare<[{ process: number; fromMs: number; toMs: number; most: number }], StoredLife>(
        `SELECT * FROM life WHERE process = @process AND ${STARTED} <= @toMs AND ${STARTED} >= coalesce(
           (SELECT max(${STARTED}) FROM life WHERE process = @process AND ${STARTED} <= @fromMs), @fromMs)
         ORDER BY ${NEWEST_FIRST} LIMIT @most`,
      ),
      empty: db.prepare<[{ olderMs: number; newestMs: number }], { id: number; process: number; newest: number }>(
        `SELECT * FROM
           (SELECT id, process, opened_at_ms, id = (SELECT max(id) FROM life other WHERE other.process = life.process) AS newest
            FROM life WHERE opened_at_ms < @olderMs
            AND NOT EXISTS (SELECT 1 FROM block WHERE block.life = life.id AND block.tier IN (${TIERS.join()})))
         WHERE NOT newest OR opened_at_ms < @newestMs`,
      ),
      dropLife: db.prepare('DELETE FROM life WHERE id = ?'),
      dropEvents: db.prepare('DELETE FROM event WHERE process = ?'),
      dropVerdicts: db.prepare('DELETE FROM verdict_change WHERE process = ?'),
      dropProcess: db.prepare(
        'DELETE FROM process WHERE id = ? AND NOT EXISTS (SELECT 1 FROM life WHERE process = process.id)',
      ),
      seal: db.prepare('UPDATE life SET known_seqs = ?, sealed_journal = ?, last_at_ms = ? WHERE id = ?'),
      newest: db.prepare<[], StoredLife & { name: string; lives: number; last: number | null }>(
        `SELECT ranked.*, process.name FROM
           (SELECT *, row_number() OVER (PARTITION BY process ORDER BY ${NEWEST_FIRST}) AS place,
              count(*) OVER (PARTITION BY process) AS lives, max(last_at_ms) OVER (PARTITION BY process) AS last FROM life) ranked
         JOIN process ON process.id = ranked.process WHERE ranked.place = 1 ORDER BY process.name`,
      ),
    }
  }

  /**
   * Adds the life or takes its description and the series that it did not have; answers with its row. The columns of its
   * frames stay what they were, whatever order the series come in now, and however few of them.
   */
  open(kept: KeptLife, nowMs: number): LifeRow {
    this.sql.addProcess.run(kept.process)
    const process = (this.sql.process.get(kept.process) as { id: number }).id
    const series = joinSeries(this.byBoot(process, kept.life.boot)?.series ?? [], kept.series)
    this.sql.openLife.run(process, kept.life.boot, nowMs, JSON.stringify(kept.life), JSON.stringify(series))
    return fromStored(this.sql.lifeByBoot.get(process, kept.life.boot) as StoredLife)
  }

  /** The row of a life that is kept just so already; `undefined` where something of it would have to be written. */
  openAlready(kept: KeptLife): LifeRow | undefined {
    const process = this.processId(kept.process)
    const stored = process === undefined ? undefined : this.sql.lifeByBoot.get(process, kept.life.boot)
    if (stored === undefined || stored.description !== JSON.stringify(kept.life)) return undefined
    const row = fromStored(stored)
    return joinSeries(row.series, kept.series).length === row.series.length ? row : undefined
  }

  processId(name: string): number | undefined {
    return this.sql.process.get(name)?.id
  }

  processName(id: number): string {
    return this.sql.processName.get(id)?.name ?? ''
  }

  countOf(process: number): number {
    return (this.sql.countLives.get(process) as { n: number }).n
  }

  /** In the order in which the hub first met them. */
  livesOf(process: number): LifeRow[] {
    return this.sql.lives.all(process).map(fromStored)
  }

  private byBoot(process: number, boot: string): LifeRow | undefined {
    const stored = this.sql.lifeByBoot.get(process, boot)
    return stored && fromStored(stored)
  }

  /** Of the life of this process that has this boot. */
  stateOf(process: string, boot: string): LifeState | undefined {
    const stored = this.sql.stateByName.get(process, boot)
    return stored && stateFrom(stored)
  }

  stateById(id: number): LifeState | undefined {
    const stored = this.sql.stateById.get(id)
    return stored && stateFrom(stored)
  }

  /** Those with blocks that may lie from `fromMs` to `toMs`, and those that `isOpen`, in the order in which the hub met them. */
  livesBetween(process: number, fromMs: number, toMs: number, isOpen: (life: number) => boolean): LifeRow[] {
    const found = this.sql.withBlocks.all({ process, fromMs, toMs })
    return found.filter(({ id, has_blocks }) => has_blocks === 1 || isOpen(id)).map(fromStored)
  }

  /** Those that began from `fromMs` to `toMs` and the one before, in the order in which they began; the newest of very many. */
  begunIn(process: number, fromMs: number, toMs: number): LifeRow[] {
    return this.sql.begunIn.all({ process, fromMs, toMs, most: LIVES_TOLD }).map(fromStored).toReversed()
  }

  newestOf(process: number): LifeRow | undefined {
    const stored = this.sql.newestLife.get(process)
    return stored && fromStored(stored)
  }

  /**
   * Forgets lives of which nothing is left: old ones when opened before `olderMs`, a process's newest (and with it the
   * process) when opened before `newestMs`.
   */
  dropEmpty(olderMs: number, newestMs: number, isOpen: (life: number) => boolean): void {
    for (const { id, process, newest } of this.sql.empty.all({ olderMs, newestMs })) {
      if (isOpen(id)) continue
      this.sql.dropLife.run(id)
      if (newest === 0) continue
      this.sql.dropEvents.run(process)
      this.sql.dropVerdicts.run(process)
      this.sql.dropProcess.run(process)
    }
  }

  /** Records what is in blocks now. */
  saveSealed(life: number, knownSeqs: SeqRanges, sealedJournal: number, lastAtMs: number | null): void {
    this.sql.seal.run(JSON.stringify(knownSeqs.list()), sealedJournal, lastAtMs, life)
  }

  /** Each process with its newest life; `lastFrameAtMs` knows of sealed frames only. */
  newestOfEach(): { id: number; process: number; kept: KeptProcess }[] {
    return this.sql.newest.all().map((stored) => ({
      id: stored.id,
      process: stored.process,
      kept: {
        process: stored.name,
        life: JSON.parse(stored.description) as LifeDescription,
        series: JSON.parse(stored.series) as SeriesDeclaration[],
        lives: stored.lives,
        lastFrameAtMs: stored.last,
      },
    }))
  }
}

/**
 * A series that is known may have another max or help, and never another kind or unit: its frames are of those. Where there
 * would be more than a life may have, those that are new are left out.
 */
function joinSeries(before: readonly SeriesDeclaration[], now: readonly SeriesDeclaration[]): SeriesDeclaration[] {
  const byName = new Map(now.map((one) => [one.name, one]))
  const known = before.map((one) => ({ ...(byName.get(one.name) ?? one), kind: one.kind, unit: one.unit }))
  const names = new Set(before.map(({ name }) => name))
  const added = now.filter(({ name }) => !names.has(name))
  return before.length > 0 && known.length + added.length > LIMITS.seriesPerProcess ? known : [...known, ...added]
}

function fromStored(stored: StoredLife): LifeRow {
  return {
    ...stateFrom(stored),
    description: JSON.parse(stored.description) as LifeDescription,
    series: JSON.parse(stored.series) as SeriesDeclaration[],
  }
}

function stateFrom(stored: StoredState): LifeState {
  return {
    id: stored.id,
    process: stored.process,
    boot: stored.boot,
    sealedJournal: stored.sealed_journal,
    lastAtMs: stored.last_at_ms,
    knownSeqs: new SeqRanges(SEQ_RANGES, JSON.parse(stored.known_seqs) as [number, number][]),
  }
}

/** The sealed blocks, found by life, tier and time. */
import type { Database } from 'better-sqlite3'
import { DamagedBlock } from '../blocks/segments'
import { codeOf } from './open-database'
import { FIVE_MINUTES, type Tier } from './tiers'

export interface BlockPlace {
  id: number
  minAtMs: number
  maxAtMs: number
  /** Whether the next tier has these points too. */
  rolled: boolean
}

export interface NewBlock {
  life: number
  tier: Tier
  minAtMs: number
  maxAtMs: number
  rolled: boolean
  body: Uint8Array
}

interface StoredPlace {
  id: number
  min_at_ms: number
  max_at_ms: number
  rolled: number
}

/** Told once for each damaged block; beyond so many, no longer remembered. */
const DAMAGE_REMEMBERED = 1_000

/** Some 5 kB each: those of a page of one process over some days. */
const TIMES_REMEMBERED = 1_000

export class BlockTable {
  private readonly sql
  private readonly damaged = new Set<number>()
  /** Of blocks that were read lately: every series of a block has the same times. */
  private readonly times = new Map<number, Float64Array>()

  constructor(
    db: Database,
    private readonly onDamage: (message: string) => void,
  ) {
    this.sql = {
      add: db.prepare('INSERT INTO block (life, tier, min_at_ms, max_at_ms, rolled, body) VALUES (?, ?, ?, ?, ?, ?)'),
      between: db.prepare<[number, number, number, number], StoredPlace>(
        `SELECT id, min_at_ms, max_at_ms, rolled FROM block INDEXED BY block_by_life
         WHERE life = ? AND tier = ? AND max_at_ms >= ? AND min_at_ms <= ? ORDER BY max_at_ms, id`,
      ),
      body: db.prepare<[number], Buffer>('SELECT body FROM block WHERE id = ?').pluck(),
      unrolled: db
        .prepare<[number, number], number>(
          'SELECT id FROM block WHERE life = ? AND tier = ? AND rolled = 0 ORDER BY id',
        )
        .pluck(),
      livesUnrolledBefore: db
        .prepare<[number, number, number], number>(
          'SELECT DISTINCT life FROM block WHERE rolled = 0 AND tier = ? AND max_at_ms < ? LIMIT ?',
        )
        .pluck(),
      setRolled: db.prepare('UPDATE block SET rolled = 1 WHERE id = ?'),
      drop: db.prepare('DELETE FROM block WHERE id = ?'),
      oldest: db.prepare<[number, number, number], StoredPlace>(
        `SELECT id, min_at_ms, max_at_ms, rolled FROM block
         WHERE tier = ? AND max_at_ms < ? AND (rolled = 1 OR tier = ${FIVE_MINUTES}) ORDER BY max_at_ms LIMIT ?`,
      ),
    }
  }

  /** How many blocks were found damaged. */
  get damagedCount(): number {
    return this.damaged.size
  }

  add({ life, tier, minAtMs, maxAtMs, rolled, body }: NewBlock): void {
    this.sql.add.run(life, tier, minAtMs, maxAtMs, rolled ? 1 : 0, body)
  }

  /** Blocks with frames that may lie from `fromMs` to `toMs`, about in order. */
  between(life: number, tier: Tier, fromMs: number, toMs: number): BlockPlace[] {
    return this.sql.between.all(life, tier, fromMs, toMs).map(placeOf)
  }

  unrolled(life: number, tier: Tier): number[] {
    return this.sql.unrolled.all(life, tier)
  }

  livesUnrolledBefore(tier: Tier, atMs: number, limit: number): number[] {
    return this.sql.livesUnrolledBefore.all(tier, atMs, limit)
  }

  setRolled(id: number): void {
    this.sql.setRolled.run(id)
  }

  /** Whether it could be dropped: one whose pages are damaged stays, and holds up no other. */
  drop(id: number): boolean {
    if (this.attempt(id, () => this.sql.drop.run(id)) === undefined) return false
    // The database may give the id to another block.
    this.times.delete(id)
    this.damaged.delete(id)
    return true
  }

  /** The times of a block, from memory or by `read`; not to be changed. `undefined` where they are damaged. */
  timesOf(id: number, read: () => Float64Array): Float64Array | undefined {
    const known = this.times.get(id)
    if (known !== undefined) return known
    const times = this.attempt(id, read)
    if (times === undefined) return undefined
    const oldest = this.times.size >= TIMES_REMEMBERED ? this.times.keys().next().value : undefined
    if (oldest !== undefined) this.times.delete(oldest)
    this.times.set(id, times)
    return times
  }

  /** The oldest blocks that end before `atMs`, and whose points the next tier has. */
  oldest(tier: Tier, atMs: number, limit: number): BlockPlace[] {
    return this.sql.oldest.all(tier, atMs, limit).map(placeOf)
  }

  /** What `read` makes of a block's body; a damaged one is told once, and the answer is `undefined`. */
  readBody<T>(id: number, read: (body: Uint8Array) => T): T | undefined {
    return this.attempt(id, () => {
      const body = this.sql.body.get(id)
      return body && read(body)
    })
  }

  /** What `read` makes of something of a block; `undefined`, and told once, where that is damaged. */
  attempt<T>(id: number, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof DamagedBlock) && !codeOf(error)?.startsWith('SQLITE_CORRUPT')) throw error
      this.tellDamage(id, error as Error)
      return undefined
    }
  }

  private tellDamage(id: number, error: Error): void {
    if (this.damaged.has(id)) return
    if (this.damaged.size < DAMAGE_REMEMBERED) this.damaged.add(id)
    this.onDamage(`Block ${id} of the history is damaged and left out: ${error.message}.`)
  }
}

function placeOf({ id, min_at_ms, max_at_ms, rolled }: StoredPlace): BlockPlace {
  return { id, minAtMs: min_at_ms, maxAtMs: max_at_ms, rolled: rolled === 1 }
}

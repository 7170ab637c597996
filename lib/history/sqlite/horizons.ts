import type { Database } from 'better-sqlite3'
import type { Tier } from './tiers'

/** For each tier, the time before which blocks were dropped: from there on it is complete. */
export class Horizons {
  private readonly atMs = new Map<Tier, number>()
  private readonly save

  constructor(db: Database) {
    this.save = db.prepare('INSERT OR REPLACE INTO horizon (tier, at_ms) VALUES (?, ?)')
    const stored = db.prepare<[], { tier: Tier; at_ms: number }>('SELECT tier, at_ms FROM horizon').all()
    for (const { tier, at_ms } of stored) this.atMs.set(tier, at_ms)
  }

  of(tier: Tier): number {
    return this.atMs.get(tier) ?? -Infinity
  }

  raise(tier: Tier, atMs: number): void {
    if (atMs <= this.of(tier)) return
    this.save.run(tier, atMs)
    this.atMs.set(tier, atMs)
  }
}

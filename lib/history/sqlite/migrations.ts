/** The steps from an empty file to the form that this program reads. A step that was released never changes. */
import type { Database } from 'better-sqlite3'

export const MIGRATIONS: readonly string[] = [
  /* 1 */ `
  CREATE TABLE process (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

  CREATE TABLE life (
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES process,
    boot TEXT NOT NULL,
    opened_at_ms INTEGER NOT NULL,  -- the hub's clock
    description TEXT NOT NULL,      -- LifeDescription as JSON
    series TEXT NOT NULL,           -- SeriesDeclaration[] as JSON
    known_seqs TEXT NOT NULL,       -- [[from, to], …] of the sealed frames
    sealed_journal INTEGER NOT NULL, -- journal rows up to this one are in blocks
    last_at_ms INTEGER,
    UNIQUE (process, boot)
  );

  -- Frames as they came: a row or few a transaction, with all lives' frames of that second.
  CREATE TABLE journal (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, body BLOB NOT NULL);

  -- Sealed frames of one life. tier: 1 raw, 10000 and 300000 for points of that many milliseconds.
  CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    life INTEGER NOT NULL REFERENCES life,
    tier INTEGER NOT NULL,
    min_at_ms INTEGER NOT NULL,
    max_at_ms INTEGER NOT NULL,
    rolled INTEGER NOT NULL,        -- whether the next tier has these points too
    body BLOB NOT NULL
  );
  CREATE INDEX block_by_life ON block (life, tier, max_at_ms, min_at_ms, rolled);
  CREATE INDEX block_by_age ON block (tier, max_at_ms);
  CREATE INDEX block_unrolled ON block (tier, life, max_at_ms) WHERE rolled = 0;

  -- The time before which a tier's blocks were dropped.
  CREATE TABLE horizon (tier INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL);

  CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES process,
    boot TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    type TEXT NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL,
    count REAL
  );
  CREATE INDEX event_by_process ON event (process, id);
  CREATE INDEX event_by_age ON event (at_ms);
  `,
  /* 2 */ `
  -- An id never comes back, so that one that was remembered names nothing else.
  CREATE TABLE annotation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    service TEXT,                   -- null with a null process: it concerns all
    process TEXT,                   -- the process's name
    author TEXT,
    created_ms INTEGER NOT NULL     -- the hub's clock
  );
  CREATE INDEX annotation_by_time ON annotation (at_ms);

  CREATE TABLE verdict_change (
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES process,
    series TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    from_verdict TEXT,              -- null: the first one
    to_verdict TEXT NOT NULL,
    reason TEXT NOT NULL            -- JSON
  );
  CREATE INDEX verdict_change_by_process ON verdict_change (process, at_ms);
  CREATE INDEX verdict_change_by_age ON verdict_change (at_ms);

  -- Small JSON documents of other parts of the hub.
  CREATE TABLE record (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,             -- JSON
    updated_ms INTEGER NOT NULL,    -- the hub's clock
    PRIMARY KEY (collection, id)
  ) WITHOUT ROWID;
  `,
]

/**
 * Brings the database to the newest form, each step in a transaction of its own. Throws where a newer program wrote it.
 * Answers with the version it came from.
 */
export function migrate(db: Database, steps: readonly string[] = MIGRATIONS): number {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > steps.length)
    throw new Error(`it has the form ${version} of a newer Tidemark, and this one knows forms up to ${steps.length}`)
  for (let step = version; step < steps.length; step++) {
    db.transaction(() => {
      db.exec(steps[step] as string)
      db.pragma(`user_version = ${step + 1}`)
    })()
  }
  return version
}

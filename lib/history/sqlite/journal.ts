/**
 * The journal: what each transaction brought, all lives together, until it is sealed into blocks. A row is
 * [life varint, piece length varint, piece]…, with a CRC-32 beside it.
 */
import { crc32 } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { ByteReader, ByteWriter } from '../blocks/byte-buffer'
import { codeOf } from './open-database'

/** A row is closed past this size: damage costs no more than one row, and a row stays in few pages. */
const ROW_BYTES = 32_768

export interface JournalRow {
  id: number
  body: Uint8Array
}

/** Packs pieces into rows with ids of their own; nothing is written yet. */
export class JournalPacker {
  private readonly writer = new ByteWriter(ROW_BYTES + 4_096)

  constructor(private nextId: number) {}

  /** The row that the next piece goes to. */
  get currentId(): number {
    return this.nextId
  }

  /** Answers with the row that this piece filled up, where it did. */
  add(life: number, piece: Uint8Array): JournalRow | null {
    this.writer.varint(life)
    this.writer.varint(piece.length)
    this.writer.append(piece)
    return this.writer.length >= ROW_BYTES ? this.close() : null
  }

  close(): JournalRow | null {
    if (this.writer.length === 0) return null
    const row = { id: this.nextId++, body: this.writer.copy() }
    this.writer.clear()
    return row
  }
}

export class Journal {
  private readonly sql

  constructor(db: Database) {
    this.sql = {
      add: db.prepare('INSERT INTO journal (id, crc, body) VALUES (?, ?, ?)'),
      read: db.prepare<[number], { crc: number; body: Buffer }>('SELECT crc, body FROM journal WHERE id = ?'),
      ids: db.prepare<[], number>('SELECT id FROM journal ORDER BY id').pluck(),
      dropBefore: db.prepare('DELETE FROM journal WHERE id < ?'),
      // A row id must never come back, even after every row was sealed and deleted.
      last: db
        .prepare<[], number>(
          'SELECT max((SELECT coalesce(max(id), 0) FROM journal), (SELECT coalesce(max(sealed_journal), 0) FROM life))',
        )
        .pluck(),
    }
  }

  packer(): JournalPacker {
    return new JournalPacker((this.sql.last.get() as number) + 1)
  }

  write(row: JournalRow): void {
    this.sql.add.run(row.id, crc32(row.body), row.body)
  }

  dropBefore(id: number): number {
    return this.sql.dropBefore.run(id).changes
  }

  /** Every piece on disk, in the order in which they came; a damaged row is told and left out. */
  *pieces(onDamage: (row: number, reason: string) => void): Generator<JournalPiece> {
    for (const id of this.sql.ids.all()) {
      const row = this.read(id, onDamage)
      if (row === undefined) continue
      if (crc32(row.body) !== row.crc) onDamage(id, 'its checksum does not fit')
      else for (const piece of piecesOf(row.body)) yield { journal: id, ...piece }
    }
  }

  /** A row whose pages are damaged is not to be read at all. */
  private read(id: number, onDamage: (row: number, reason: string) => void): { crc: number; body: Buffer } | undefined {
    try {
      return this.sql.read.get(id)
    } catch (error) {
      if (!codeOf(error)?.startsWith('SQLITE_CORRUPT')) throw error
      onDamage(id, (error as Error).message)
      return undefined
    }
  }
}

export interface JournalPiece {
  journal: number
  life: number
  piece: Uint8Array
}

export function* piecesOf(body: Uint8Array): Generator<{ life: number; piece: Uint8Array }> {
  const reader = new ByteReader(body)
  while (!reader.atEnd) {
    const life = reader.varint()
    yield { life, piece: reader.take(reader.varint()) }
  }
}

import type { Database } from 'better-sqlite3'
import type { Annotation, AnnotationInput, AnnotationKind } from '../../protocol/annotations'
import type { AnnotationQuery } from '../store'

const ANNOTATIONS_KEPT = 100_000
const ANNOTATIONS_PER_ANSWER = 10_000

interface StoredAnnotation {
  id: number
  at_ms: number
  kind: AnnotationKind
  title: string
  service: string | null
  process: string | null
  author: string | null
  created_ms: number
}

interface Scope {
  fromMs: number
  toMs: number
  service: string | null
  process: string | null
}

export class AnnotationTable {
  private readonly sql

  constructor(db: Database) {
    this.sql = {
      add: db.prepare(
        `INSERT INTO annotation (at_ms, kind, title, service, process, author, created_ms)
         VALUES (@at_ms, @kind, @title, @service, @process, @author, @created_ms)`,
      ),
      between: db.prepare<[Scope], StoredAnnotation>(
        `SELECT * FROM annotation WHERE at_ms BETWEEN @fromMs AND @toMs
         AND ((service IS NULL AND process IS NULL) OR (@service IS NULL AND @process IS NULL)
           OR process = @process OR (service = @service AND (@process IS NULL OR process IS NULL)))
         ORDER BY at_ms DESC, id DESC LIMIT ${ANNOTATIONS_PER_ANSWER}`,
      ),
      dropBefore: db.prepare('DELETE FROM annotation WHERE at_ms < ?'),
      dropPast: db.prepare(
        `DELETE FROM annotation WHERE at_ms < (SELECT at_ms FROM annotation ORDER BY at_ms DESC LIMIT 1 OFFSET ${ANNOTATIONS_KEPT - 1})`,
      ),
    }
  }

  add(annotation: AnnotationInput, createdMs: number): Annotation {
    const { atMs, kind, title, service = null, process = null, author = null } = annotation
    const row = { at_ms: atMs, kind, title, service, process, author, created_ms: createdMs }
    return fromStored({ ...row, id: Number(this.sql.add.run(row).lastInsertRowid) })
  }

  /** Oldest first. */
  between({ fromMs, toMs, service, process }: AnnotationQuery): Annotation[] {
    const scope = { fromMs, toMs, service: service ?? null, process: process ?? null }
    return this.sql.between.all(scope).toReversed().map(fromStored)
  }

  trim(beforeMs: number): void {
    this.sql.dropBefore.run(beforeMs)
    this.sql.dropPast.run()
  }
}

function fromStored({ id, at_ms, kind, title, service, process, author, created_ms }: StoredAnnotation): Annotation {
  return {
    id,
    atMs: at_ms,
    kind,
    title,
    ...(service === null ? {} : { service }),
    ...(process === null ? {} : { process }),
    ...(author === null ? {} : { author }),
    createdMs: created_ms,
  }
}

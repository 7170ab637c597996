/** What is kept beside frames: annotations, changes of verdict, and the records of other parts of the hub; and events, to be read. */
import type { Database } from 'better-sqlite3'
import type { AgentEvent } from '../../protocol/agent-wire'
import type { Annotation, AnnotationInput } from '../../protocol/annotations'
import type { AnnotationQuery, EventsQuery, KeptRecord, VerdictChange } from '../store'
import { AnnotationTable } from './annotation-table'
import type { Note, NoteAnswer } from './core-wire'
import { EventTable } from './event-table'
import type { LifeTable } from './life-table'
import { RecordTable } from './record-table'
import { type PackedChange, VerdictTable } from './verdict-table'

/** A fault of who asked; everything else that is thrown is the disk's. */
class Refused extends Error {}

export class Notes {
  private readonly annotationTable: AnnotationTable
  private readonly verdicts: VerdictTable
  private readonly recordTable: RecordTable
  private readonly events: EventTable

  constructor(
    private readonly db: Database,
    private readonly lives: LifeTable,
  ) {
    this.annotationTable = new AnnotationTable(db)
    this.verdicts = new VerdictTable(db)
    this.recordTable = new RecordTable(db)
    this.events = new EventTable(db)
  }

  /** Inside the transaction of what else came: a note that is refused is undone alone. Throws what the disk throws. */
  write(note: Note, nowMs: number): NoteAnswer {
    try {
      return this.db.transaction(() => this.writeOne(note, nowMs))()
    } catch (error) {
      if (error instanceof Refused || error instanceof RangeError)
        return { ok: false, name: error.name, message: error.message }
      throw error
    }
  }

  private writeOne(note: Note, nowMs: number): NoteAnswer {
    switch (note.type) {
      case 'annotation':
        return { ok: true, annotation: this.addAnnotation(note.annotation, nowMs) }
      case 'verdicts':
        this.addVerdicts(note.changes)
        return { ok: true }
      case 'records':
        this.recordTable.put(note.collection, note.changes, nowMs)
        return { ok: true }
      default:
        return note satisfies never
    }
  }

  private addAnnotation(annotation: AnnotationInput, nowMs: number): Annotation {
    const service = annotation.service ?? this.serviceOf(annotation.process)
    return this.annotationTable.add(service === undefined ? annotation : { ...annotation, service }, nowMs)
  }

  private addVerdicts(changes: readonly PackedChange[]): void {
    const ids = new Map<string, number>()
    for (const change of changes) {
      const id = ids.get(change.process) ?? this.lives.processId(change.process)
      if (id === undefined) throw new Refused(`a verdict came for the process ${change.process}, which was not opened`)
      ids.set(change.process, id)
      this.verdicts.add(id, change)
    }
    for (const id of ids.values()) this.verdicts.keepNewest(id)
  }

  annotations(query: AnnotationQuery): Annotation[] {
    const service = query.service ?? this.serviceOf(query.process)
    return this.annotationTable.between(service === undefined ? query : { ...query, service })
  }

  verdictChanges(process: string, fromMs: number, toMs: number): VerdictChange[] {
    const id = this.lives.processId(process)
    return id === undefined ? [] : this.verdicts.between({ id, name: process }, fromMs, toMs)
  }

  eventsBetween({ process, ...range }: EventsQuery): AgentEvent[] {
    const id = this.lives.processId(process)
    return id === undefined ? [] : this.events.between(id, range)
  }

  records(collection: string): KeptRecord[] {
    return this.recordTable.all(collection)
  }

  /** Drops what is older; records stay until somebody deletes them. */
  trim(beforeMs: number): void {
    this.annotationTable.trim(beforeMs)
    this.verdicts.dropBefore(beforeMs)
  }

  private serviceOf(process: string | undefined): string | undefined {
    const id = process === undefined ? undefined : this.lives.processId(process)
    return id === undefined ? undefined : this.lives.newestOf(id)?.description.service
  }
}

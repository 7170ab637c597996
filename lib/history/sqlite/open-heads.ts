/** The lives that have frames in the journal: found by name for the writer, by process for the reader. */
import { ByteReader } from '../blocks/byte-buffer'
import { BytePages } from '../blocks/byte-pages'
import { readPiece } from '../blocks/frame-piece'
import type { Journal } from './journal'
import { LifeHead } from './life-head'
import type { LifeRow, LifeTable } from './life-table'

export class OpenHeads {
  private readonly byLife = new Map<number, LifeHead>()
  private readonly byName = new Map<string, LifeHead>()
  private readonly pages = new BytePages()

  constructor(private readonly lives: LifeTable) {}

  /** Fills memory with what the journal holds beyond the blocks: after a crash as after a stop. */
  recover(journal: Journal, nowMs: number, onDamage: (row: number, reason: string) => void): void {
    for (const { journal: row, life, piece } of journal.pieces(onDamage)) {
      const head = this.byLife.get(life) ?? this.openById(life)
      if (head !== undefined && row > head.sealedJournal) head.add(readPiece(new ByteReader(piece)), row, nowMs)
    }
  }

  all(): Iterable<LifeHead> {
    return this.byLife.values()
  }

  get(life: number): LifeHead | undefined {
    return this.byLife.get(life)
  }

  /** The head of a life that was opened, in memory from now on. */
  named(process: string, boot: string): LifeHead | undefined {
    const head = this.byName.get(nameOf(process, boot))
    if (head !== undefined) return head
    const processId = this.lives.processId(process)
    const row = processId === undefined ? undefined : this.lives.byBoot(processId, boot)
    return row && this.open(row, nameOf(process, boot))
  }

  /** Takes a life out of memory; its rows say all. */
  drop(head: LifeHead): void {
    this.byLife.delete(head.life)
    this.byName.delete(head.name)
    head.release()
  }

  /** What unsealed frames take in memory. */
  bytes(): number {
    let bytes = 0
    for (const head of this.byLife.values()) bytes += head.bytes
    return bytes
  }

  /** Before this journal row, everything is in blocks. */
  firstJournal(): number {
    let first = Infinity
    for (const head of this.byLife.values()) first = Math.min(first, head.firstJournal)
    return first
  }

  private openById(life: number): LifeHead | undefined {
    const row = this.lives.byId(life)
    return row && this.open(row, nameOf(this.lives.processName(row.process), row.boot))
  }

  private open(row: LifeRow, name: string): LifeHead {
    const head = new LifeHead(row, name, this.pages)
    this.byLife.set(row.id, head)
    this.byName.set(name, head)
    return head
  }
}

function nameOf(process: string, boot: string): string {
  return `${process}\n${boot}`
}

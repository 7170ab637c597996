/** The lives that have frames in the journal: found by name for the writer, by process for the reader. */
import { ByteReader } from '../blocks/byte-buffer'
import { BytePages } from '../blocks/byte-pages'
import { readPiece } from '../blocks/frame-piece'
import type { Journal } from './journal'
import { LifeHead } from './life-head'
import type { LifeState, LifeTable } from './life-table'

/** Lives that said hello and have no frame yet, of which memory holds what their first frame asks: some hundred bytes each. */
const AWAITED_LIVES = 20_000

export class OpenHeads {
  private readonly byLife = new Map<number, LifeHead>()
  private readonly byName = new Map<string, LifeHead>()
  private readonly awaited = new Map<string, LifeState>()
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

  /** A life that is on disk as `state` says, and whose frames come in a moment: where ten thousand come in one second, none reads its row. */
  await(process: string, state: LifeState): void {
    if (this.byLife.has(state.id)) return
    const { id, process: processId, boot, sealedJournal, lastAtMs, knownSeqs } = state
    this.awaited.set(nameOf(process, boot), { id, process: processId, boot, sealedJournal, lastAtMs, knownSeqs })
    if (this.awaited.size <= AWAITED_LIVES) return
    for (const oldest of this.awaited.keys()) return void this.awaited.delete(oldest)
  }

  /** After lives were deleted: what is awaited is read again. */
  forgetAwaited(): void {
    this.awaited.clear()
  }

  /** The head of a life that was opened, in memory from now on. */
  named(process: string, boot: string): LifeHead | undefined {
    const name = nameOf(process, boot)
    const head = this.byName.get(name)
    if (head !== undefined) return head
    const state = this.awaited.get(name) ?? this.lives.stateOf(process, boot)
    return state && this.open(state, name)
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
    const state = this.lives.stateById(life)
    return state && this.open(state, nameOf(this.lives.processName(state.process), state.boot))
  }

  private open(state: LifeState, name: string): LifeHead {
    const head = new LifeHead(state, name, this.pages)
    this.byLife.set(state.id, head)
    this.byName.set(name, head)
    // From now on the head knows more, and after it the disk.
    this.awaited.delete(name)
    return head
  }
}

function nameOf(process: string, boot: string): string {
  return `${process}\n${boot}`
}

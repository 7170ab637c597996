/** The lives that have frames in the journal, and those that have just said hello: found by name for the writer, by process for the reader. */
import { ByteReader } from '../blocks/byte-buffer'
import { BytePages } from '../blocks/byte-pages'
import { readPiece } from '../blocks/frame-piece'
import type { Journal } from './journal'
import { LifeHead } from './life-head'
import type { LifeState, LifeTable } from './life-table'

/** More than say hello before the first of their frames comes; some hundred bytes each, but for those that lost many frames. */
export const EXPECTED_LIVES = 20_000

export class OpenHeads {
  private readonly byLife = new Map<number, LifeHead>()
  private readonly byName = new Map<string, LifeHead>()
  /** What the next frame asks of lives that said hello and are not in memory. */
  private readonly expected = new Map<string, LifeState>()
  private readonly pages = new BytePages()

  constructor(
    private readonly lives: LifeTable,
    private readonly expectedCapacity: number,
  ) {}

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

  /** That frames of a life come in a moment, which is on disk as `state` says: where ten thousand come in one second, none reads its row. */
  expectFrames(process: string, state: LifeState): void {
    if (this.byLife.has(state.id)) return
    const { id, process: processId, boot, sealedJournal, lastAtMs, knownSeqs } = state
    this.expected.set(nameOf(process, boot), { id, process: processId, boot, sealedJournal, lastAtMs, knownSeqs })
    for (const oldest of this.expected.keys()) {
      if (this.expected.size <= this.expectedCapacity) break
      this.expected.delete(oldest)
    }
  }

  /** Once lives may have been deleted: those that are expected are read again. */
  forgetExpected(): void {
    this.expected.clear()
  }

  /** The head of a life that was opened, in memory from now on. */
  named(process: string, boot: string): LifeHead | undefined {
    const name = nameOf(process, boot)
    const head = this.byName.get(name)
    if (head !== undefined) return head
    const state = this.expected.get(name) ?? this.lives.stateOf(process, boot)
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
    this.expected.delete(name)
    return head
  }
}

function nameOf(process: string, boot: string): string {
  return `${process}\n${boot}`
}

/** Drives a core without a thread or a clock, beside a plain model of what it ought to know. */
import { onTestFinished } from 'vitest'
import type { FramesToKeep, KeptLife, SeriesQuery } from '../../store'
import type { Note, SeriesColumns, WriteAnswer } from '../core-wire'
import { FrameBatch } from '../frame-batch'
import { HistoryCore } from '../history-core'
import { LifeNumbers } from '../life-numbers'
import { type SqliteStoreOptions, storeSettings } from '../options'
import { frames, T0, temporaryFolder } from './made-up'

export class DrivenCore {
  core: HistoryCore
  readonly logged: string[] = []
  nowMs = T0
  private batch = 0
  /** As in a store: the core is told of a life once, and finds it again whatever was sealed in the meantime. */
  private readonly lives = new LifeNumbers()

  constructor(private readonly options: SqliteStoreOptions) {
    this.core = this.open()
    onTestFinished(() => void this.core.db.close())
  }

  private open(): HistoryCore {
    return new HistoryCore(storeSettings(this.options), this.nowMs, (_level, message) => this.logged.push(message))
  }

  /** Ends without a word to the core, as kill -9 does, and opens again. */
  crash(): void {
    this.core.db.close()
    this.lives.forgetTold()
    this.core = this.open()
  }

  write(lives: KeptLife[], entries: readonly FramesToKeep[], notes: Note[] = []): WriteAnswer {
    const frames = new FrameBatch(this.lives)
    for (const entry of entries) frames.add(entry)
    return this.core.write({
      batch: ++this.batch,
      nowMs: this.nowMs,
      lives,
      events: [],
      notes,
      names: this.lives.tell(),
      frames: frames.take(),
    })
  }

  tend(): void {
    this.core.tend(this.nowMs)
  }

  series(query: Omit<SeriesQuery, 'process'>, process = 'api.a'): SeriesColumns[] {
    return this.core.reader.series({ process, ...query })
  }

  /** How many rows a table has. */
  rows(table: string, where = '1'): number {
    return this.core.db.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE ${where}`).pluck().get() ?? 0
  }
}

/** In a folder of its own, where none is given. */
export function driven(options: Partial<SqliteStoreOptions> = {}): DrivenCore {
  return new DrivenCore({ folder: temporaryFolder(), ...options })
}

/** `count` frames a second apart from the core's now on, of `width` series that no codec can make small. */
export function noise(core: DrivenCore, firstSeq: number, count: number, width = 1): FramesToKeep {
  const rows = Array.from({ length: count }, (_, row) => [
    firstSeq + row,
    core.nowMs + row * 1_000,
    ...Array.from({ length: width }, () => Math.random()),
  ])
  return frames('b1', rows)
}

/** Points as rows, for comparing: `[atMs, value]` or `[atMs, min, mean, max]`. */
export function rowsOf({ atMs, min, mean, max }: SeriesColumns): number[][] {
  return Array.from(atMs, (at, row) =>
    min === null || max === null
      ? [at, mean[row] as number]
      : [at, min[row] as number, mean[row] as number, max[row] as number],
  )
}

/** All frames as a list: what any store must agree with. */
export class ModelHistory {
  private readonly frames: { boot: string; seq: number; atMs: number; values: number[] }[] = []
  private readonly known = new Set<string>()

  add({ boot, block }: FramesToKeep): void {
    for (let row = 0; row < block.count; row++) {
      const seq = block.seqs[row] as number
      if (this.known.has(`${boot} ${seq}`)) continue
      this.known.add(`${boot} ${seq}`)
      const values = [...block.values.subarray(row * block.width, (row + 1) * block.width)]
      this.frames.push({ boot, seq, atMs: block.atMs[row] as number, values })
    }
  }

  /** In the order of time; ties are told by value, since two lives may share a millisecond. */
  raw(series: number, fromMs: number, toMs: number): number[][] {
    return this.frames
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .map(({ atMs, values }) => [atMs, values[series] ?? Number.NaN])
      .sort(byTimeThenValue)
  }

  /** Of all values that were ever seen. */
  spread(series: number): number {
    const known = this.frames.map(({ values }) => values[series] as number).filter((value) => !Number.isNaN(value))
    return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known)
  }

  stepped(series: number, fromMs: number, toMs: number, stepMs: number): number[][] {
    const raw = this.raw(series, fromMs, toMs)
    if (raw.length === 0) return []
    const stepOf = ([atMs]: number[]) => Math.floor((atMs as number) / stepMs)
    const last = stepOf(raw.at(-1) as number[])
    const rows: number[][] = []
    for (let step = stepOf(raw[0] as number[]); step <= last; step++) {
      const values = raw.filter((point) => stepOf(point) === step).map(([, value]) => value as number)
      const known = values.filter((value) => !Number.isNaN(value))
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length
      rows.push(
        known.length === 0
          ? [step * stepMs, Number.NaN, Number.NaN, Number.NaN]
          : [step * stepMs, Math.min(...known), mean, Math.max(...known)],
      )
    }
    return rows
  }
}

export function byTimeThenValue(a: number[], b: number[]): number {
  return (a[0] as number) - (b[0] as number) || String(a[1]).localeCompare(String(b[1]))
}

/** Bundled and run by history.mjs. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Sqlite from 'better-sqlite3'
import { FrameBatch } from '../lib/history/sqlite/frame-batch'
import { HistoryCore } from '../lib/history/sqlite/history-core'
import { LifeNumbers } from '../lib/history/sqlite/life-numbers'
import { openSqliteStore } from '../lib/history/sqlite/open-store'
import { storeSettings } from '../lib/history/sqlite/options'
import type { KeptLife } from '../lib/history/store'
import { repeat, spread, writtenBytes } from './history-meter'
import { SERIES, WanderingProcess } from './history-numbers'

const T0 = Date.UTC(2026, 0, 5)
const DAY_S = 86_400
const NAMES = Array.from({ length: SERIES }, (_, at) => `s.${at}`)
const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  folders.push(made)
  return made
}

function kept(process: string): KeptLife {
  const series = NAMES.map((name) => ({ name, kind: 'gauge', unit: 'count' }) as const)
  const life = { service: 's', instance: process, boot: 'b', pid: 1, host: 'h', runtime: 'node', startedAtMs: T0 }
  return { process, life, series }
}

interface Filled {
  core: HistoryCore
  cpuMs: number
  written: number
  longest: { write: number; tend: number }
}

/** Frames of `processes` processes, one every `everyS` seconds, a transaction for each second, straight into a core. */
function fill(where: string, processes: number, seconds: number, everyS: number): Filled {
  const core = new HistoryCore(
    storeSettings({ folder: where, retention: { tenSecondsMs: 31 * DAY_S * 1_000 } }),
    T0,
    console.error,
  )
  const wandering = Array.from({ length: processes }, (_, at) => new WanderingProcess(at))
  const names = wandering.map((_, at) => `s.${at}`)
  const lives = new LifeNumbers()
  write(core, 0, names.map(kept), new FrameBatch(lives))
  const writtenBefore = writtenBytes()
  let cpuMs = 0
  const longest = { write: 0, tend: 0 }
  for (let second = 0; second < seconds; second += everyS) {
    const batch = new FrameBatch(lives)
    wandering.forEach((process, at) => {
      const seqs = Float64Array.of(second / everyS + 1)
      const atMs = Float64Array.of(T0 + second * 1_000 + ((second * 7 + at) % 3))
      batch.add({
        process: names[at] as string,
        boot: 'b',
        block: { count: 1, width: SERIES, seqs, atMs, values: process.next() },
      })
    })
    const before = process.cpuUsage()
    const start = performance.now()
    write(core, second, [], batch)
    const written = performance.now()
    longest.write = Math.max(longest.write, written - start)
    for (let hasMore = true, begun = written; hasMore; begun = performance.now()) {
      hasMore = core.tend(T0 + second * 1_000).hasMore
      longest.tend = Math.max(longest.tend, performance.now() - begun)
    }
    const used = process.cpuUsage(before)
    cpuMs += (used.user + used.system) / 1_000
  }
  return { core, cpuMs, written: writtenBytes() - writtenBefore, longest }
}

function write(core: HistoryCore, second: number, lives: KeptLife[], batch: FrameBatch): void {
  const answer = core.write({
    batch: second,
    nowMs: T0 + second * 1_000,
    lives,
    events: [],
    notes: [],
    names: batch.lives.tell(),
    frames: batch.take(),
  })
  if (answer.error !== null) throw new Error(answer.error)
}

/** Of the file as it lies there, and of what a file takes that holds no free page: with the tiers, and raw alone. */
function sizes(where: string, core: HistoryCore, samples: number): void {
  core.db.pragma('wal_checkpoint(TRUNCATE)')
  const taken = (condition: string) =>
    core.db
      .prepare<[], number>(`SELECT coalesce(sum(length(body)), 0) FROM block WHERE ${condition}`)
      .pluck()
      .get() as number
  const tight = tightBytes(core, '0')
  const rawAlone = tightBytes(core, 'tier > 1')
  const each = (bytes: number) => (bytes / samples).toFixed(3)
  const more = (all: number, raw: number) => `${((100 * (all - raw)) / raw).toFixed(1)} % more than raw`
  const [raw, tenSeconds, fiveMinutes] = [taken('tier = 1'), taken('tier = 10000'), taken('tier = 300000')]
  console.log(`  the file as it lies, all told       ${each(statSync(join(where, 'history.db')).size)} bytes a sample`)
  console.log(`  the file, raw alone, no free pages  ${each(rawAlone)}`)
  console.log(`  the file with both tiers            ${each(tight)} (${more(tight, rawAlone)})`)
  console.log(`  blocks: raw ${each(raw)}, ten seconds ${each(tenSeconds)}, five minutes ${each(fiveMinutes)}`)
}

/** The file's size without free pages, and without the blocks of that condition. */
function tightBytes(core: HistoryCore, without: string): number {
  const file = join(folder(), 'copy.db')
  core.db.prepare('VACUUM INTO ?').run(file)
  const copy = new Sqlite(file)
  copy.exec(`DELETE FROM block WHERE ${without}; VACUUM`)
  copy.close()
  return statSync(file).size
}

async function day(processes: number): Promise<void> {
  const where = folder()
  const samples = processes * SERIES * DAY_S
  const { core, cpuMs, written } = fill(where, processes, DAY_S, 1)
  console.log(
    `a day of ${processes} processes of ${SERIES} series at 1 Hz, ${(samples / 1e6).toFixed(1)} million samples`,
  )
  sizes(where, core, samples)
  console.log(
    `  writing, sealing, tiers   ${((cpuMs * 1_000) / samples).toFixed(3)} µs CPU a sample, ${(written / samples).toFixed(1)} bytes written a sample (${processes} frames a transaction)`,
  )
  const range = { process: 's.0', fromMs: T0, toMs: T0 + DAY_S * 1_000 - 1 }
  console.log('  reading in the core, as columns')
  console.log(
    `    86,400 points of one series           ${spread(await repeat(101, () => core.reader.series({ ...range, names: ['s.3'] })))}`,
  )
  console.log(
    `    30 series at 960 steps of 90 s        ${spread(await repeat(21, () => core.reader.series({ ...range, names: NAMES, stepMs: 90_000 })))}`,
  )
  console.log(
    `    30 series at 1,000 steps of 86.4 s    ${spread(await repeat(21, () => core.reader.series({ ...range, names: NAMES, stepMs: 86_400 })))}`,
  )
  core.close(T0 + DAY_S * 1_000)
  const workerUrl = pathToFileURL(join(__dirname, 'history-worker.cjs'))
  const store = await openSqliteStore({ folder: where, workerUrl, now: () => T0 + DAY_S * 1_000 })
  console.log("  reading through the store's thread, as the JSON text that HTTP answers with")
  console.log(
    `    86,400 points of one series           ${spread(await repeat(101, () => store.seriesJson({ ...range, names: ['s.3'] })))}`,
  )
  console.log(
    `    30 series at 960 steps of 90 s        ${spread(await repeat(21, () => store.seriesJson({ ...range, names: NAMES, stepMs: 90_000 })))}`,
  )
  await store.close()
}

async function month(): Promise<void> {
  const { core } = fill(folder(), 1, 30 * DAY_S, 10)
  const range = { process: 's.0', fromMs: T0, toMs: T0 + 30 * DAY_S * 1_000 - 1, names: NAMES }
  console.log('thirty days of one process')
  console.log(
    `    30 series at 864 steps of 50 min      ${spread(await repeat(21, () => core.reader.series({ ...range, stepMs: 3_000_000 })))}`,
  )
  core.close(T0 + 30 * DAY_S * 1_000)
}

/** What `durable` costs: a transaction of 20 frames, with and without the sync at its end. */
async function commits(): Promise<void> {
  console.log('one transaction of 20 frames of 30 series')
  for (const mode of ['FULL', 'NORMAL']) {
    const core = new HistoryCore(storeSettings({ folder: folder() }), T0, console.error)
    core.db.pragma(`synchronous = ${mode}`)
    const wandering = Array.from({ length: 20 }, (_, at) => new WanderingProcess(at))
    write(
      core,
      0,
      wandering.map((_, at) => kept(`s.${at}`)),
      new FrameBatch(),
    )
    let seq = 0
    const times = await repeat(300, () => {
      seq++
      const batch = new FrameBatch()
      wandering.forEach((process, at) =>
        batch.add({
          process: `s.${at}`,
          boot: 'b',
          block: {
            count: 1,
            width: SERIES,
            seqs: Float64Array.of(seq),
            atMs: Float64Array.of(T0 + seq),
            values: process.next(),
          },
        }),
      )
      write(core, seq, [], batch)
    })
    console.log(`  synchronous = ${mode.padEnd(6)}      ${spread(times, 2)}`)
    core.close(T0)
  }
}

/** The peer: one row a sample, by series and time, a transaction a second. */
async function rowASample(): Promise<void> {
  const file = join(folder(), 'rows.db')
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE sample (series INTEGER, at_ms INTEGER, value REAL, PRIMARY KEY (series, at_ms)) WITHOUT ROWID')
  const add = db.prepare('INSERT INTO sample VALUES (?, ?, ?)')
  const wandering = new WanderingProcess(0)
  const writtenBefore = writtenBytes()
  const before = process.cpuUsage()
  for (let second = 0; second < DAY_S; second++)
    db.transaction(() => wandering.next().forEach((value, series) => add.run(series, T0 + second * 1_000, value)))()
  const used = process.cpuUsage(before)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const samples = DAY_S * SERIES
  console.log(`a table with a row a sample: a day of one process, ${(samples / 1e6).toFixed(1)} million samples`)
  console.log(`  the whole file            ${(statSync(file).size / samples).toFixed(3)} bytes a sample`)
  console.log(
    `  writing                   ${((used.user + used.system) / samples).toFixed(3)} µs CPU a sample, ${((writtenBytes() - writtenBefore) / samples).toFixed(1)} bytes written a sample`,
  )
  const read = db.prepare('SELECT at_ms, value FROM sample WHERE series = ? AND at_ms BETWEEN ? AND ?').raw()
  console.log(
    `    86,400 points of one series           ${spread(await repeat(9, () => read.all(3, T0, T0 + DAY_S * 1_000)))}`,
  )
  const steps = db
    .prepare('SELECT series, at_ms / 90000, min(value), avg(value), max(value) FROM sample GROUP BY 1, 2')
    .raw()
  console.log(`    30 series at 960 steps of 90 s        ${spread(await repeat(3, () => steps.all()))}`)
  db.close()
}

/** Many processes at once: what a sample costs where a transaction carries thousands of frames. */
function fleet(processes: number, seconds: number): void {
  const where = folder()
  const rssBefore = process.memoryUsage.rss()
  const { core, cpuMs, written, longest } = fill(where, processes, seconds, 1)
  const samples = processes * SERIES * seconds
  console.log(`${seconds / 60} minutes of ${processes} processes of ${SERIES} series at 1 Hz`)
  console.log(
    `  writing, sealing, tiers   ${((cpuMs * 1_000) / samples).toFixed(3)} µs CPU a sample (${(cpuMs / seconds).toFixed(0)} ms a second), ${(written / samples).toFixed(1)} bytes written a sample`,
  )
  console.log(
    `  longest transaction ${longest.write.toFixed(0)} ms, longest upkeep ${longest.tend.toFixed(0)} ms, RSS +${((process.memoryUsage.rss() - rssBefore) / 1e6).toFixed(0)} MB`,
  )
  const start = performance.now()
  const before = process.cpuUsage()
  core.db.close()
  const again = new HistoryCore(storeSettings({ folder: where }), T0, console.error)
  const used = process.cpuUsage(before)
  console.log(
    `  opened again after a crash in ${(performance.now() - start).toFixed(0)} ms, ${((used.user + used.system) / 1_000).toFixed(0)} of CPU`,
  )
  again.close(T0)
}

const PARTS = {
  day: () => day(2),
  fleet: () => fleet(2_000, 900),
  month,
  commits,
  peer: rowASample,
}

async function main(): Promise<void> {
  const load = loadavg().map((one) => one.toFixed(1))
  console.log(`${cpus().length} cores, load ${load.join(' ')} before this; wall times as median (least to most)`)
  try {
    const parts = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS)
    for (const part of parts) await PARTS[part as keyof typeof PARTS]()
  } finally {
    for (const made of folders) rmSync(made, { recursive: true, force: true })
  }
}

void main()

/** Bundled and run by changes.mjs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { FrameBatch } from '../lib/history/sqlite/frame-batch'
import { HistoryCore } from '../lib/history/sqlite/history-core'
import { LifeNumbers } from '../lib/history/sqlite/life-numbers'
import { storeSettings } from '../lib/history/sqlite/options'
import type { KeptLife } from '../lib/history/store'
import { readConfig } from '../lib/hub/config'
import { startHub } from '../lib/hub/hub'
import type { ChangesAnswer } from '../lib/protocol/changes'
import { SERIES, WanderingProcess } from './history-numbers'

const [PROCESSES = 1_000, MINUTES = 30] = process.argv.slice(2).map(Number)
const MINUTE_MS = 60_000
const END_MS = Math.floor(Date.now() / 1_000) * 1_000
const BEGIN_MS = END_MS - MINUTES * MINUTE_MS
/** One series of one process is twenty times as much from here on. */
const [STEPPED, STEP_SERIES, STEP_MS] = [Math.floor(PROCESSES / 2), 3, END_MS - (MINUTES - 12.5) * MINUTE_MS]
const TIMES = 5

const idOf = (at: number) => `s.p${at}`

function kept(at: number): KeptLife {
  const series = Array.from({ length: SERIES }, (_, n) => ({ name: `s.${n}`, kind: 'gauge', unit: 'count' }) as const)
  const life = {
    service: 's',
    instance: `p${at}`,
    boot: 'b',
    pid: 1,
    host: 'h',
    runtime: 'node',
    startedAtMs: BEGIN_MS,
  }
  return { process: idOf(at), life, series }
}

/** A frame a second of each process, straight into a core. */
function fill(folder: string): void {
  const core = new HistoryCore(storeSettings({ folder }), BEGIN_MS, console.error)
  const processes = Array.from({ length: PROCESSES }, (_, at) => new WanderingProcess(at))
  const numbers = new LifeNumbers()
  for (let atMs = BEGIN_MS; atMs <= END_MS; atMs += 1_000) {
    const batch = new FrameBatch(numbers)
    const seqs = Float64Array.of((atMs - BEGIN_MS) / 1_000 + 1)
    for (const [at, one] of processes.entries()) {
      const values = one.next().slice()
      if (at === STEPPED && atMs >= STEP_MS) values[STEP_SERIES] = 20 * (values[STEP_SERIES] as number)
      const block = { count: 1, width: SERIES, seqs, atMs: Float64Array.of(atMs), values }
      batch.add({ process: idOf(at), boot: 'b', block })
    }
    const lives = atMs === BEGIN_MS ? processes.map((_, at) => kept(at)) : []
    const names = batch.lives.tell()
    core.write({ batch: seqs[0] as number, nowMs: atMs, lives, events: [], notes: [], names, frames: batch.take() })
    while (core.tend(atMs).hasMore);
  }
  core.close(END_MS)
}

async function ask(address: string, fromMs: number, toMs: number, one?: string) {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const begun = performance.now()
  const before = process.cpuUsage()
  const who = one === undefined ? '' : `&process=${one}&limit=1000`
  const response = await fetch(`${address}/api/v1/changes?fromMs=${fromMs}&toMs=${toMs}${who}`)
  const answer = (await response.json()) as ChangesAnswer
  const tookMs = performance.now() - begun
  loop.disable()
  const { user, system } = process.cpuUsage(before)
  return {
    answer,
    tookMs,
    cpuMs: (user + system) / 1_000,
    heldMs: { p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 },
  }
}

async function measure(
  what: string,
  address: string,
  fromMs: number,
  toMs: number,
  one?: string,
): Promise<ChangesAnswer> {
  const runs = []
  for (let n = 0; n < TIMES; n++) runs.push(await ask(address, fromMs, toMs, one))
  const sorted = runs.toSorted((a, b) => a.tookMs - b.tookMs)
  const [least, median, most] = [sorted[0], sorted[TIMES >> 1], sorted[TIMES - 1]]
  if (!least || !median || !most) throw new Error('nothing was measured')
  const { answer, heldMs, cpuMs } = median
  const ms = (value: number) => `${value.toFixed(0)} ms`
  console.log(
    `  ${what.padEnd(44)} ${ms(median.tookMs).padStart(8)} (${ms(least.tookMs)} to ${ms(most.tookMs)}), CPU ${ms(cpuMs)}, steps of ${answer.stepMs / 1_000} s, ` +
      `${answer.processes.looked} of ${answer.processes.known} processes, loop held p99 ${heldMs.p99.toFixed(1)} ms, most ${heldMs.max.toFixed(1)} ms`,
  )
  return answer
}

async function run(folder: string): Promise<void> {
  const begun = performance.now()
  fill(folder)
  console.log(
    `${PROCESSES} processes of ${SERIES} series, ${MINUTES} minutes, written in ${((performance.now() - begun) / 1_000).toFixed(0)} s`,
  )
  const read = readConfig({ port: '0', data: folder }, {})
  if (!read.ok) throw new Error(read.message)
  const hub = await startHub(
    { ...read.value, logLevel: 'silent', watchSelf: false },
    { dashboardFolder: folder, version: 'bench' },
  )
  await hub.recovered
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; median of ${TIMES} (least to most)`)
  const five = 5 * MINUTE_MS
  const answer = await measure('all, 5 min, from tiers', hub.address, STEP_MS - five / 2, STEP_MS + five / 2)
  const [first] = answer.changes
  console.log(
    `    first: ${first?.process} ${first?.series} ${first?.score.toFixed(3)}; ${answer.series.changed} of ${PROCESSES * SERIES} changed`,
  )
  await measure('all, 5 min, the newest (not in tiers yet)', hub.address, END_MS - five, END_MS)
  await measure('all, 100 s, from raw frames', hub.address, STEP_MS - 50_000, STEP_MS + 50_000)
  await measure('all, 14 min, from tiers', hub.address, END_MS - 15 * MINUTE_MS, END_MS - MINUTE_MS)
  await measure('one, 5 min, from tiers', hub.address, STEP_MS - five / 2, STEP_MS + five / 2, idOf(STEPPED))
  await hub.stop()
  if (first?.process !== idOf(STEPPED) || first.series !== `s.${STEP_SERIES}`)
    throw new Error('the step was not found first')
}

const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
run(folder)
  .catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
  .finally(() => rmSync(folder, { recursive: true, force: true }))

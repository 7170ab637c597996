#!/usr/bin/env node
// Hours of the hub in minutes: its clock, and that of 200 processes, runs faster, so that blocks are sealed and joined, verdicts
// reached and old things let go as they are in twelve hours. The hub's memory at the end is held against that after the first
// hour; and the hub, which watches itself meanwhile, has to call itself steady.
//   node bench/hours.mjs [--hours 12] [--processes 200] [--series 30] [--speed 72] [--program FILE]
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildParts } from '../scripts/build.mjs'
import { cpuMsOf, loadNow, memoryOf } from './hub-meter.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '12' },
    processes: { type: 'string', default: '200' },
    series: { type: 'string', default: '30' },
    speed: { type: 'string', default: '72' },
    program: { type: 'string' },
  },
})
const HOUR_MS = 3_600_000
const MAY_DIFFER = 0.05
const SAMPLE_EVERY_MS = 250
const [hours, speed] = [Number(values.hours), Number(values.speed)]

if (values.program === undefined) await buildParts(['programs'])
const program = values.program ?? join(here, '..', 'dist', 'cli', 'tidemark.cjs')
// It ends now, so that no frame is ahead of anybody's clock.
const realFromMs = Date.now()
const fromMs = realFromMs - hours * HOUR_MS
const nowMs = () => fromMs + (Date.now() - realFromMs) * speed
const untilMs = fromMs + hours * HOUR_MS
const env = { ...process.env, BENCH_CLOCK: [speed, realFromMs, fromMs].join(',') }
const execArgv = ['--require', join(here, 'hours-clock.cjs')]

const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
const hub = spawn(process.execPath, [...execArgv, program, 'start', '--port', '0', '--data', folder], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...env, TIDEMARK_LOG: 'warn', TIDEMARK_WATCH_SELF: 'yes' },
})
try {
  const [line] = await once(hub.stdout, 'data')
  const url = /http:\S+/u.exec(String(line))[0]
  const load = fork(join(here, 'hours-agents.mjs'), [url, values.processes, values.series, untilMs].map(String), {
    execArgv,
    env,
  })
  const finished = message(load, 'done')
  await message(load, 'joined')
  const samples = []
  const sampling = setInterval(
    () => samples.push({ atMs: nowMs() - fromMs, rss: memoryOf(hub.pid).rss }),
    SAMPLE_EVERY_MS,
  )
  const done = await finished
  clearInterval(sampling)
  const self = await (await fetch(`${url}/api/v1/processes/tidemark.hub`)).json()
  load.send('end')
  process.exitCode = report(samples, done, self) ? 0 : 1
} finally {
  hub.kill('SIGTERM')
  if (hub.exitCode === null) await once(hub, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

function report(samples, done, self) {
  const hourly = Array.from({ length: hours }, (_, hour) => medianRss(samples, hour, hour + 1))
  // The half hour after the first hour, and the last half hour: collections come and go within minutes of these.
  const [first, last] = [medianRss(samples, 1, 1.5), medianRss(samples, hours - 0.5, hours + 1)]
  const grown = last / first - 1
  const flagged = self.flags
  const live = self.series.find(({ name }) => name === 'memory.live_set')?.verdict
  const cpuMs = cpuMsOf(hub.pid).all
  const isSteady = live?.verdict === 'steady' && !flagged.includes('growth')
  const isWhole = done.sent === done.durable && done.refused === 0
  console.log(
    `\n${hours} hours of ${values.processes} processes of ${values.series} series, ${speed} times as fast (load average ${loadNow()})`,
  )
  console.log(`  RSS by hour    ${hourly.map((rss) => rss.toFixed(0)).join(', ')} MB`)
  console.log(
    `  growth         ${first.toFixed(0)} MB after the first hour, ${last.toFixed(0)} MB at the end: ${(grown * 100).toFixed(1)} % (within ${MAY_DIFFER * 100} %: ${Math.abs(grown) <= MAY_DIFFER ? 'held' : 'MISSED'})`,
  )
  console.log(`  itself         ${live?.verdict}: ${live?.reason}`)
  console.log(`                 flags: ${flagged.length === 0 ? 'none' : flagged.join(', ')}`)
  console.log(
    `  frames         ${done.sent} sent, ${done.sent - done.durable} not durable, ${done.refused} refused; ${((cpuMs * 1000) / done.sent).toFixed(1)} µs of CPU each`,
  )
  return Math.abs(grown) <= MAY_DIFFER && isSteady && isWhole
}

/** Over the samples from one hour to another. */
function medianRss(samples, from, to) {
  const within = samples.filter(({ atMs }) => atMs >= from * HOUR_MS && atMs < to * HOUR_MS)
  const sorted = within.map(({ rss }) => rss).toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function message(child, type) {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the agents ended early')))
    child.on('message', (came) => {
      if (came.type === type) resolve(came)
    })
  })
}

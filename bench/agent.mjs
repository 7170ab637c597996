#!/usr/bin/env node
// What the agent costs its host, beside a bare program, prom-client and the floor: `node bench/agent.mjs [--runs 3] [--seconds 30]`.
// CPU time, not wall time, and medians of several runs in which all cases run at the same time: other work on the machine
// slows the clock, and meets all of them alike. Every target is a process of its own, and so is the other side.
import { fork } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildParts } from '../scripts/build.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, seconds: { type: 'string', default: '30' } },
})
const runs = Number(values.runs)
const seconds = Number(values.seconds)
/** Two askings for entities, which V8 compiles code for, before what is measured: whole tens of seconds, so that each has as many. */
const WARM_UP_S = 26
const TARGETS = { cpuMsPerS: 1, rssMb: 8, shareOfProm: 0.25 }
/** With lists of entities told each 10 s, and the heap profiler always on. */
const INSIDE_TARGETS = { cpuMsPerS: 1.5, rssMb: 12 }
const CASES = [
  { name: 'bare', title: 'the bare program' },
  { name: 'agent', title: 'with the agent, 30 series at 1 Hz' },
  { name: 'inside', title: 'and entities each 10 s, profiler on' },
  { name: 'prom', title: 'with prom-client, scraped each second' },
  { name: 'floor', title: 'floor: the numbers and one emit' },
]

await buildParts(['agent'])
const hub = fork(join(here, 'agent-hub.mjs'))
const { url } = await next(hub)

function next(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`a measured program ended early with ${code}`)))
  })
}

async function measure(kind, load) {
  const child = fork(join(here, 'agent-target.mjs'), [kind, load, url, String(WARM_UP_S), String(seconds)])
  const { port } = await next(child)
  if (port) hub.send({ scrape: port })
  const result = await next(child)
  if (port) hub.send({ leave: port })
  return result
}

/** `wanted`: pairs of load and case, measured at the same time in each run. The answers are by load, then by case. */
async function rounds(wanted) {
  const results = {}
  for (const [load, kind] of wanted) (results[load] ??= {})[kind] = []
  for (let run = 1; run <= runs; run++) {
    console.error(`${Object.keys(results).join(' and ')}: run ${run} of ${runs}, ${WARM_UP_S + seconds} s`)
    const round = await Promise.all(wanted.map(([load, kind]) => measure(kind, load)))
    wanted.forEach(([load, kind], index) => results[load][kind].push(round[index]))
  }
  return results
}

/** Median, least and most of what `pick` takes from each run. */
function spread(results, pick) {
  const sorted = results.map(pick).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, least: sorted[0], most: sorted.at(-1) }
}

const show = ({ median, least, most }, digits) =>
  `${median.toFixed(digits).padStart(8)}  (${least.toFixed(digits)} to ${most.toFixed(digits)})`.padEnd(30)

function added(results, kind, pick) {
  return spread(
    results[kind].map((result, run) => pick(result) - pick(results.bare[run])),
    (difference) => difference,
  )
}

const { idle } = await rounds(CASES.map(({ name }) => ['idle', name]))
const { small, busy } = await rounds([
  ['small', 'bare'],
  ['small', 'agent'],
  ['small', 'inside'],
  ['small', 'prom'],
  ['busy', 'bare'],
  ['busy', 'agent'],
  ['busy', 'inside'],
])
hub.send({ count: true })
const { frames, entities } = await next(hub)
hub.disconnect()

console.log(`An idle program that holds 165 MB of heap; median of ${runs} runs of ${seconds} s (least to most)`)
console.log(`${''.padEnd(40)}${'CPU, ms a second'.padEnd(30)}RSS rise over that of bare, MB`)
for (const { name, title } of CASES) {
  const memory =
    name === 'bare'
      ? ''
      : show(
          added(idle, name, (run) => run.rssRiseMb),
          1,
        )
  console.log(
    `${title.padEnd(40)}${show(
      spread(idle[name], (run) => run.cpuMsPerS),
      2,
    )}${memory}`,
  )
}
const agentCpu = added(idle, 'agent', (run) => run.cpuMsPerS)
const agentRss = added(idle, 'agent', (run) => run.rssRiseMb)
const promCpu = added(idle, 'prom', (run) => run.cpuMsPerS)
const share = agentCpu.median / promCpu.median
console.log(
  `\nThe agent adds ${agentCpu.median.toFixed(2)} ms a second (at most ${TARGETS.cpuMsPerS}: ${verdict(agentCpu.median, TARGETS.cpuMsPerS)}), ` +
    `${agentRss.median.toFixed(1)} MB (at most ${TARGETS.rssMb}: ${verdict(agentRss.median, TARGETS.rssMb)}), ` +
    `${share.toFixed(2)} of prom-client (at most ${TARGETS.shareOfProm}: ${verdict(share, TARGETS.shareOfProm)}).`,
)
const insideCpu = added(idle, 'inside', (run) => run.cpuMsPerS)
const insideRss = added(idle, 'inside', (run) => run.rssRiseMb)
console.log(
  `With entities and the profiler it adds ${insideCpu.median.toFixed(2)} ms a second (at most ${INSIDE_TARGETS.cpuMsPerS}: ` +
    `${verdict(insideCpu.median, INSIDE_TARGETS.cpuMsPerS)}), ${insideRss.median.toFixed(1)} MB (at most ${INSIDE_TARGETS.rssMb}: ` +
    `${verdict(insideRss.median, INSIDE_TARGETS.rssMb)}).`,
)

const rssOf = (kind) =>
  show(
    added(small, kind, (run) => run.rssRiseMb),
    1,
  ).trim()
console.log(
  `\nIn a program that holds nothing, RSS rises by ${rssOf('agent')} MB with the agent, by ${rssOf('inside')} MB with entities and the profiler, by ${rssOf('prom')} MB with prom-client.`,
)
const busyBare = spread(busy.bare, (run) => run.cpuMsPerS)
const busyInside = added(busy, 'inside', (run) => run.cpuMsPerS)
const busyAdded = added(busy, 'agent', (run) => run.cpuMsPerS)
console.log(
  `\nA program that allocates without end: bare ${show(busyBare, 0).trim()} ms a second; the agent adds ${show(busyAdded, 1).trim()} ms, ` +
    `${((100 * busyAdded.median) / busyBare.median).toFixed(1)} %; with entities and the profiler ${show(busyInside, 1).trim()} ms.`,
)
console.log(`Frames that reached the other side: ${frames}; entities: ${entities}.`)

function verdict(value, most) {
  return value <= most ? 'held' : 'MISSED'
}

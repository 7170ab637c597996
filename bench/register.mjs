#!/usr/bin/env node
// What `register` costs a plain HTTP server: `node bench/register.mjs [--runs 5] [--requests 20000]`.
// CPU time of the server, at rest and for each request, beside the same program without it. The two are asked in turns, so that what
// else the machine does meets both of them.
import { fork } from 'node:child_process'
import { Agent, get } from 'node:http'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildParts } from '../scripts/build.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, requests: { type: 'string', default: '20000' } },
})
const runs = Number(values.runs)
const requests = Number(values.requests)
const CONNECTIONS = 20
/** The histogram of the loop's delays runs on for ten quiet frames. */
const CALM_S = 15
const REST_S = 20

await buildParts(['agent'])
const hub = fork(join(here, 'agent-hub.mjs'))
const { url } = await next(hub)
const targets = {}
for (const [name, execArgv] of [
  ['bare', []],
  ['register', ['--require', join(here, '..', 'agent', 'dist', 'register.cjs')]],
]) {
  const child = fork(join(here, 'register-target.mjs'), { execArgv, env: { ...process.env, TIDEMARK_URL: url } })
  targets[name] = { child, port: (await next(child)).port }
}

function next(child) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`a measured program ended early with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}

async function cpuMs({ child }) {
  child.send('cpu')
  return (await next(child)).cpuMs
}

/** Answers once `count` requests were answered, over connections that are kept. */
function load(port, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let left = count
  return new Promise((resolve, reject) => {
    let under = 0
    const ask = () => {
      if (left === 0) return under === 0 && (agent.destroy(), resolve())
      left--
      under++
      get({ host: '127.0.0.1', port, agent, path: '/things?id=1' }, (answer) => {
        answer.resume().on('end', () => {
          under--
          ask()
        })
      }).on('error', reject)
    }
    for (let at = 0; at < CONNECTIONS; at++) ask()
  })
}

async function measured(target, act) {
  const before = await cpuMs(target)
  await act()
  return (await cpuMs(target)) - before
}

const results = { bare: [], register: [] }
for (const name of Object.keys(targets)) await load(targets[name].port, requests)
for (let run = 1; run <= runs; run++) {
  console.error(`run ${run} of ${runs}`)
  for (const name of run % 2 ? ['bare', 'register'] : ['register', 'bare']) {
    const target = targets[name]
    results[name].push((1_000 * (await measured(target, () => load(target.port, requests)))) / requests)
  }
}
await sleep(CALM_S * 1_000)
const resting = await Promise.all(Object.values(targets).map((target) => measured(target, () => sleep(REST_S * 1_000))))

function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return {
    median: sorted[sorted.length >> 1],
    text: `${sorted[sorted.length >> 1].toFixed(1)} (${sorted[0].toFixed(1)} to ${sorted.at(-1).toFixed(1)})`,
  }
}

const [bare, register] = [spread(results.bare), spread(results.register)]
console.log(`CPU of a plain HTTP server, µs a request; median of ${runs} runs of ${requests} requests (least to most)`)
console.log(`bare           ${bare.text}`)
console.log(`with register  ${register.text}: ${(100 * (register.median / bare.median - 1)).toFixed(1)} % more`)
console.log(
  `At rest: bare ${(resting[0] / REST_S).toFixed(2)} ms a second, with register ${(resting[1] / REST_S).toFixed(2)}.`,
)
for (const { child } of Object.values(targets)) child.disconnect()
hub.disconnect()

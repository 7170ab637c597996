/** Operations a second of each way, median and spread over rounds that take turns, and the heap under many operations. */
import { parseArgs } from 'node:util'
import { settledHeapBytes } from './settled-heap'
import { boundedWays, type Running, WORKLOADS } from './workloads'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, million: { type: 'string', default: '10' } },
})
const rounds = Number(values.rounds)
const millions = Number(values.million)
if (!(Number.isInteger(rounds) && rounds >= 1) || !(millions >= 0)) {
  console.error(`bench: --rounds must be 1 or more, --million 0 or more; ${values.rounds} and ${values.million} came.`)
  process.exit(2)
}

const ROUND_MS = 200
const BATCH = 256
const collect = (globalThis as unknown as { gc: () => void }).gc

for (const { title, ways } of WORKLOADS) {
  console.log(`\n${title}`)
  const running = Object.entries(ways).map(([name, make]) => ({
    name,
    run: make(),
    perSecond: [] as number[],
    done: 0,
  }))
  // The first round compiles, and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const way of running) {
      const { perSecond, done } = measure(way.run, way.done)
      way.done = done
      if (round > 0) way.perSecond.push(perSecond)
    }
  }
  for (const { name, run, perSecond } of running) {
    run.close()
    const sorted = perSecond.toSorted((a, b) => a - b)
    const [least, median, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map(shown)
    console.log(`  ${name.padEnd(30)} ${median?.padStart(7)} M/s  (${least} to ${most})`)
  }
}

if (millions > 0) {
  console.log(
    `\nThe heap under ${millions} million operations (compressed: a hundredth), kB over what it was after the first tenth`,
  )
  for (const [name, make] of Object.entries(boundedWays())) {
    const run = make()
    const count = (millions * 1e6) / (name.startsWith('compressed') ? 100 : 1)
    const rises: number[] = []
    let first = 0
    for (let tenth = 0; tenth < 10; tenth++) {
      for (let index = (tenth * count) / 10; index < ((tenth + 1) * count) / 10; index++) run.act(index)
      const bytes = settledHeapBytes(collect)
      if (tenth === 0) first = bytes
      else rises.push(Math.round((bytes - first) / 1_024))
    }
    run.close()
    console.log(`  ${name.padEnd(30)} ${rises.map((rise) => String(rise).padStart(5)).join(' ')}`)
  }
}

function measure(run: Running, from: number): { perSecond: number; done: number } {
  const startedAtMs = performance.now()
  let done = from
  let passedMs = 0
  while (passedMs < ROUND_MS) {
    for (const until = done + BATCH; done < until; done++) run.act(done)
    passedMs = performance.now() - startedAtMs
  }
  return { perSecond: ((done - from) / passedMs) * 1_000, done }
}

function shown(perSecond: number | undefined): string {
  return ((perSecond ?? Number.NaN) / 1e6).toPrecision(3)
}

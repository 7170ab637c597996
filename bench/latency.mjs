#!/usr/bin/env node
// From a sample to its point on the screen: `node bench/latency.mjs [--processes 20] [--series 30] [--seconds 60]`.
// The built hub, agents in a second process, and a real Chromium on the page of one process and then on that of all. A
// point counts as drawn when the frame in which its chart (or row) changed has been painted; the sample's time is the
// `atMs` that its agent gave it. All clocks are this machine's.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { buildParts } from '../scripts/build.mjs'
import { ensureChromium } from '../scripts/find-chromium.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '20' },
    series: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '60' },
  },
})
const TARGET_P95_MS = 300
const SETTLE_S = 5
const seconds = Number(values.seconds)

await buildParts(['programs', 'dashboard'])
const executablePath = await ensureChromium()
const folder = mkdtempSync(join(tmpdir(), 'tidemark-latency-'))
const program = join(here, '..', 'dist', 'cli', 'tidemark.cjs')
const hub = spawn(process.execPath, [program, 'start', '--port', '0', '--data', folder], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
const [line] = await once(hub.stdout, 'data')
const url = /http:\S+/u.exec(String(line))[0]
const runSeconds = 2 * (seconds + SETTLE_S) + 10
const load = fork(join(here, 'hub-agents.mjs'), [url, values.processes, values.series, runSeconds].map(String))
await once(load, 'message')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const { processes } = await (await fetch(`${url}/api/v1/processes`)).json()
  const one = await measure(`/process?id=${processes[0].id}`, '[data-series][data-last-at-ms]')
  const fleet = await measure('/', 'tr[data-process][data-last-at-ms]')
  console.log(
    `\n${values.processes} processes of ${values.series} series at 1 Hz, ${seconds} s a page; sample to drawn, ms`,
  )
  console.log('page           drawn   p50   p95   max')
  const isWithin = [report('one process', one), report('all processes', fleet)].every(Boolean)
  console.log(`p95 below ${TARGET_P95_MS} ms: ${isWithin ? 'yes' : 'NO'}`)
  process.exitCode = isWithin ? 0 : 1
} finally {
  await browser.close()
  load.kill()
  hub.kill('SIGTERM')
  await once(hub, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

/** The latencies of all that `selector` finds on the page, from when it has settled. */
async function measure(path, selector) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}${path}`)
  await page.waitForSelector(`${selector}:not([data-last-at-ms=""])`)
  await page.waitForTimeout(SETTLE_S * 1000)
  await page.evaluate(watchPaints, selector)
  await page.waitForTimeout(seconds * 1000)
  const latencies = await page.evaluate(() => globalThis.latenciesMs)
  await page.close()
  return latencies.sort((a, b) => a - b)
}

/** Runs in the page, beside it: sees an element change, waits for the frame that shows it to be painted, and stamps. */
function watchPaints(selector) {
  const latenciesMs = []
  globalThis.latenciesMs = latenciesMs
  const painted = new MessageChannel()
  let changed = new Map()
  let shown = []
  painted.port1.addEventListener('message', () => {
    const nowMs = Date.now()
    for (const atMs of shown) latenciesMs.push(nowMs - atMs)
    shown = []
  })
  painted.port1.start()
  // What is out of view is not drawn, and stands as it was listed.
  const isInView = (element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  }
  new MutationObserver((mutations) => {
    const isFirst = changed.size === 0
    for (const { target } of mutations) {
      if (target.matches(selector) && isInView(target)) changed.set(target, Number(target.dataset.lastAtMs))
    }
    if (!isFirst || changed.size === 0) return
    requestAnimationFrame(() => {
      shown.push(...changed.values())
      changed = new Map()
      // A message is handled after the frame that asked for it has been painted.
      painted.port2.postMessage(null)
    })
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-last-at-ms'] })
}

function report(name, sorted) {
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const figures = [sorted.length, at(0.5), at(0.95), sorted.at(-1)].map((figure) => String(figure ?? '-').padStart(5))
  console.log(`${name.padEnd(14)} ${figures.join(' ')}`)
  return sorted.length > 0 && at(0.95) < TARGET_P95_MS
}

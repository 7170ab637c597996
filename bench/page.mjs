#!/usr/bin/env node
// The dashboard as a browser bears it: `npm run bench:page [-- --seconds 30 --processes 1000 --pages process,fleet]`.
// The production build behind a real hub, agents in a second process, and a real Chromium. Every figure is a median with the
// tenth and the ninetieth percentile (or the extremes, of few), beside a bare page with as many uPlot charts in the same run.
// `npm run soak:page [-- --minutes 60]` holds both pages open so long instead, in time that is not compressed, and compares the
// heap of the tabs with that after five minutes; `--snapshots FOLDER` leaves a heap snapshot of each tab there every quarter of an
// hour, to be compared in the browser's memory panel.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { buildParts } from '../scripts/build.mjs'
import { ensureChromium } from '../scripts/find-chromium.mjs'
import { measureAnswers } from './page/answers.mjs'
import { barePage, DRAWN, openBarePage } from './page/bare.mjs'
import { measureFirstNumbers, scriptBytes } from './page/first-numbers.mjs'
import { heapBytes, keepSnapshot, noteLongTasks, watchMainThread } from './page/main-thread.mjs'
import { startOneProcess } from './page/one-process.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    processes: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '0' },
    starts: { type: 'string', default: '5' },
    pages: { type: 'string', default: 'process,fleet' },
    snapshots: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const minutes = Number(values.minutes)
const starts = Number(values.starts)
const pages = new Set(values.pages.split(',').filter((name) => name !== 'none'))
const SERIES_EACH = 12
const SETTLE_MS = 8_000
const HEAP_FROM_MINUTES = 5
const SAW_MINUTES = 5
const SNAPSHOT_EVERY_MINUTES = 15
const WIDE = { width: 1440, height: 900 }
/** So high that every chart of the process is in view at once. */
const ALL_CHARTS = { width: 1440, height: 3200 }
const CHART = 'figure[data-series]'
const STORY = 'section[aria-label="Verdict"]'
const FIRST_CHART_NUMBER = `${CHART} dd`
const FIRST_ROW_NUMBER = '[data-process] [data-bytes]'

const here = dirname(fileURLToPath(import.meta.url))
await buildParts(['programs', 'dashboard'])
const executablePath = await ensureChromium()
const folder = mkdtempSync(join(tmpdir(), 'tidemark-page-'))
const program = join(here, '..', 'dist', 'cli', 'tidemark.cjs')
const hub = spawn(process.execPath, [program, 'start', '--port', '0', '--data', folder], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
const [line] = await once(hub.stdout, 'data')
const url = /http:\S+/u.exec(String(line))[0]
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const stops = [() => browser.close()]
const misses = []
try {
  if (pages.has('process')) await processPage()
  if (pages.has('fleet')) await fleetPage()
  if (minutes > 0) await heapsOverTime()
  console.log(misses.length === 0 ? '\nall within their bounds' : `\nNOT within bounds: ${misses.join('; ')}`)
  process.exitCode = misses.length === 0 ? 0 : 1
} finally {
  for (const stop of stops) await stop()
  hub.kill('SIGTERM')
  await once(hub, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

async function oneProcess() {
  const one = await startOneProcess(url)
  stops.push(one.stop)
  return `${url}/process?id=${one.id}`
}

async function processPage() {
  const address = await oneProcess()
  console.log('\nThe page of one process, 19 series at 1 Hz')
  await firstNumbers('process page', address, STORY, 280)
  figure('first chart, the same', await measureFirstNumbers(browser, address, FIRST_CHART_NUMBER, starts), null)
  for (const [name, viewport] of [
    ['as a screen shows it (1440 x 900)', WIDE],
    ['all charts in view (1440 x 3200)', ALL_CHARTS],
  ]) {
    const page = await openLive(address, viewport, `${CHART}:not([data-last-at-ms=""])`)
    const charts = await page.locator(CHART).evaluateAll((figures) =>
      figures.flatMap((figure) => {
        const box = figure.getBoundingClientRect()
        const lines = figure.dataset.series.split(' ').length
        return box.top < innerHeight ? [{ width: Math.round(box.width), height: 160, lines }] : []
      }),
    )
    const found = await watchMainThread(page, seconds)
    await page.close()
    if (viewport === WIDE) {
      const drawn = await measureFirstNumbers(browser, `${url}/bare`, DRAWN, starts, barePage(charts))
      figure(`a bare page of ${charts.length} uPlot charts: first drawn, the same`, drawn, null)
    }
    const bare = await openBarePage(browser, viewport, charts)
    await bare.waitForTimeout(3000)
    const least = await watchMainThread(bare, seconds)
    await bare.close()
    cost(name, found, 16)
    cost(`a bare page of ${charts.length} uPlot charts`, least, null)
  }
}

async function fleetPage() {
  await fleet()
  console.log(`\nThe page of all processes, ${values.processes} of ${SERIES_EACH} series at 1 Hz`)
  await firstNumbers('fleet page', `${url}/`, FIRST_ROW_NUMBER, 190)
  const page = await openLive(`${url}/`, WIDE, FIRST_ROW_NUMBER)
  cost(`${values.processes} processes`, await watchMainThread(page, seconds), 20)
  const { sort, filter, scroll } = await measureAnswers(page, 5)
  for (const [name, { answers, longMs }] of Object.entries({
    'sort answers': sort,
    'filter answers to a letter': filter,
    'scroll answers': scroll,
  })) {
    figure(`${name}, ms`, answers, 100)
    longTasks(name, longMs)
  }
  await page.close()
}

/** So many processes at 1 Hz, for as long as this may take. */
async function fleet() {
  const runSeconds = 6 * seconds + 300 + minutes * 60
  const args = [url, values.processes, SERIES_EACH, runSeconds].map(String)
  const load = fork(join(here, 'hub-agents.mjs'), args)
  stops.push(() => load.kill())
  await once(load, 'message')
}

/** Each minute's heap is told, so that a run that is cut short has said something, and a saw's tooth is told from a rise. */
async function heapsOverTime() {
  if (!pages.has('fleet')) await fleet()
  const shown = [
    { name: 'process page', page: await openLive(await oneProcess(), WIDE, CHART) },
    { name: 'fleet page', page: await openLive(`${url}/`, WIDE, FIRST_ROW_NUMBER) },
  ]
  const fromMinute = Math.min(HEAP_FROM_MINUTES, Math.ceil(minutes / 2))
  console.log(`\nHeap of a tab, MB after a collection, by minutes: ${shown.map(({ name }) => name).join(', ')}`)
  const startedAt = performance.now()
  const heaps = []
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(Math.max(0, startedAt + minute * 60_000 - performance.now()))
    heaps[minute] = await Promise.all(shown.map(({ page }) => heapBytes(page)))
    console.log(
      `${String(minute).padStart(4)}  ${heaps[minute].map((bytes) => megabytes(bytes).padStart(7)).join(' ')}`,
    )
    if (values.snapshots !== undefined && (minute === fromMinute || minute % SNAPSHOT_EVERY_MINUTES === 0)) {
      mkdirSync(values.snapshots, { recursive: true })
      for (const { name, page } of shown)
        await keepSnapshot(page, join(values.snapshots, `${name.split(' ')[0]}-${minute}.heapsnapshot`))
    }
  }
  for (const [at, { name, page }] of shown.entries()) {
    const own = heaps.map((both) => both[at])
    const [from, to] = [own[fromMinute], own[minutes]]
    const isWithin = check(to / from - 1 <= 0.1, `heap of the ${name}`)
    const text = `${megabytes(from)} after ${fromMinute}, ${megabytes(to)} after ${minutes} (${change(from, to)})`
    console.log(`${name.padEnd(24)} ${text}   at most +10 %: ${isWithin}`)
    // One minute alone is a tooth of the saw, up or down.
    const [about, last] = [own.slice(fromMinute, fromMinute + SAW_MINUTES), own.slice(-SAW_MINUTES)].map((some) =>
      quantile(some, 0.5),
    )
    console.log(
      `${''.padEnd(24)} medians of ${SAW_MINUTES}: ${megabytes(about)}, ${megabytes(last)} (${change(about, last)})`,
    )
    await page.close()
  }
}

async function firstNumbers(name, address, selector, mostKiB) {
  const kib = (await scriptBytes(browser, address, selector)) / 1024
  const isWithin = check(kib <= mostKiB, `JavaScript of the ${name}`)
  console.log(
    `${'JavaScript, KiB gz'.padEnd(52)} ${kib.toFixed(0).padStart(6)}${' '.repeat(18)}at most ${mostKiB}: ${isWithin}`,
  )
  figure('first numbers, cold, 4 x throttled, ms', await measureFirstNumbers(browser, address, selector, starts), 1000)
  const least = await measureFirstNumbers(
    browser,
    `${url}/number`,
    DRAWN,
    starts,
    `<!doctype html><${DRAWN}>1</${DRAWN}>`,
  )
  figure('a page of one number and nothing else, the same', least, null)
}

async function openLive(address, viewport, selector) {
  const page = await browser.newPage({ viewport })
  await page.addInitScript(noteLongTasks)
  await page.goto(address)
  await page.waitForSelector(selector)
  await page.waitForTimeout(SETTLE_MS)
  return page
}

function cost(name, { costs, longMs }, mostMs) {
  figure(`${name}: ms a second`, costs, mostMs)
  longTasks(name, longMs, mostMs !== null)
}

function longTasks(name, longMs, isBounded = true) {
  const isWithin = isBounded ? `   none: ${check(longMs.length === 0, `long tasks, ${name}`)}` : ''
  const text = longMs.length === 0 ? 'none' : `${longMs.length}, up to ${Math.max(...longMs).toFixed(0)} ms`
  console.log(`${'  tasks over 50 ms'.padEnd(52)} ${text.padStart(6)}${isWithin}`)
}

/** The median is what is held against its bound. */
function figure(name, found, most) {
  const at = (share) => quantile(found, share)
  const spread = `(${at(0.1).toFixed(1)} to ${at(0.9).toFixed(1)})`
  const isWithin = most === null ? '' : `   at most ${most}: ${check(at(0.5) <= most, name)}`
  console.log(`${name.padEnd(52)} ${at(0.5).toFixed(1).padStart(6)} ${spread.padEnd(16)}${isWithin}`)
}

function quantile(found, share) {
  return found.toSorted((a, b) => a - b)[Math.round((found.length - 1) * share)]
}

function check(isWithin, what) {
  if (!isWithin) misses.push(what)
  return isWithin ? 'yes' : 'NO'
}

function change(from, to) {
  const percent = (to / from - 1) * 100
  return `${percent >= 0 ? '+' : ''}${percent.toFixed(1)} %`
}

function megabytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(1)
}

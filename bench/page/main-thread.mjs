// What a page costs the thread that draws it: CPU time by seconds, and its longest tasks; and what its heap holds.
import { createWriteStream } from 'node:fs'

/** Runs in the page before all else: keeps every task of 50 ms or more. */
export function noteLongTasks() {
  const found = []
  globalThis.longTasks = found
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) found.push({ atMs: startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })
}

/**
 * The main thread's ms in each of `seconds` seconds, one update each, and the tasks of 50 ms and more in that time.
 * CPU time, so that others on the machine do not count; tasks by the clock, so that they do.
 */
export async function watchMainThread(page, seconds) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const fromMs = await page.evaluate(() => performance.now())
  const costs = []
  let before = await taskMs(session)
  let beforeAt = performance.now()
  for (let second = 0; second < seconds; second++) {
    await page.waitForTimeout(1000)
    const now = await taskMs(session)
    const nowAt = performance.now()
    costs.push(((now - before) * 1000) / (nowAt - beforeAt))
    before = now
    beforeAt = nowAt
  }
  const long = await longTasksSince(page, fromMs)
  await session.detach()
  return { costs, longMs: long.map(({ ms }) => ms) }
}

/** `{ atMs, ms }` of each task of 50 ms and more that began since a time of the page's own clock. */
export function longTasksSince(page, fromMs) {
  return page.evaluate((from) => globalThis.longTasks.filter(({ atMs }) => atMs >= from), fromMs)
}

async function taskMs(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000
}

/** The list of all processes is put in order anew every ten seconds, and until then holds rows of that time beside those of now. */
const COLLECTIONS = { times: 20, apartMs: 600 }

/**
 * Bytes in use after a collection: the lowest of some. A live page takes a message a second, and on a machine with other work
 * more than one may come between a collection and the look at what it left.
 */
export async function heapBytes(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  let lowest = Number.POSITIVE_INFINITY
  for (let collection = 0; collection < COLLECTIONS.times; collection++) {
    await session.send('HeapProfiler.collectGarbage')
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    lowest = Math.min(lowest, usedSize)
    await page.waitForTimeout(COLLECTIONS.apartMs)
  }
  await session.detach()
  return lowest
}

/** Writes what the page's heap holds after a collection to `file`. */
export async function keepSnapshot(page, file) {
  const session = await page.context().newCDPSession(page)
  const stream = createWriteStream(file)
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => stream.write(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await new Promise((resolve) => stream.end(resolve))
  await session.detach()
}

/** The comparison as the hub runs it, on its thread with its limit: node compare-in-worker.cjs WORKER BEFORE|- AFTER OUT */
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { analyseInWorker } from '../../lib/heap/snapshot/analysis-thread'

const [worker = '', before = '', after = '', out = ''] = process.argv.slice(2)

async function main(): Promise<void> {
  const startedAt = performance.now()
  const files = { before: before === '-' ? null : before, after, isSameLife: true }
  const { rows } = await analyseInWorker(files, { workerUrl: pathToFileURL(worker) }).report
  const tookMs = performance.now() - startedAt
  const peakRssBytes = process.resourceUsage().maxRSS * 1024
  const top = `${rows[0]?.class.name}: ${rows[0]?.path?.sentence ?? 'kept by nothing that is known'}`
  writeFileSync(out, JSON.stringify({ tookMs, peakRssBytes, top }))
}

void main()

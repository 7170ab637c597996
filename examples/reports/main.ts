/**
 * The demo's report service: it keeps every report that it ever made. Its supervisor restarts it every 40 seconds, so its
 * memory never gets far, and on a usual chart it looks like a healthy sawtooth. SIGUSR2 makes it forget its reports.
 */
import { tidemark } from '@tidemark/agent'
import { heldBytes } from '../wire/held'
import { liveAsMember, tellParent } from '../wire/parent'

const REPORT_EVERY_MS = 100
const REPORT_BYTES = 16 * 1_024
const SCRATCH_BYTES = 96 * 1_024
// Rows of the reports made in the last two seconds: they outlive young collections, and are garbage of the old generation then.
const SCRATCHES_HELD = 20

const kept: number[][] = []
const scratches: number[][] = []
let keeps = true
let made = 0

const agent = tidemark({ service: 'reports', instance: 'nightly' })
agent.gauge('reports.kept', kept, { unit: 'count', help: 'Reports that are still in memory.' })
agent.counter('load.requests', () => made, { help: 'Reports that were made.' })

const timer = setInterval(() => {
  made++
  const rows = heldBytes(SCRATCH_BYTES)
  scratches.push(rows)
  if (scratches.length > SCRATCHES_HELD) scratches.shift()
  if (keeps) kept.push(rows.slice(0, REPORT_BYTES / 8))
}, REPORT_EVERY_MS)

process.on('SIGUSR2', () => {
  keeps = !keeps
  if (!keeps) kept.length = 0
  agent.event('log', `Reports are ${keeps ? 'kept' : 'forgotten'} from now on.`, { level: 'warn' })
})

tellParent({ type: 'working' })
liveAsMember(async () => {
  clearInterval(timer)
  await agent.stop(500)
})

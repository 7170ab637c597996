/**
 * How late the event loop is, and how busy. A histogram of delays wakes an idle process fifty times a second, which costs more than
 * all the rest of the agent; utilization is nearly free, and bounds the delay: a loop that was busy for 5 ms in a second made
 * nobody wait for more than 5 ms. So the histogram runs only while the loop is busy enough for delays to matter: busy by the clock, and
 * by the CPU too, for on a crowded machine the short turns of an idle loop take long by the clock.
 */
import { type EventLoopUtilization, type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { declare, type Probe } from './probe'

const RESOLUTION_MS = 20
/** Below these shares the histogram is not worth its cost; it ends after ten quiet frames, so that it does not flap. */
const BUSY_FROM = 0.05
const CPU_FROM = 0.03
const QUIET_FRAMES = 10

/** How often the loop has turned; `NaN` before Node 20.18, which does not tell. */
function loopCount(): number {
  const timing = performance.nodeTiming as unknown as { uvMetricsInfo?: { loopCount: number } }
  return timing.uvMetricsInfo?.loopCount ?? Number.NaN
}

export function loopProbe(): Probe {
  let histogram: IntervalHistogram | null = null
  let quietFrames = 0
  let before = performance.eventLoopUtilization()
  let loopsBefore = 0
  let cpuBefore = process.cpuUsage()

  function isQuiet({ utilization, active, idle }: EventLoopUtilization): boolean {
    const cpu = process.cpuUsage()
    const cpuMs = (cpu.user + cpu.system - cpuBefore.user - cpuBefore.system) / 1_000
    cpuBefore = cpu
    return utilization < BUSY_FROM || cpuMs < CPU_FROM * (active + idle)
  }

  function halt(): void {
    histogram?.disable()
    histogram = null
  }

  function delayMs(since: EventLoopUtilization): number {
    const loops = loopCount()
    const turns = loops - loopsBefore
    loopsBefore = loops
    quietFrames = isQuiet(since) ? quietFrames + 1 : 0
    if (histogram) {
      const p99Ms = histogram.count > 0 ? histogram.percentile(99) / 1e6 - RESOLUTION_MS : Number.NaN
      histogram.reset()
      if (quietFrames >= QUIET_FRAMES) halt()
      return Number.isNaN(p99Ms) ? p99Ms : Math.max(0, p99Ms)
    }
    if (quietFrames === 0) {
      histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
      histogram.enable()
    }
    // One turn of the loop took at least the mean of those that were: a single long one in a quiet second shows as what it was.
    return turns > 0 ? since.active / turns : Number.NaN
  }

  return {
    series: declare('loop.delay_p99_ms', 'loop.utilization'),
    start() {
      before = performance.eventLoopUtilization()
      loopsBefore = loopCount()
    },
    read(row, offset) {
      const now = performance.eventLoopUtilization()
      const since = performance.eventLoopUtilization(now, before)
      before = now
      // Before the loop's first turn there is nothing to compare with.
      const utilization = since.active + since.idle > 0 ? since.utilization : Number.NaN
      row[offset] = delayMs(since)
      row[offset + 1] = utilization
    },
    stop: halt,
  }
}

// One process with all kinds of series, for the page of one process: its last ten minutes at once, then a frame a second.
import { setTimeout as sleep } from 'node:timers/promises'
import { io } from 'socket.io-client'

const MB = 1024 * 1024
const PAST_FRAMES = 600

/** `[declaration, value of frame n]`: what the probes report, and structures as programs have them. */
const SERIES = [
  [of('memory.rss', 'memory', 'bytes'), (n) => 210 * MB + wave(n, 31, 6 * MB)],
  [of('memory.heap_used', 'memory', 'bytes'), (n) => 84 * MB + (n % 20) * MB],
  [of('memory.heap_total', 'memory', 'bytes'), () => 120 * MB],
  [of('memory.live_set', 'memory', 'bytes'), (n) => 72 * MB + Math.floor(n / 20) * 4096],
  [of('memory.external', 'memory', 'bytes'), (n) => 9 * MB + wave(n, 13, MB)],
  [of('memory.array_buffers', 'memory', 'bytes'), (n) => 5 * MB + wave(n, 13, MB)],
  [of('memory.unattributed', 'memory', 'bytes'), (n) => 40 * MB + wave(n, 31, MB)],
  [of('gc.major_count', 'counter', 'count'), (n) => Math.floor(n / 20)],
  [of('gc.pause_ms', 'gauge', 'ms'), (n) => 3 + wave(n, 7, 3)],
  [of('loop.delay_p99_ms', 'gauge', 'ms'), (n) => 12 + wave(n, 5, 9)],
  [of('loop.utilization', 'gauge', 'ratio'), (n) => 0.4 + wave(n, 17, 0.2)],
  [of('handles.active', 'gauge', 'count'), (n) => Math.round(240 + wave(n, 29, 30))],
  [of('load.requests', 'counter', 'count'), (n) => 120 * n + Math.round(wave(n, 9, 40))],
  [{ ...of('pool.db', 'pool', 'count'), max: 50 }, (n) => Math.round(30 + wave(n, 11, 15))],
  [{ ...of('clients.ws', 'clients', 'count'), max: 10_000 }, (n) => Math.round(4_000 + wave(n, 120, 400))],
  [{ ...of('streams.ws', 'streams', 'count'), matches: 'clients.ws' }, (n) => Math.round(4_000 + wave(n, 120, 400))],
  [of('registry.sessions', 'registry', 'count'), (n) => Math.round(900 + wave(n, 60, 90))],
  [of('pending.rpc', 'pending', 'count'), (n) => Math.round(20 + wave(n, 6, 18))],
  [of('cache.fill', 'gauge', 'ratio'), (n) => 0.7 + wave(n, 90, 0.2)],
]

function of(name, kind, unit) {
  return { name, kind, unit }
}

/** Rises and falls by up to `height` over some `length` frames, with a little of it by chance. */
function wave(n, length, height) {
  return height * (0.8 * Math.sin((2 * Math.PI * n) / length) + 0.2 * (2 * Math.random() - 1))
}

/** Starts the process at the hub; answers its id and how to stop it. */
export async function startOneProcess(url) {
  const socket = io(`${url}/agent`, { transports: ['websocket'] })
  const startedAtMs = Date.now() - (PAST_FRAMES + 60) * 1000
  const asked = (event, message) => socket.timeout(10_000).emitWithAck(event, message)
  const { ok, process, message } = await asked('hello', {
    protocol: 1,
    process: {
      service: 'gateway',
      instance: 'bench/0',
      boot: `bench-${startedAtMs}`,
      pid: 1,
      host: 'bench',
      runtime: 'node 20',
      startedAtMs,
      version: '1.0.0',
      limits: { heapBytes: 256 * MB, memoryBytes: 512 * MB },
    },
    series: SERIES.map(([declaration]) => declaration),
  })
  if (!ok) throw new Error(message)
  const nowMs = Date.now()
  let seq = 0
  const frame = (atMs) => ({ seq: ++seq, atMs, values: SERIES.map(([, valueAt]) => Math.max(0, valueAt(seq))) })
  const past = Array.from({ length: PAST_FRAMES }, (_, n) => frame(nowMs - (PAST_FRAMES - n) * 1000))
  const answer = await asked('frames', { frames: past })
  if (!answer.ok) throw new Error(answer.message)
  const timer = setInterval(() => socket.emit('frames', { frames: [frame(Date.now())] }, () => undefined), 1000)
  await sleep(1500)
  return {
    id: process,
    stop: () => {
      clearInterval(timer)
      socket.disconnect()
    },
  }
}

// The figures of bench/hub.mjs in words, each beside its bar and its floor; answers whether all bars held.
const BARS = [
  { agents: 2_000, cpu: 0.2, rss: 350 },
  { agents: 10_000, cpu: 0.8, rss: 1_024 },
]

export function report(results, series) {
  console.log(`\nThe hub: processes of ${series} series at 1 Hz, durable, growth and rules on, one viewer of the fleet`)
  return results.map((one) => reportCase(one)).every(Boolean)
}

function reportCase(one) {
  const { agents, floor, cpu, forMs, memory, metrics, live, compared } = one
  const bar = BARS.find((each) => each.agents === agents)
  const share = cpu.all / forMs
  console.log(`\n${agents} processes for ${one.seconds} s (load average ${one.load})`)
  console.log(
    `  CPU            ${percent(share)} of a core${held(share, bar?.cpu, percent)}; event loop ${percent(cpu.main / forMs)}, other threads ${percent(cpu.others / forMs)}`,
  )
  console.log(`  a frame        ${one.perFrameUs.toFixed(1)} µs`)
  console.log(
    `  RSS            ${mb(memory.rss)}${held(memory.rss, bar?.rss, mb)}, at most ${mb(memory.peak)}; ${mb(one.emptyRss)} empty, ${mb(one.joined.rss)} once all had said hello`,
  )
  console.log(`  one more costs ${kb(one, agents)} and ${(one.perFrameUs / 1e4).toFixed(4)} % of a core`)
  if (floor) {
    console.log(
      `  floor          ${floor.perFrameUs.toFixed(1)} µs a frame and ${kb(floor, agents)} a process: a bare socket.io server, load average ${floor.load}`,
    )
  }
  console.log(`  durable after  ${times(one.ack)}; ${one.late} later than ${one.lateMs} ms${when(one.lateSeconds)}`)
  console.log(
    `  seen after     ${times(live.age)}; ${live.late} later than ${one.lateMs} ms${when(live.lateSeconds)}; ${live.beats} beats, ${live.lost} lost`,
  )
  console.log(`  of that        ${times(live.way)} on the way; the viewer was at most ${live.ownMs} ms late itself`)
  console.log(`  loop delay     p99 ${(metrics.loop_delay_p99_seconds * 1000).toFixed(0)} ms`)
  const lost = one.sent - one.durable
  const twice = metrics.frames_total - one.sent
  console.log(
    `  frames         ${one.sent} sent, ${lost} lost, ${twice} twice, ${one.refused} refused, ${metrics.unjudged_frames_total ?? '?'} not judged; ${compared.compared} processes read back: ${compared.faults.length === 0 ? 'each frame once, values equal' : compared.faults.join('; ')}`,
  )
  console.log(
    `  all connected  in ${(one.joined.ms / 1000).toFixed(1)} s; the load was up to ${one.behindMs} ms behind its own clock`,
  )
  const isWhole = lost === 0 && twice === 0 && one.refused === 0 && compared.faults.length === 0
  const isInTime = one.late === 0 && live.late === 0 && live.lost === 0
  return isWhole && isInTime && (!bar || (share <= bar.cpu && memory.rss <= bar.rss))
}

/** In which seconds the late ones came, where there were some. */
function when(stretches) {
  const most = stretches.slice(0, 5).map(([from, to, count]) => `${count} in ${from}–${to} s`)
  const others = stretches.length > 5 ? `, and in ${stretches.length - 5} more stretches` : ''
  return most.length > 0 ? ` (${most.join(', ')}${others})` : ''
}

function kb({ memory, emptyRss }, agents) {
  return `${(((memory.rss - emptyRss) * 1024) / agents).toFixed(1)} kB`
}

function times({ p50, p95, p99, max }) {
  return `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms`
}

function held(value, bar, words) {
  return bar === undefined ? '' : ` (at most ${words(bar)}: ${value <= bar ? 'held' : 'MISSED'})`
}

const percent = (share) => `${(share * 100).toFixed(1)} %`
const mb = (value) => `${value.toFixed(0)} MB`

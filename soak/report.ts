/** The soak's report, and whether all of it is as it should be. */
import type { SoakResult } from './run'
import type { TabTold } from './tab'
import { PARTS } from './watch'

/** A tab's heap at the end may be so much above what it was after five minutes. */
const TAB_TOLERANCE = 0.1
const STOP_WITHIN_MS = 5_000

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

export function report(result: SoakResult): boolean {
  const { kept, memory, struck } = result
  const lines: [text: string, isRight: boolean][] = []
  const told: Tell = (text, isRight = true) => lines.push([text, isRight])
  told(`faults in ${result.minutes.toFixed(1)} minutes: ${counted(struck)}`)
  told(
    `lives: ${result.hubLives} of the hub, ${result.agentLives} of agents; ended by themselves: ${result.crashes}`,
    result.crashes === 0,
  )
  told(
    `frames: ${result.made} made, ${kept.frames} kept, ${kept.diedWithAgent} died with an agent that was killed, ${kept.broughtUntold} came from one after it told last`,
  )
  told(
    `frames lost: ${kept.missing} missing, ${kept.gaps} in gaps, ${kept.twice} twice, ${kept.unmade} made by nobody, ${result.lostInOutbox} let go by an outbox`,
    kept.missing + kept.gaps + kept.twice + kept.unmade + result.lostInOutbox === 0,
  )
  told(`memory of the agents' processes: ${counted(memory.agents)}`)
  told(`memory of the hub: ${memory.hub?.verdict ?? 'not told'}. ${memory.hub?.reason ?? ''}`, memory.hub !== null)
  told(`resident set of the hub: ${windows(memory.hubRss)}`)
  for (const part of PARTS) told(`  ${part}: ${windows(memory.hubParts[part])}`)
  told(`growth seen: ${memory.growth.length}`, memory.growth.length === 0)
  for (const growth of memory.growth) told(`  ${growth}`, false)
  tellTabs(result, told)
  told(
    `stop by SIGTERM: status ${result.stopStatus} after ${result.stopMs.toFixed(0)} ms`,
    result.stopStatus === 0 && result.stopMs <= STOP_WITHIN_MS,
  )
  for (const [text, isRight] of lines) console.log(`${isRight ? '  ' : '! '}${text}`)
  return lines.every(([, isRight]) => isRight)
}

type Tell = (text: string, isRight?: boolean) => void

function tellTabs({ tabs }: SoakResult, told: Tell): void {
  if (tabs === null) return told('the tabs: left out')
  tellTab('the tab left on all processes', tabs.left, told)
  tellTab(`the tab that walked ${tabs.walking.visits} times to a process and back`, tabs.walking, told)
}

function tellTab(name: string, { heaps, faults }: TabTold, told: Tell): void {
  for (const fault of faults) told(`${name} said: ${fault}`, false)
  const base = heaps.find(({ compiled }) => compiled !== undefined)
  const last = heaps.at(-1)
  if (base?.compiled === undefined || last?.compiled === undefined || base === last)
    return told(`heap of ${name}: not measured at both ends`, false)
  const compare = (what: string, before: number, after: number): void => {
    const change = after / before - 1
    told(`${what}: ${mb(before)} and ${mb(after)} (${(change * 100).toFixed(1)} %)`, change <= TAB_TOLERANCE)
  }
  compare(`heap of ${name}, after ${base.minutes.toFixed(1)} minutes and at the end`, base.bytes, last.bytes)
  told(`  compiled code in it: ${mb(base.compiled)} and ${mb(last.compiled)}`)
  compare('  all else in it', base.bytes - base.compiled, last.bytes - last.compiled)
  told(`  ${windows(heaps)}`)
}

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

/** Medians of six equal parts of the time. */
function windows(samples: readonly { minutes: number; bytes: number }[]): string {
  const end = samples.at(-1)?.minutes ?? 0
  const parts = Array.from({ length: 6 }, (_, n) => {
    const within = samples
      .filter(({ minutes }) => minutes > (n * end) / 6 && minutes <= ((n + 1) * end) / 6)
      .map(({ bytes }) => bytes)
      .sort((a, b) => a - b)
    const median = within[Math.floor(within.length / 2)]
    return median === undefined ? '–' : mb(median)
  })
  return `medians of sixths of the time ${parts.join(', ')}`
}

/** Looks at the hub's memory once a second, and has its parts shed and take up what the level says. */
import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import type { Logger } from '../log'
import { defaultCeiling, MemoryPressure, type MemoryReading } from './memory-pressure'

const LOOK_EVERY_MS = 1_000
const MB = 1_048_576

export interface PressureParts {
  log: Logger
  /** `null`: by what the system has. */
  memoryBytes: number | null
  viewers: { hold(isHeld: boolean): void }
  tiers: { holdTiers(isHeld: boolean): void }
  /** What the hub takes now. Default: this process. */
  readMemory?: (() => MemoryReading) | undefined
}

export function watchMemory({ log, memoryBytes, viewers, tiers, readMemory = ofThisProcess }: PressureParts): {
  pressure: MemoryPressure
  stop(): void
} {
  const ceiling = {
    residentBytes: memoryBytes ?? defaultCeiling(process.constrainedMemory?.(), totalmem()),
    heapBytes: getHeapStatistics().heap_size_limit,
  }
  const pressure = new MemoryPressure(ceiling, (level, share) => {
    viewers.hold(pressure.sheds('viewers'))
    tiers.holdTiers(pressure.sheds('low-tiers'))
    const how = `${Math.round(share * 100)} % of the memory that the hub may take (${Math.round(ceiling.residentBytes / MB)} MB)`
    if (level === 'calm') log.info({ level }, `the hub is at ${how}; nothing is shed any more`)
    else log.warn({ level }, `the hub is at ${how}; it sheds ${SHED[level]}`)
  })
  const look = () => pressure.take(readMemory())
  look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  return { pressure, stop: () => clearInterval(timer) }
}

function ofThisProcess(): MemoryReading {
  const { rss, heapUsed } = process.memoryUsage()
  return { residentBytes: rss, heapUsedBytes: heapUsed }
}

const SHED = {
  viewers: 'live views of viewers',
  'low-tiers': 'live views of viewers and the making of 10 s and 5 min tiers',
  'new-agents': 'live views of viewers, the making of 10 s and 5 min tiers, and agents that it does not know yet',
} as const

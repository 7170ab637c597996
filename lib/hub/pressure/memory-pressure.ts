/**
 * The hub's own ceiling of memory. As it comes near, work is shed in this order, and taken up again in the other one:
 * 1. `viewers`: live views of viewers; they see the newest state once it is over.
 * 2. `low-tiers`: 10 s and 5 min tiers are not made; raw frames are kept, and the tiers are made from them later.
 * 3. `new-agents`: processes that the hub does not know yet are told to come again.
 * What was acknowledged is on disk, and never part of it.
 */
export const PRESSURE_LEVELS = ['calm', 'viewers', 'low-tiers', 'new-agents'] as const
export type PressureLevel = (typeof PRESSURE_LEVELS)[number]

/** Share of the ceiling from which on each level is shed. */
const FROM: Record<Exclude<PressureLevel, 'calm'>, number> = { viewers: 0.8, 'low-tiers': 0.88, 'new-agents': 0.95 }
/** It must have fallen so far below before a level is taken up again. */
const RELEASE = 0.05

export interface MemoryReading {
  residentBytes: number
  heapUsedBytes: number
}

export interface MemoryCeiling {
  residentBytes: number
  /** V8 ends the process at this one. */
  heapBytes: number
}

export class MemoryPressure {
  #level = 0
  #share = 0

  constructor(
    readonly ceiling: MemoryCeiling,
    private readonly onLevel: (level: PressureLevel, share: number) => void,
  ) {}

  get level(): PressureLevel {
    return PRESSURE_LEVELS[this.#level] ?? 'calm'
  }

  /** 0 for calm, and one more for each level. */
  get depth(): number {
    return this.#level
  }

  /** Of the nearer ceiling, 0 to 1 and beyond. */
  get share(): number {
    return this.#share
  }

  sheds(level: Exclude<PressureLevel, 'calm'>): boolean {
    return this.#level >= PRESSURE_LEVELS.indexOf(level)
  }

  /** To be called once a second. */
  take({ residentBytes, heapUsedBytes }: MemoryReading): void {
    this.#share = Math.max(residentBytes / this.ceiling.residentBytes, heapUsedBytes / this.ceiling.heapBytes)
    const before = this.#level
    while (this.#level < PRESSURE_LEVELS.length - 1 && this.#share >= from(this.#level + 1)) this.#level++
    while (this.#level > 0 && this.#share < from(this.#level) - RELEASE) this.#level--
    if (this.#level !== before) this.onLevel(this.level, this.#share)
  }
}

function from(level: number): number {
  const name = PRESSURE_LEVELS[level]
  return name === undefined || name === 'calm' ? 0 : FROM[name]
}

/** What the system leaves to this process, where nobody said otherwise: four fifths of it. */
export function defaultCeiling(constrainedBytes: number | undefined, totalBytes: number): number {
  // Where there is no limit, it is said as a number beyond all memory.
  const isLimited = constrainedBytes !== undefined && constrainedBytes > 0 && constrainedBytes < totalBytes
  return (isLimited ? constrainedBytes : totalBytes) * 0.8
}

/** What the families of the project's own traces are baked from: resident sets, collected heaps, counts, restarts. */
import { Random, wanderer } from './random'
import {
  clock,
  COLLECTIONS,
  dayOf,
  HEAP,
  HOUR,
  LIVE,
  MIB,
  RSS,
  warmUp,
  type Clock,
  type Recipe,
  type Signal,
} from './traces'

export interface Family {
  leaks: boolean
  make: (random: Random) => { clockOf: Clock; recipe: Recipe }
}

export const NONE: Signal = () => 0

export interface ResidentParts {
  /** What of the whole leak is there at this age, 0 to 1. */
  leak?: (ageS: number) => number
  /** The whole leak as a share of the base; it is at least twelve times the noise, so that a person would call it one. */
  size?: readonly [number, number]
  extra?: Signal
  noiseShare?: number
}

/** A resident set: base, warm-up, a level that wanders, and what leaks. */
export function resident(random: Random, clockOf: Clock, parts: ResidentParts = {}): Recipe {
  const { leak = () => 0, size = [0.15, 1.5], extra = NONE, noiseShare } = parts
  const base = random.scale(40, 600) * MIB
  const wander = wanderer(random, clockOf.spanS * random.scale(0.005, 0.05))
  const noise = base * (noiseShare ?? random.scale(0.002, 0.02))
  const warm = warmUp(base * random.between(0.2, 1), random.scale(60, 900))
  const total = Math.max(12 * noise, base * random.scale(size[0], size[1]))
  return {
    series: [RSS],
    leaked: (atS) => total * leak(atS),
    values: (atS, stepS, _life, ageS) => [
      base +
        warm(ageS, stepS) +
        noise * (wander(stepS) + 0.3 * random.normal()) +
        total * leak(ageS) +
        extra(atS, stepS),
    ],
  }
}

/** Evenly over the whole trace. */
export function even({ spanS }: Clock): (atS: number) => number {
  return (atS) => atS / spanS
}

/** A heap with collections: garbage between them, the live set after them. */
export function collected(random: Random, cycleS: number, live: Signal, garbageMib = random.scale(30, 200)): Recipe {
  const garbage = garbageMib * MIB
  let count = 0
  let lastAt = 0
  let after = Number.NaN
  let untilS = cycleS
  return {
    series: [HEAP, LIVE, COLLECTIONS],
    values: (atS, stepS) => {
      const now = live(atS, stepS)
      if (atS - lastAt > untilS) {
        count += 1
        lastAt = atS
        after = now
        untilS = cycleS * random.between(0.8, 1.2)
      }
      return [now + (garbage * (atS - lastAt)) / cycleS, after, count]
    },
  }
}

/** The same heap where nobody reports its collections. */
export function unreported(random: Random, recipe: Recipe): Recipe {
  return {
    ...recipe,
    series: [HEAP],
    values: (atS, stepS, life, ageS) => [(recipe.values(atS, stepS, life, ageS)[0] as number) + MIB * random.normal()],
  }
}

export function restarted(
  random: Random,
  hours: number,
  leaks: boolean,
  spread = 0.05,
): { clockOf: Clock; recipe: Recipe } {
  const clockOf = clock(random, hours * 8 * HOUR, hours * 14 * HOUR)
  const lifeS = hours * HOUR
  const recipe = resident(random, clockOf, {
    ...(leaks ? { leak: (ageS) => ageS / lifeS } : {}),
    size: [0.1, 0.6],
    noiseShare: 0.01,
  })
  return { clockOf, recipe: { ...recipe, lifeS: () => lifeS * random.between(1 - spread, 1 + spread) } }
}

export interface CountParts {
  kind: 'pool' | 'registry' | 'pending' | 'streams' | 'clients' | 'gauge'
  /** As a multiple of the base. */
  max?: number
  wave?: Signal
  /** What the whole trace adds, as a multiple of the base. */
  rise?: number
  spiky?: boolean
}

/** A count that arrivals and departures move. */
export function counted(random: Random, clockOf: Clock, parts: CountParts): Recipe {
  const { kind, max, wave = NONE, rise = 0, spiky = false } = parts
  const base = random.scale(20, 2000)
  const wander = wanderer(random, clockOf.spanS * random.scale(0.005, 0.03))
  const noise = base * random.scale(0.02, 0.08)
  let spike = 0
  return {
    series: [
      { name: `${kind}.own`, kind, unit: 'count', ...(max === undefined ? {} : { max: Math.round(base * max) }) },
    ],
    leaked: (atS) => (base * rise * atS) / clockOf.spanS,
    values: (atS, stepS) => {
      spike = spike * Math.exp(-stepS / 60) + (spiky && random.next() < 0.003 ? base * random.scale(1, 10) : 0)
      const value =
        base * (1 + wave(atS, stepS)) +
        noise * (wander(stepS) + 0.3 * random.normal()) +
        (base * rise * atS) / clockOf.spanS +
        spike
      return [Math.max(0, Math.round(max === undefined ? value : Math.min(value, base * max)))]
    },
  }
}

export function waveOf(random: Random, depth: number, weekly = false): Signal {
  const day = dayOf(random, 1, weekly)
  return (atS, stepS) => depth * (day(atS, stepS) - 0.5)
}

/** Load beside a resident set: each unit of it holds memory, some time later. */
export function besideLoad(recipe: Recipe, load: Signal, held: number, lagS = 0): Recipe {
  let late = Number.NaN
  return {
    ...recipe,
    series: [RSS, { name: 'clients.all', kind: 'clients', unit: 'count' }],
    values: (atS, stepS, life, ageS) => {
      const now = load(atS, stepS)
      late = lagS > 0 && late === late ? late + (now - late) * (1 - Math.exp(-stepS / lagS)) : now
      return [(recipe.values(atS, stepS, life, ageS)[0] as number) + late * held, now]
    },
  }
}

/** A level that jumps at these times to these heights. */
export function steps(at: readonly number[], to: readonly number[]): Signal {
  return (atS) => {
    let level = 0
    for (const [i, one] of at.entries()) if (atS > one) level = to[i] as number
    return level
  }
}

/** Rows a second for some 25 minutes, as of a recorded Node program. */
export function recording(random: Random): Clock {
  const spanS = random.between(1400, 1800)
  return { spanS, stepS: 1, times: Array.from({ length: Math.floor(spanS) }, (_, i) => i + 1.5) }
}

export const short = (random: Random): Clock => clock(random, 1.1 * HOUR, 2.2 * HOUR)
export const middle = (random: Random): Clock => clock(random, 4 * HOUR, 14 * HOUR)
export const long = (random: Random): Clock => clock(random, 45 * HOUR, 160 * HOUR)
export const any = (random: Random): Clock => random.pick([short, middle, long])(random)

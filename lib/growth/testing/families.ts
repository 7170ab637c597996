/** The families of the project's own traces. Each takes a source of numbers and bakes one trace. */
import { Random, wanderer } from './random'
import {
  bake,
  CACHE,
  CLIENTS,
  clock,
  COLLECTIONS,
  dayOf,
  HEAP,
  HOUR,
  LIVE,
  MIB,
  RSS,
  twoStageWarmUp,
  warmUp,
  type Clock,
  type MadeTrace,
  type Recipe,
  type Signal,
} from './traces'

type Family = { leaks: boolean; make: (random: Random) => { clockOf: Clock; recipe: Recipe } }

/** A resident set: base, warm-up, wander, and what leaks. */
function resident(
  random: Random,
  clockOf: Clock,
  leaked: Signal,
  extra: Signal = () => 0,
  noiseShare?: number,
): Recipe {
  const base = random.scale(40, 600) * MIB
  const wander = wanderer(random, clockOf.spanS * random.scale(0.005, 0.05))
  const noise = base * (noiseShare ?? random.scale(0.002, 0.02))
  const warm = warmUp(base * random.between(0.2, 1), random.scale(60, 900))
  return {
    series: [RSS],
    leaked: (atS) => leaked(atS, 0),
    values: (atS, stepS, _life, ageS) => [
      base +
        warm(ageS, stepS) +
        noise * (wander(stepS) + 0.3 * random.normal()) +
        leaked(ageS, stepS) +
        extra(atS, stepS),
    ],
  }
}

function straight(random: Random, clockOf: Clock): Signal {
  const total = random.scale(25, 250) * MIB
  return (atS) => (total * atS) / clockOf.spanS
}

const NONE: Signal = () => 0

/** A heap with collections: garbage between them, the live set after them. */
function collected(random: Random, cycleS: number, live: Signal): Recipe {
  const garbage = random.scale(30, 200) * MIB
  let count = 0
  let lastAt = 0
  let after = Number.NaN
  return {
    series: [HEAP, LIVE, COLLECTIONS],
    values: (atS, stepS) => {
      const now = live(atS, stepS)
      if (atS - lastAt > cycleS * random.between(0.9, 1.1)) {
        count += 1
        lastAt = atS
        after = now
      }
      return [now + (garbage * (atS - lastAt)) / cycleS, after, count]
    },
  }
}

function restarted(random: Random, hours: number, leaks: boolean): { clockOf: Clock; recipe: Recipe } {
  const clockOf = clock(random, hours * 8 * HOUR, hours * 14 * HOUR)
  const lifeS = hours * HOUR
  const rate = (random.scale(0.15, 0.6) * 100 * MIB) / lifeS
  const recipe = resident(random, clockOf, leaks ? (ageS) => rate * ageS : NONE, NONE, 0.01)
  return {
    clockOf,
    recipe: { ...recipe, leaked: (atS) => rate * atS, lifeS: () => lifeS * random.between(0.95, 1.05) },
  }
}

/** A count that arrivals and departures move. */
function counted(
  random: Random,
  clockOf: Clock,
  kind: 'pool' | 'registry' | 'pending' | 'streams' | 'clients' | 'gauge',
  max: number | null,
  wave: Signal,
  rise: number,
  spiky = false,
): Recipe {
  const base = random.scale(20, 2000)
  const wander = wanderer(random, clockOf.spanS * random.scale(0.005, 0.03))
  const noise = base * random.scale(0.02, 0.08)
  const series = [
    { name: `${kind}.own`, kind, unit: 'count' as const, ...(max === null ? {} : { max: Math.round(base * max) }) },
  ]
  let spike = 0
  return {
    series,
    leaked: (atS) => (base * rise * atS) / clockOf.spanS,
    values: (atS, stepS) => {
      spike = spike * Math.exp(-stepS / 60) + (spiky && random.next() < 0.003 ? base * random.scale(1, 10) : 0)
      const value =
        base * (1 + wave(atS, stepS)) +
        noise * (wander(stepS) + 0.3 * random.normal()) +
        (base * rise * atS) / clockOf.spanS +
        spike
      return [Math.max(0, Math.round(max === null ? value : Math.min(value, base * max)))]
    },
  }
}

function waveOf(random: Random, depth: number): Signal {
  const day = dayOf(random, 1, false)
  return (atS, stepS) => depth * (day(atS, stepS) - 0.5)
}

const short = (random: Random) => clock(random, 1.1 * HOUR, 2.2 * HOUR)
const middle = (random: Random) => clock(random, 4 * HOUR, 14 * HOUR)
const long = (random: Random) => clock(random, 45 * HOUR, 160 * HOUR)
const any = (random: Random) => random.pick([short, middle, long])(random)

export const FAMILIES: Record<string, Family> = {
  'leak-straight': {
    leaks: true,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: resident(r, c, straight(r, c)) }
    },
  },
  'leak-two-stage': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 2 * HOUR, 90 * HOUR)
      return { clockOf: c, recipe: resident(r, c, straight(r, c), twoStageWarmUp(r, 80 * MIB)) }
    },
  },
  'leak-starts-late': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 3 * HOUR, 140 * HOUR)
      const onset = c.spanS * r.between(0.3, 0.6)
      const s = straight(r, c)
      const leak: Signal = (t) => (t > onset ? s(t, 0) - s(onset, 0) : 0)
      return { clockOf: c, recipe: { ...resident(r, c, leak, NONE, 0.004), onsetS: onset } }
    },
  },
  'leak-stops': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 8 * HOUR, 140 * HOUR)
      const end = c.spanS * r.between(0.5, 0.7)
      const s = straight(r, c)
      return { clockOf: c, recipe: { ...resident(r, c, (t) => s(Math.min(t, end), 0)), endsS: end } }
    },
  },
  'leak-heavy-tails': {
    leaks: true,
    make: (r) => {
      const c = any(r)
      const base = resident(r, c, straight(r, c))
      return {
        clockOf: c,
        recipe: { ...base, values: (t, s, l, a) => [base.values(t, s, l, a)[0]! + 6 * MIB * r.heavy()] },
      }
    },
  },
  'leak-uneven': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 3 * HOUR, 120 * HOUR, true)
      return { clockOf: c, recipe: resident(r, c, straight(r, c)) }
    },
  },
  'leak-few-collections': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 5 * HOUR, 120 * HOUR)
      const s = straight(r, c)
      const w = wanderer(r, c.spanS / 20)
      const recipe = collected(r, c.spanS / r.between(12, 25), (t, d) => 100 * MIB + s(t, d) + MIB * w(d))
      return { clockOf: c, recipe: { ...recipe, leaked: (t) => s(t, 0) } }
    },
  },
  'leak-many-collections': {
    leaks: true,
    make: (r) => {
      const c = any(r)
      const s = straight(r, c)
      const w = wanderer(r, c.spanS / 30)
      const warm = warmUp(50 * MIB, r.scale(60, 600))
      const recipe = collected(
        r,
        c.spanS / r.between(60, 300),
        (t, d) => 100 * MIB + warm(t, d) + s(t, d) + 2 * MIB * w(d),
      )
      return { clockOf: c, recipe: { ...recipe, leaked: (t) => s(t, 0) } }
    },
  },
  'leak-sawtooth': {
    leaks: true,
    make: (r) => {
      const c = any(r)
      const s = straight(r, c)
      const recipe = collected(r, c.spanS / r.between(60, 200), (t, d) => 100 * MIB + s(t, d))
      return {
        clockOf: c,
        recipe: {
          ...recipe,
          leaked: (t) => s(t, 0),
          series: [HEAP],
          values: (t, d, l, a) => [recipe.values(t, d, l, a)[0]! + MIB * r.normal()],
        },
      }
    },
  },
  'leak-by-request': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 60 * HOUR, 150 * HOUR)
      const day = dayOf(r, 800, false)
      const share = r.scale(2, 10) * 1024
      const held = r.scale(20, 150) * 1024
      let served = 0
      let t0 = 0
      const curve: [number, number][] = []
      const recipe = resident(r, c, NONE)
      return {
        clockOf: c,
        recipe: {
          series: [RSS, CLIENTS],
          leaked: (t) => curve.reduce((b, p) => (p[0] <= t ? p[1] : b), 0),
          values: (t, s, l, a) => {
            const n = day(t, s)
            served += (n * (t - t0)) / 60
            t0 = t
            curve.push([t, served * share])
            return [recipe.values(t, s, l, a)[0]! + n * held + served * share, n]
          },
        },
      }
    },
  },
  'leak-day-no-load': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 70 * HOUR, 160 * HOUR)
      const day = dayOf(r, 1, false)
      const amount = r.scale(20, 80) * MIB
      const s = straight(r, c)
      return {
        clockOf: c,
        recipe: resident(
          r,
          c,
          (t) => 1.5 * s(t, 0),
          (t, d) => amount * day(t, d),
        ),
      }
    },
  },
  'leak-clients-floor': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 70 * HOUR, 160 * HOUR)
      return { clockOf: c, recipe: counted(r, c, 'clients', null, waveOf(r, 1), r.scale(0.6, 2)) }
    },
  },
  'leak-pool-floor': {
    leaks: true,
    make: (r) => {
      const c = clock(r, 70 * HOUR, 160 * HOUR)
      return { clockOf: c, recipe: counted(r, c, 'pool', 8, waveOf(r, 0.6), r.scale(0.8, 2)) }
    },
  },
  'leak-streams': {
    leaks: true,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: counted(r, c, 'streams', null, NONE, r.scale(1, 5)) }
    },
  },
  'leak-pending': {
    leaks: true,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: counted(r, c, 'pending', null, NONE, r.scale(1.5, 6), true) }
    },
  },
  'leak-restarts-2h': { leaks: true, make: (r) => restarted(r, 2, true) },
  'leak-restarts-half-hour': { leaks: true, make: (r) => restarted(r, 0.5, true) },
  'ok-flat': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: resident(r, c, NONE) }
    },
  },
  'ok-wander': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      const w = wanderer(r, c.spanS * r.scale(0.02, 0.3))
      return { clockOf: c, recipe: resident(r, c, NONE, (_t, d) => 25 * MIB * w(d)) }
    },
  },
  'ok-heavy-tails': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: resident(r, c, NONE, () => 6 * MIB * r.heavy()) }
    },
  },
  'ok-two-stage': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 1.3 * HOUR, 60 * HOUR)
      const w = wanderer(r, r.scale(300, 3000))
      return {
        clockOf: c,
        recipe: resident(
          r,
          c,
          NONE,
          (
            (two) => (t, d) =>
              two(t, d) + 4 * MIB * w(d)
          )(twoStageWarmUp(r, r.scale(50, 300) * MIB)),
        ),
      }
    },
  },
  'ok-slow-warm-up': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 2 * HOUR, 60 * HOUR)
      const w = wanderer(r, r.scale(200, 2000))
      return {
        clockOf: c,
        recipe: resident(
          r,
          c,
          NONE,
          (
            (warm) => (t, d) =>
              warm(t, d) + 2 * MIB * w(d)
          )(warmUp(r.scale(50, 300) * MIB, r.scale(900, 2000))),
        ),
      }
    },
  },
  'ok-unreported-fill': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 1.3 * HOUR, 40 * HOUR)
      const end = r.scale(300, 2400)
      const amount = r.scale(50, 400) * MIB
      return { clockOf: c, recipe: resident(r, c, NONE, (t) => amount * Math.min(1, t / end)) }
    },
  },
  'ok-reported-fill': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 4 * HOUR, 60 * HOUR)
      const end = c.spanS * r.between(0.1, 0.7)
      const amount = r.scale(50, 400) * MIB
      const recipe = resident(r, c, NONE)
      return {
        clockOf: c,
        recipe: {
          series: [RSS, CACHE],
          values: (t, s, l, a) => {
            const f = Math.min(1, t / end)
            return [recipe.values(t, s, l, a)[0]! + amount * f, Math.round(f * 1000) / 1000]
          },
        },
      }
    },
  },
  'ok-day-no-load': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 40 * HOUR, 160 * HOUR)
      const day = dayOf(r, 1, r.next() < 0.4)
      const amount = r.scale(20, 120) * MIB
      return { clockOf: c, recipe: resident(r, c, NONE, (t, d) => amount * day(t, d)) }
    },
  },
  'ok-week-with-load': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 90 * HOUR, 190 * HOUR)
      const day = dayOf(r, 900, true)
      const held = r.scale(50, 200) * 1024
      const recipe = resident(r, c, NONE)
      return {
        clockOf: c,
        recipe: {
          series: [RSS, CLIENTS],
          values: (t, s, l, a) => {
            const n = day(t, s)
            return [recipe.values(t, s, l, a)[0]! + n * held, n]
          },
        },
      }
    },
  },
  'ok-late-load': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 30 * HOUR, 120 * HOUR)
      const day = dayOf(r, 900, false)
      const held = r.scale(100, 250) * 1024
      const lag = r.scale(300, 5000)
      let late = Number.NaN
      const recipe = resident(r, c, NONE)
      return {
        clockOf: c,
        recipe: {
          series: [RSS, CLIENTS],
          values: (t, s, l, a) => {
            const n = day(t, s)
            late = late === late ? late + (n - late) * (1 - Math.exp(-s / lag)) : n
            return [recipe.values(t, s, l, a)[0]! + late * held, n]
          },
        },
      }
    },
  },
  'ok-ramp-with-load': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 3 * HOUR, 12 * HOUR)
      const held = r.scale(30, 120) * 1024
      const peak = 2000
      const mid = r.between(0.3, 0.7) * c.spanS
      const recipe = resident(r, c, NONE)
      return {
        clockOf: c,
        recipe: {
          series: [RSS, CLIENTS],
          values: (t, s, l, a) => {
            const n = peak * (0.15 + 0.85 / (1 + Math.exp(-(t - mid) / (c.spanS / 10)))) * (1 + 0.02 * r.normal())
            return [recipe.values(t, s, l, a)[0]! + n * held, n]
          },
        },
      }
    },
  },
  'ok-deploys': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 10 * HOUR, 160 * HOUR)
      const at = [r.between(0.2, 0.4), r.between(0.45, 0.7), r.between(0.75, 0.9)].map((x) => x * c.spanS)
      const by = at.map(() => r.scale(10, 80) * MIB)
      const settle = r.scale(30, 1500)
      return {
        clockOf: c,
        recipe: resident(r, c, NONE, (t) =>
          at.reduce((sum, one, i) => sum + (t > one ? by[i]! * (1 - Math.exp(-(t - one) / settle)) : 0), 0),
        ),
      }
    },
  },
  'ok-ratchet': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      let high = 0
      const scale = r.scale(20, 80) * MIB
      return {
        clockOf: c,
        recipe: resident(r, c, NONE, (_t, s) => {
          if (r.next() < (s / c.spanS) * 60) high = Math.max(high * 0.98, scale * Math.sqrt(-Math.log(1 - r.next())))
          return high
        }),
      }
    },
  },
  'ok-few-collections': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 2 * HOUR, 100 * HOUR)
      const w = wanderer(r, c.spanS / 20)
      return { clockOf: c, recipe: collected(r, c.spanS / r.between(3, 12), (_t, d) => 100 * MIB + 3 * MIB * w(d)) }
    },
  },
  'ok-sawtooth': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      const w = wanderer(r, c.spanS / 20)
      const recipe = collected(r, c.spanS / r.between(4, 200), (_t, d) => 100 * MIB + 3 * MIB * w(d))
      return {
        clockOf: c,
        recipe: { ...recipe, series: [HEAP], values: (t, d, l, a) => [recipe.values(t, d, l, a)[0]!] },
      }
    },
  },
  'ok-batch': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      const every = c.spanS / r.between(6, 40)
      const amount = r.scale(50, 400) * MIB
      const busy = r.between(0.2, 0.5)
      return {
        clockOf: c,
        recipe: resident(r, c, NONE, (t) => {
          const p = (t / every) % 1
          return p > 1 - busy ? (amount * (p - 1 + busy)) / busy : 0
        }),
      }
    },
  },
  'ok-clients-day': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 40 * HOUR, 160 * HOUR)
      return { clockOf: c, recipe: counted(r, c, 'clients', 20, waveOf(r, 1.5), 0) }
    },
  },
  'ok-registry-week': {
    leaks: false,
    make: (r) => {
      const c = clock(r, 40 * HOUR, 190 * HOUR)
      const day = dayOf(r, 1, true)
      return { clockOf: c, recipe: counted(r, c, 'registry', null, (t, s) => day(t, s) - 0.5, 0) }
    },
  },
  'ok-pool-fill': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      const max = r.pick([100, 1000, 10_000])
      const fillS = Math.min(c.spanS * 0.4, r.scale(300, 7200))
      return {
        clockOf: c,
        recipe: {
          series: [{ name: 'pool.own', kind: 'pool', unit: 'count', max }],
          values: (t) => [Math.max(0, Math.min(max, Math.round((max * t) / fillS + max * 0.01 * r.normal())))],
        },
      }
    },
  },
  'ok-count-wander': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: counted(r, c, r.pick(['gauge', 'streams', 'registry'] as const), null, NONE, 0) }
    },
  },
  'ok-pending': {
    leaks: false,
    make: (r) => {
      const c = any(r)
      return { clockOf: c, recipe: counted(r, c, 'pending', null, NONE, 0, true) }
    },
  },
  'ok-tiny': {
    leaks: false,
    make: (r) => {
      const spanS = r.scale(300, 1500)
      const c: Clock = { spanS, stepS: 1, times: Array.from({ length: Math.floor(spanS) }, (_, i) => i) }
      return { clockOf: c, recipe: resident(r, c, NONE) }
    },
  },
  'ok-restarts-2h': { leaks: false, make: (r) => restarted(r, 2, false) },
  'ok-restarts-half-hour': { leaks: false, make: (r) => restarted(r, 0.5, false) },
}

export function makeTrace(family: string, seed: number): MadeTrace {
  const recipe = FAMILIES[family]
  if (recipe === undefined) throw new RangeError(`There is no family ${family}.`)
  let hash = 2166136261
  for (const char of family) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619)
  const random = new Random((hash ^ Math.imul(seed, 2654435761)) >>> 0)
  const made = recipe.make(random)
  return bake(family, seed, recipe.leaks, made.clockOf, made.recipe)
}

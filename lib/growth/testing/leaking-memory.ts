/** Families of memory that leaks. */
import { wanderer, type Random } from './random'
import {
  any,
  besideLoad,
  collected,
  even,
  long,
  middle,
  recording,
  resident,
  restarted,
  steps,
  unreported,
  type Family,
} from './recipes'
import { CACHE, clock, dayOf, HOUR, MIB, RSS, twoStageWarmUp, warmUp, type Clock, type Recipe } from './traces'

function leak(make: (random: Random) => { clockOf: Clock; recipe: Recipe }): Family {
  return { leaks: true, make }
}

/** From `onset` to the end, 0 to 1. */
function from(onset: number, spanS: number): (atS: number) => number {
  return (atS) => Math.max(0, atS - onset) / (spanS - onset)
}

/** A live set that rises to `size` times its base and is seen at each collection. */
function live(
  r: Random,
  c: Clock,
  cycleS: number,
  baseMib: number,
  size: number,
  garbageMib?: number,
): { recipe: Recipe } {
  const total = baseMib * size * MIB
  const wander = wanderer(r, c.spanS / 25)
  const warm = warmUp(baseMib * r.between(0, 0.5) * MIB, r.scale(60, 600))
  const recipe = collected(
    r,
    cycleS,
    (t, d) => baseMib * MIB + warm(t, d) + (total * t) / c.spanS + 0.015 * baseMib * MIB * wander(d),
    garbageMib,
  )
  return { recipe: { ...recipe, leaked: (t) => (total * t) / c.spanS } }
}

export const LEAKING_MEMORY: Record<string, Family> = {
  'leak-straight': leak((r) => {
    const c = any(r)
    return { clockOf: c, recipe: resident(r, c, { leak: even(c) }) }
  }),
  'leak-two-stage': leak((r) => {
    const c = clock(r, 2 * HOUR, 90 * HOUR)
    return { clockOf: c, recipe: resident(r, c, { leak: even(c), extra: twoStageWarmUp(r, 80 * MIB) }) }
  }),
  'leak-starts-late': leak((r) => {
    const c = clock(r, 3 * HOUR, 140 * HOUR)
    const onset = c.spanS * r.between(0.3, 0.6)
    return {
      clockOf: c,
      recipe: { ...resident(r, c, { leak: from(onset, c.spanS), noiseShare: 0.004 }), onsetS: onset },
    }
  }),
  'leak-after-deploy': leak((r) => {
    const c = clock(r, 5 * HOUR, 140 * HOUR)
    const onset = c.spanS * r.between(0.2, 0.5)
    const by = r.scale(10, 80) * MIB
    const recipe = resident(r, c, { leak: from(onset, c.spanS), extra: steps([onset], [by]), size: [0.3, 1.5] })
    return { clockOf: c, recipe: { ...recipe, onsetS: onset } }
  }),
  'leak-beside-step': leak((r) => {
    const c = any(r)
    const extra = steps([c.spanS * r.between(0.3, 0.8)], [r.scale(10, 60) * MIB])
    return { clockOf: c, recipe: resident(r, c, { leak: even(c), extra, size: [0.4, 1.5] }) }
  }),
  'leak-stops': leak((r) => {
    const c = clock(r, 8 * HOUR, 140 * HOUR)
    const end = c.spanS * r.between(0.5, 0.7)
    const recipe = resident(r, c, { leak: (t) => Math.min(t, end) / end, size: [0.3, 1.5] })
    return { clockOf: c, recipe: { ...recipe, endsS: end } }
  }),
  'leak-heavy-tails': leak((r) => {
    const c = any(r)
    return {
      clockOf: c,
      recipe: resident(r, c, { leak: even(c), extra: () => 6 * MIB * r.heavy(), size: [0.3, 1.5] }),
    }
  }),
  'leak-noisy': leak((r) => {
    const c = any(r)
    return { clockOf: c, recipe: resident(r, c, { leak: even(c), noiseShare: r.scale(0.02, 0.05) }) }
  }),
  'leak-uneven': leak((r) => {
    const c = clock(r, 3 * HOUR, 120 * HOUR, true)
    return { clockOf: c, recipe: resident(r, c, { leak: even(c) }) }
  }),
  'leak-gathering-speed': leak((r) => {
    const c = any(r)
    const power = r.between(1.3, 2)
    return { clockOf: c, recipe: resident(r, c, { leak: (t) => (t / c.spanS) ** power, size: [0.4, 1.5] }) }
  }),
  'leak-at-each-job': leak((r) => {
    const c = any(r)
    const every = c.spanS / r.between(15, 50)
    const peak = r.scale(10, 100) * MIB
    return {
      clockOf: c,
      recipe: resident(r, c, {
        leak: (t) => (Math.floor(t / every) * every) / c.spanS,
        extra: (t) => ((t / every) % 1 < 0.1 ? peak : 0),
        size: [0.4, 1.5],
      }),
    }
  }),
  'leak-under-batches': leak((r) => {
    const c = any(r)
    const every = Math.min(c.spanS / r.between(15, 40), 1800)
    const amount = r.scale(20, 200) * MIB
    return {
      clockOf: c,
      recipe: resident(r, c, {
        leak: even(c),
        extra: (t) => Math.max(0, ((t / every) % 1) - 0.7) * amount,
        size: [0.4, 1.5],
      }),
    }
  }),
  'leak-external': leak((r) => {
    const c = any(r)
    const base = r.scale(2, 60) * MIB
    const total = base * r.scale(1, 10)
    const wander = wanderer(r, c.spanS / 40)
    return {
      clockOf: c,
      recipe: {
        series: [{ name: 'memory.external', kind: 'memory', unit: 'bytes' }],
        leaked: (t) => (total * t) / c.spanS,
        values: (t, d) => [base * (1 + 0.1 * wander(d)) + (total * t) / c.spanS],
      },
    }
  }),
  'leak-few-collections': leak((r) => {
    const c = clock(r, 5 * HOUR, 120 * HOUR)
    return { clockOf: c, ...live(r, c, c.spanS / r.between(14, 25), 100, r.scale(0.3, 2)) }
  }),
  'leak-many-collections': leak((r) => {
    const c = any(r)
    return { clockOf: c, ...live(r, c, c.spanS / r.between(60, 300), 100, r.scale(0.3, 2)) }
  }),
  'leak-sawtooth': leak((r) => {
    const c = any(r)
    const { recipe } = live(r, c, c.spanS / r.between(60, 200), 100, r.scale(0.4, 2))
    return { clockOf: c, recipe: unreported(r, recipe) }
  }),
  'leak-long-sawtooth': leak((r) => {
    const c = r.pick([middle, long])(r)
    const { recipe } = live(r, c, c.spanS / r.between(20, 50), 100, r.scale(0.6, 2))
    return { clockOf: c, recipe: unreported(r, recipe) }
  }),
  'leak-recorded-heap': leak((r) => {
    const c = recording(r)
    return { clockOf: c, ...live(r, c, r.scale(20, 110), r.scale(4, 15), r.scale(2, 12), r.scale(2, 12)) }
  }),
  'leak-by-request': leak((r) => {
    const c = clock(r, 60 * HOUR, 150 * HOUR)
    const day = dayOf(r, 800, false)
    const share = r.scale(0.03, 0.4) * 1024
    let [served, before] = [0, 0]
    const curve: [number, number][] = []
    const recipe = resident(r, c, { noiseShare: 0.005 })
    const loaded = besideLoad(
      recipe,
      (t, s) => {
        const clients = day(t, s)
        served += (clients * (t - before)) / 60
        before = t
        curve.push([t, served * share])
        return clients
      },
      r.scale(20, 150) * 1024,
    )
    return {
      clockOf: c,
      recipe: {
        ...loaded,
        leaked: (t) => curve.reduce((sum, point) => (point[0] <= t ? point[1] : sum), 0),
        values: (t, s, l, a) => {
          const [value, clients] = loaded.values(t, s, l, a) as [number, number]
          return [value + served * share, clients]
        },
      },
    }
  }),
  'leak-beside-day-load': leak((r) => {
    const c = clock(r, 60 * HOUR, 160 * HOUR)
    const recipe = resident(r, c, { leak: even(c), size: [0.4, 1.5], noiseShare: r.scale(0.002, 0.01) })
    return { clockOf: c, recipe: besideLoad(recipe, dayOf(r, 800, false), r.scale(20, 150) * 1024, r.scale(60, 1800)) }
  }),
  'leak-autoscaled': leak((r) => {
    const c = clock(r, 6 * HOUR, 40 * HOUR)
    const at = Array.from({ length: 8 }, () => r.between(0.1, 1) * c.spanS).sort((a, b) => a - b)
    const load = steps(
      at,
      at.map(() => r.between(-250, 250)),
    )
    const recipe = resident(r, c, { leak: even(c), size: [0.4, 1.5], noiseShare: r.scale(0.002, 0.01) })
    return {
      clockOf: c,
      recipe: besideLoad(recipe, (t, s) => (400 + load(t, s)) * (1 + 0.03 * r.normal()), r.scale(30, 150) * 1024, 120),
    }
  }),
  'leak-after-reported-fill': leak((r) => {
    const c = clock(r, 1.5 * HOUR, 60 * HOUR)
    const end = Math.min(c.spanS * r.between(0.05, 0.3), 6 * HOUR)
    const amount = r.scale(50, 200) * MIB
    const recipe = resident(r, c, { leak: from(end, c.spanS), size: [0.4, 1.5], noiseShare: r.scale(0.002, 0.01) })
    return {
      clockOf: c,
      recipe: {
        ...recipe,
        onsetS: end,
        series: [RSS, CACHE],
        values: (t, s, l, a) => {
          const fill = Math.min(1, t / end)
          return [(recipe.values(t, s, l, a)[0] as number) + amount * fill, Math.round(fill * 1000) / 1000]
        },
      },
    }
  }),
  'leak-day-no-load': leak((r) => {
    const c = clock(r, 70 * HOUR, 160 * HOUR)
    const day = dayOf(r, 1, false)
    const amount = r.scale(20, 80) * MIB
    return {
      clockOf: c,
      recipe: resident(r, c, { leak: even(c), extra: (t, d) => amount * day(t, d), size: [0.6, 2] }),
    }
  }),
  'leak-working-hours': leak((r) => {
    const c = clock(r, 80 * HOUR, 170 * HOUR)
    const phase = r.between(0, 24 * HOUR)
    const busyBy = (t: number): number => {
      const days = (t + phase) / (24 * HOUR)
      return Math.floor(days) + Math.min(1, Math.max(0, (days % 1) * 2 - 0.6))
    }
    const whole = busyBy(c.spanS) - busyBy(0)
    return {
      clockOf: c,
      recipe: resident(r, c, {
        leak: (t) => (busyBy(t) - busyBy(0)) / whole,
        size: [0.6, 2],
        noiseShare: r.scale(0.002, 0.01),
      }),
    }
  }),
  'leak-restarts-2h': leak((r) => restarted(r, 2, true)),
  'leak-restarts-half-hour': leak((r) => restarted(r, 0.5, true)),
  'leak-restarts-uneven': leak((r) => restarted(r, r.scale(1, 3), true, 0.5)),
}

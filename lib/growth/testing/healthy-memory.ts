/** Families of memory that does not leak, and looks like it. What warms up without being reported is over within 40 minutes. */
import { wanderer, type Random } from './random'
import {
  any,
  besideLoad,
  collected,
  long,
  middle,
  resident,
  restarted,
  steps,
  unreported,
  type Family,
} from './recipes'
import {
  CACHE,
  clock,
  dayOf,
  HOUR,
  MIB,
  RSS,
  twoStageWarmUp,
  warmUp,
  type Clock,
  type Recipe,
  type Signal,
} from './traces'

const MINUTE = 60

function ok(make: (random: Random) => { clockOf: Clock; recipe: Recipe }): Family {
  return { leaks: false, make }
}

/** A resident set and something beside it. */
function set(clockOf: (r: Random) => Clock, extra: (r: Random, c: Clock) => Signal, noiseShare?: number): Family {
  return ok((r) => {
    const c = clockOf(r)
    return { clockOf: c, recipe: resident(r, c, { extra: extra(r, c), ...(noiseShare ? { noiseShare } : {}) }) }
  })
}

/** Days whose load nobody reports: they move memory by up to a third of its level. */
function wave(clockOf: (r: Random) => Clock, weekly = false): Family {
  return ok((r) => {
    const c = clockOf(r)
    const [day, level] = [dayOf(r, r.between(0.1, 0.5), weekly), r.scale(80, 600) * MIB]
    const recipe = resident(r, c, { noiseShare: r.scale(0.002, 0.02) })
    return {
      clockOf: c,
      recipe: {
        ...recipe,
        values: (t, s, l, a) => [(recipe.values(t, s, l, a)[0] as number) + level * (1 + day(t, s))],
      },
    }
  })
}

/** Values at random times that grow by no rule. */
function reloads(r: Random, c: Clock, most: number): Signal {
  const at = Array.from({ length: Math.round(r.between(3, 10)) }, () => r.between(0.05, 1) * c.spanS).sort(
    (a, b) => a - b,
  )
  return steps(
    at,
    at.map(() => r.between(0, most)),
  )
}

export const HEALTHY_MEMORY: Record<string, Family> = {
  'ok-flat': set(any, () => () => 0),
  'ok-noisy': set(any, () => () => 0, 0.04),
  'ok-wander': set(any, (r, c) => {
    const w = wanderer(r, c.spanS * r.scale(0.02, 0.3))
    return (_t, d) => 25 * MIB * w(d)
  }),
  'ok-heavy-tails': set(any, (r) => () => 6 * MIB * r.heavy()),
  'ok-two-stage': set(
    (r) => clock(r, 1.3 * HOUR, 60 * HOUR),
    (r) => {
      const w = wanderer(r, r.scale(300, 3000))
      const warm = twoStageWarmUp(r, r.scale(50, 300) * MIB)
      return (t, d) => warm(t, d) + 4 * MIB * w(d)
    },
  ),
  'ok-slow-warm-up': set(
    (r) => clock(r, 2 * HOUR, 60 * HOUR),
    (r) => {
      const w = wanderer(r, r.scale(200, 2000))
      const warm = warmUp(r.scale(50, 300) * MIB, r.scale(900, 2000))
      return (t, d) => warm(t, d) + 2 * MIB * w(d)
    },
  ),
  'ok-fragmentation': set(
    (r) => clock(r, 1.5 * HOUR, 60 * HOUR),
    (r) => {
      const [amount, whole] = [r.scale(40, 250) * MIB, r.between(15, 40) * MINUTE]
      return (t) => (amount * Math.log1p(Math.min(t, whole) / 60)) / Math.log1p(whole / 60)
    },
  ),
  'ok-compiler-steps': set(
    (r) => clock(r, 1.2 * HOUR, 30 * HOUR),
    (r) => {
      const at = Array.from({ length: 5 }, () => r.between(1, 38) * MINUTE).sort((a, b) => a - b)
      let sum = 0
      return steps(
        at,
        at.map(() => (sum += r.scale(4, 40) * MIB)),
      )
    },
  ),
  'ok-unreported-fill': set(
    (r) => clock(r, 1.3 * HOUR, 40 * HOUR),
    (r) => {
      const [end, amount] = [r.scale(300, 2400), r.scale(50, 400) * MIB]
      return (t) => amount * Math.min(1, t / end)
    },
  ),
  'ok-reported-fill': ok((r) => {
    const c = clock(r, 4 * HOUR, 60 * HOUR)
    const [end, amount] = [c.spanS * r.between(0.1, 0.7), r.scale(50, 400) * MIB]
    const recipe = resident(r, c)
    return {
      clockOf: c,
      recipe: {
        series: [RSS, CACHE],
        values: (t, s, l, a) => {
          const fill = Math.min(1, t / end)
          return [(recipe.values(t, s, l, a)[0] as number) + amount * fill, Math.round(fill * 1000) / 1000]
        },
      },
    }
  }),
  'ok-day-no-load': wave((r) => clock(r, 40 * HOUR, 160 * HOUR)),
  'ok-week-no-load': wave((r) => clock(r, 90 * HOUR, 190 * HOUR), true),
  'ok-morning-no-load': wave((r) => clock(r, 4 * HOUR, 12 * HOUR)),
  'ok-week-with-load': ok((r) => {
    const c = clock(r, 90 * HOUR, 190 * HOUR)
    return { clockOf: c, recipe: besideLoad(resident(r, c), dayOf(r, 900, true), r.scale(50, 200) * 1024) }
  }),
  'ok-late-load': ok((r) => {
    const c = clock(r, 30 * HOUR, 120 * HOUR)
    const recipe = resident(r, c)
    return {
      clockOf: c,
      recipe: besideLoad(recipe, dayOf(r, 900, false), r.scale(100, 250) * 1024, r.scale(300, 5000)),
    }
  }),
  'ok-load-step': ok((r) => {
    const c = clock(r, 3 * HOUR, 60 * HOUR)
    const load = steps([c.spanS * r.between(0.2, 0.8)], [r.scale(100, 900)])
    const noisy: Signal = (t, s) => (300 + load(t, s)) * (1 + 0.03 * r.normal())
    return { clockOf: c, recipe: besideLoad(resident(r, c), noisy, r.scale(50, 200) * 1024, r.scale(30, 1800)) }
  }),
  'ok-autoscaled': ok((r) => {
    const c = clock(r, 4 * HOUR, 60 * HOUR)
    const load = reloads(r, c, 900)
    const noisy: Signal = (t, s) => (200 + load(t, s)) * (1 + 0.03 * r.normal())
    return { clockOf: c, recipe: besideLoad(resident(r, c), noisy, r.scale(50, 200) * 1024, r.scale(30, 900)) }
  }),
  'ok-ramp-with-load': ok((r) => {
    const c = clock(r, 3 * HOUR, 12 * HOUR)
    const [peak, mid] = [2000, r.between(0.3, 0.7) * c.spanS]
    const load: Signal = (t) =>
      peak * (0.15 + 0.85 / (1 + Math.exp(-(t - mid) / (c.spanS / 10)))) * (1 + 0.02 * r.normal())
    return { clockOf: c, recipe: besideLoad(resident(r, c), load, r.scale(30, 120) * 1024) }
  }),
  'ok-deploys': set(
    (r) => clock(r, 10 * HOUR, 160 * HOUR),
    (r, c) => {
      const at = [r.between(0.2, 0.4), r.between(0.45, 0.7), r.between(0.75, 0.9)].map((x) => x * c.spanS)
      const by = at.map(() => r.scale(10, 80) * MIB)
      const settle = r.scale(30, 800)
      return (t) =>
        at.reduce((sum, one, i) => sum + (t > one ? (by[i] as number) * (1 - Math.exp(-(t - one) / settle)) : 0), 0)
    },
  ),
  'ok-larger-builds': ok((r) => {
    const c = clock(r, 10 * HOUR, 100 * HOUR)
    const grown = Array.from({ length: 60 }, () => r.scale(1, 20) * MIB)
    const recipe = resident(r, c)
    return {
      clockOf: c,
      recipe: {
        ...recipe,
        lifeS: () => c.spanS * r.between(0.08, 0.3),
        values: (t, s, l, a) => [
          (recipe.values(t, s, l, a)[0] as number) + grown.slice(0, l).reduce((sum, one) => sum + one, 0),
        ],
      },
    }
  }),
  'ok-reloads': set(any, (r, c) => reloads(r, c, r.scale(20, 120) * MIB)),
  'ok-ratchet': set(any, (r, c) => {
    const scale = r.scale(20, 80) * MIB
    let high = 0
    return (_t, s) => {
      if (r.next() < (s / c.spanS) * 60) high = Math.max(high * 0.98, scale * Math.sqrt(-Math.log(1 - r.next())))
      return high
    }
  }),
  'ok-batch': set(any, (r, c) => {
    // No batch takes longer than what a rise has to last before it is called growth.
    const busy = r.between(0.2, 0.5)
    const [every, amount] = [Math.min(c.spanS / r.between(6, 40), (25 * MINUTE) / busy), r.scale(50, 400) * MIB]
    return (t) => (Math.max(0, ((t / every) % 1) - 1 + busy) * amount) / busy
  }),
  'ok-cron-plateau': set(any, (r, c) => {
    const [every, amount, held] = [c.spanS / r.between(4, 20), r.scale(20, 200) * MIB, r.between(0.2, 0.7)]
    return (t) => ((t / every) % 1 > 1 - held ? amount : 0)
  }),
  'ok-compaction': set(any, (r, c) => {
    const [every, amount] = [Math.min(c.spanS / r.between(10, 40), 35 * MINUTE), r.scale(20, 100) * MIB]
    return (t) => amount * ((t / every) % 1)
  }),
  'ok-few-collections': ok((r) => {
    const c = clock(r, 2 * HOUR, 100 * HOUR)
    const w = wanderer(r, c.spanS / 20)
    return { clockOf: c, recipe: collected(r, c.spanS / r.between(3, 12), (_t, d) => 100 * MIB + 3 * MIB * w(d)) }
  }),
  'ok-many-collections': ok((r) => {
    const c = any(r)
    const w = wanderer(r, c.spanS * r.scale(0.02, 0.2))
    return { clockOf: c, recipe: collected(r, c.spanS / r.between(30, 300), (_t, d) => 100 * MIB + 6 * MIB * w(d)) }
  }),
  'ok-first-collection-late': ok((r) => {
    const c = clock(r, 2 * HOUR, 60 * HOUR)
    const w = wanderer(r, c.spanS / 20)
    return {
      clockOf: c,
      recipe: collected(r, c.spanS / r.between(0.8, 4), (_t, d) => 100 * MIB + 2 * MIB * w(d), r.scale(100, 600)),
    }
  }),
  'ok-sawtooth': ok((r) => {
    const c = any(r)
    const w = wanderer(r, c.spanS / 20)
    const recipe = collected(r, c.spanS / r.between(4, 200), (_t, d) => 100 * MIB + 3 * MIB * w(d))
    return { clockOf: c, recipe: unreported(r, recipe) }
  }),
  'ok-generations': ok((r) => {
    const c = r.pick([middle, long])(r)
    // Each cycle of the old generation holds several of the young one, whose floors rise until it is collected.
    const [young, many, promoted] = [c.spanS / r.between(80, 200), r.between(4, 7), r.scale(5, 25) * MIB]
    const recipe = collected(r, young, (t) => 100 * MIB + promoted * (Math.floor(t / young) % Math.round(many)))
    return { clockOf: c, recipe: unreported(r, recipe) }
  }),
  'ok-tiny': ok((r) => {
    const spanS = r.scale(300, 1500)
    const c: Clock = { spanS, stepS: 1, times: Array.from({ length: Math.floor(spanS) }, (_, i) => i) }
    return { clockOf: c, recipe: resident(r, c) }
  }),
  'ok-restarts-2h': ok((r) => restarted(r, 2, false)),
  'ok-restarts-half-hour': ok((r) => restarted(r, 0.5, false)),
  'ok-restarts-uneven': ok((r) => restarted(r, r.scale(1, 3), false, 0.5)),
}

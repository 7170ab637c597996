/** Families of counts that do not leak. */
import { wanderer, type Random } from './random'
import { any, counted, short, middle, steps, waveOf, type CountParts, type Family } from './recipes'
import { clock, dayOf, HOUR, type Clock } from './traces'

function ok(clockOf: (random: Random) => Clock, parts: (random: Random, c: Clock) => CountParts): Family {
  return {
    leaks: false,
    make: (random) => {
      const made = clockOf(random)
      return { clockOf: made, recipe: counted(random, made, parts(random, made)) }
    },
  }
}

const days = (random: Random): Clock => clock(random, 40 * HOUR, 190 * HOUR)

export const HEALTHY_COUNTS: Record<string, Family> = {
  'ok-clients-day': ok(days, (r) => ({ kind: 'clients', max: 20, wave: waveOf(r, 1.5) })),
  'ok-registry-week': ok(days, (r) => {
    const day = dayOf(r, 1, true)
    return { kind: 'registry', wave: (t, s) => day(t, s) - 0.5 }
  }),
  'ok-pool-day': ok(days, (r) => ({ kind: 'pool', max: 3, wave: waveOf(r, 1.2) })),
  'ok-pending-day': ok(days, (r) => ({ kind: 'pending', wave: waveOf(r, 0.8), spiky: true })),
  'ok-count-wander': ok(any, (r) => ({ kind: r.pick(['gauge', 'streams', 'registry'] as const) })),
  'ok-count-reloads': ok(any, (r, c) => {
    const at = Array.from({ length: 6 }, () => r.between(0.05, 1) * c.spanS).sort((a, b) => a - b)
    const wave = steps(
      at,
      at.map(() => r.between(-0.4, 1)),
    )
    return { kind: r.pick(['pool', 'registry', 'gauge'] as const), wave }
  }),
  'ok-pending': ok(any, () => ({ kind: 'pending', spiky: true })),
  'ok-storms': ok(any, (r) => {
    let left = 0
    const [fills, drains] = [r.between(200, 1500), r.between(200, 1500)]
    let [level, size] = [0, 0]
    return {
      kind: r.pick(['pending', 'gauge'] as const),
      wave: (_t, s) => {
        if (left <= 0 && r.next() < s / 10_000) [left, size] = [fills, r.scale(1, 8)]
        level = left > 0 ? level + (size * s) / fills : Math.max(0, level - (size * s) / drains)
        left -= s
        return level
      },
    }
  }),
  'ok-time-to-live': ok(any, (r) => {
    const whole = r.scale(300, 2400)
    return { kind: 'registry', wave: (t) => 5 * Math.min(1, t / whole) }
  }),
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
  'ok-few': {
    leaks: false,
    make: (r) => {
      const c = r.pick([short, middle])(r)
      const w = wanderer(r, r.scale(60, 3000))
      return {
        clockOf: c,
        recipe: {
          series: [{ name: 'gauge.own', kind: 'gauge', unit: 'count' }],
          values: (_t, s) => [Math.max(0, Math.round(5 + 1.5 * w(s)))],
        },
      }
    },
  },
}

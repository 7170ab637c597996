/** Families of counts that leak: entries of pools, registries, streams, pending calls that stay for good. */
import type { Random } from './random'
import { any, counted, long, waveOf, type CountParts, type Family } from './recipes'
import { clock, HOUR, type Clock } from './traces'

function leak(clockOf: (random: Random) => Clock, parts: (random: Random) => CountParts): Family {
  return {
    leaks: true,
    make: (random) => {
      const made = clockOf(random)
      return { clockOf: made, recipe: counted(random, made, parts(random)) }
    },
  }
}

const days = (random: Random): Clock => clock(random, 70 * HOUR, 160 * HOUR)

export const LEAKING_COUNTS: Record<string, Family> = {
  'leak-clients-floor': leak(days, (r) => ({ kind: 'clients', wave: waveOf(r, 1), rise: r.scale(0.6, 2) })),
  'leak-pool-floor': leak(days, (r) => ({ kind: 'pool', max: 8, wave: waveOf(r, 0.6), rise: r.scale(0.8, 2) })),
  'leak-registry-days': leak(days, (r) => ({ kind: 'registry', wave: waveOf(r, 0.6), rise: r.scale(0.8, 4) })),
  'leak-streams': leak(any, (r) => ({ kind: 'streams', rise: r.scale(1, 5) })),
  'leak-registry': leak(any, (r) => ({ kind: 'registry', rise: r.scale(1, 5) })),
  'leak-pool': leak(any, (r) => ({ kind: 'pool', max: 20, rise: r.scale(1, 5) })),
  'leak-pending': leak(any, (r) => ({ kind: 'pending', rise: r.scale(1.5, 6), spiky: true })),
  'leak-gauge': leak(any, (r) => ({ kind: 'gauge', rise: r.scale(1, 5) })),
  'leak-few-listeners': {
    leaks: true,
    make: (r) => {
      const c = r.pick([any, long])(r)
      const [base, rise] = [r.between(3, 12), r.between(20, 120)]
      let [spare, leaked] = [0, 0]
      return {
        clockOf: c,
        recipe: {
          series: [{ name: 'gauge.listeners', kind: 'gauge', unit: 'count' }],
          leaked: (t) => (rise * t) / c.spanS,
          values: (t, s) => {
            leaked = Math.floor((rise * t) / c.spanS)
            spare += r.next() < s / 300 ? (r.next() < 0.5 ? -1 : 1) : 0
            spare = Math.max(-3, Math.min(3, spare))
            return [Math.round(base + spare + leaked)]
          },
        },
      }
    },
  },
}

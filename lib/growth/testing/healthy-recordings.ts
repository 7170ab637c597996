/** Families of heaps that do not leak, as recordings of Node programs show them: some 25 minutes, a row a second, exact live sets. */
import { wanderer, type Random } from './random'
import { collected, recording, type Family } from './recipes'
import { MIB, type Clock, type Signal } from './traces'

/** A heap whose live set goes as `live` does, in a recording of some 25 minutes. */
function recorded(cycleS: (r: Random) => number, live: (r: Random, c: Clock) => Signal): Family {
  const make: Family['make'] = (r) => {
    const c = recording(r)
    const level = r.scale(3, 30) * MIB
    const signal = live(r, c)
    const wander = wanderer(r, 60)
    const recipe = collected(
      r,
      cycleS(r),
      (t, s) => level * (1 + 0.01 * wander(s)) + signal(t, s) * level,
      r.scale(2, 12),
    )
    return { clockOf: c, recipe }
  }
  return { leaks: false, make }
}

export const HEALTHY_RECORDINGS: Record<string, Family> = {
  'ok-recorded-flat': recorded(
    (r) => r.scale(20, 200),
    (r) => {
      const w = wanderer(r, 200)
      return (_t, s) => 0.1 * w(s)
    },
  ),
  'ok-recorded-fill': recorded(
    (r) => r.scale(20, 120),
    (r) => {
      const [end, by] = [r.scale(30, 540), r.scale(0.5, 4)]
      return (t) => by * Math.min(1, t / end)
    },
  ),
  'ok-recorded-step': recorded(
    (r) => r.scale(20, 200),
    (r) => {
      const [at, by] = [r.between(200, 1300), r.scale(0.3, 2)]
      return (t) => (t > at ? by : 0)
    },
  ),
  'ok-recorded-batch': recorded(
    (r) => r.scale(20, 200),
    (r) => {
      const [every, by] = [r.scale(120, 540), r.scale(0.3, 2)]
      return (t) => by * ((t / every) % 1)
    },
  ),
}

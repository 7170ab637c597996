/** What the inputs were at the times of points that all series of a process share: worked out once a look, and then forgotten. */
import type { Explainers } from './window-view'

const shared = new Map<string, Explainers>()

export function sharedExplainers(key: string, make: () => Explainers): Explainers {
  const known = shared.get(key)
  if (known !== undefined) return known
  const made = make()
  shared.set(key, made)
  return made
}

/** To be called before a look, and after it: another process has other inputs, and nothing of one is held until the next. */
export function forgetExplainers(): void {
  shared.clear()
}

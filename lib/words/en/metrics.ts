import { KIND_HELP, METRICS } from '../../protocol/catalogue'
import type { SeriesKind } from '../../protocol/vocabulary'
import { area, type Texts } from '../language'

/** What is said of metrics on screen: the one description that all of Tidemark reads is the English of it. */
export const metrics: Texts = {
  ...Object.fromEntries(
    METRICS.flatMap(({ name, label, normal }) => [
      [`${name} label`, label],
      [`${name} normal`, normal],
    ]),
  ),
  ...Object.fromEntries(Object.entries(KIND_HELP).map(([kind, { normal }]) => [`${kind} normal`, normal])),
}

const t = area('metrics', metrics)

/** `undefined` for a name that is not Tidemark's own. */
export function metricLabel(name: string): string | undefined {
  return `${name} label` in metrics ? t(`${name} label`) : undefined
}

/** One sentence: what a healthy process shows. */
export function metricNormal(name: string): string | undefined {
  return `${name} normal` in metrics ? t(`${name} normal`) : undefined
}

export function kindNormal(kind: SeriesKind): string {
  return t(`${kind} normal`)
}

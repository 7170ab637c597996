/** What is told of an alert besides its state: the sentence, the numbers, and what happened before it began. */
import type { Alert, GrowthFacts } from '../protocol/alerts'
import type { AlertRecord, NearestBefore, RaisedFlag } from './shapes'

/** Takes over what the flag says now. Answers whether that is something else. */
export function takeFacts(
  { alert, memory }: AlertRecord,
  flag: RaisedFlag,
  near: NearestBefore,
  nowMs: number,
): boolean {
  const growth = flag.growth ?? null
  const isSameBegin = alert.sinceMs === flag.sinceMs
  if (isSameBegin && alert.reason === flag.reason && isSameGrowth(alert.growth, growth)) return false
  alert.sinceMs = flag.sinceMs
  alert.reason = flag.reason
  alert.growth = growth
  memory.factsAtMs = nowMs
  if (!isSameBegin || alert.near === null) findNear(alert, near)
  return true
}

/** Annotations come late, too: a deploy may be told of after its new version began to grow. */
export function findNear(alert: Alert, near: NearestBefore): void {
  alert.near = near(alert.process, alert.service, alert.sinceMs)
}

function isSameGrowth(one: GrowthFacts | null, other: GrowthFacts | null): boolean {
  if (one === other) return true
  if (one === null || other === null) return false
  return (
    one.slopePerHour === other.slopePerHour &&
    one.unit === other.unit &&
    one.cause === other.cause &&
    isSamePair(one.slopeCi90, other.slopeCi90) &&
    isSamePair(one.limitAtMs, other.limitAtMs)
  )
}

type Pair = readonly [number, number | null] | null | undefined

function isSamePair(one: Pair, other: Pair): boolean {
  return one === other || (!!one && !!other && one[0] === other[0] && one[1] === other[1])
}

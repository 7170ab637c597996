import type { Alert } from '../protocol/alerts'

/** Alerts that a message names. */
export const TOLD_BY_NAME = 3

/** The one whose limit comes first, then the steepest, then the oldest, then by name. */
export function byWorst(a: Alert, b: Alert): number {
  return (
    order(limitOf(a), limitOf(b)) ||
    order(-slopeOf(a), -slopeOf(b)) ||
    order(a.firingAtMs ?? a.pendingAtMs, b.firingAtMs ?? b.pendingAtMs) ||
    byName(a, b)
  )
}

/** No two come out as equal, so that an order is the same each time. */
export function byName(a: Alert, b: Alert): number {
  const [one, other] = [`${a.instance}\n${a.id}`, `${b.instance}\n${b.id}`]
  return one < other ? -1 : 1
}

/** Three of many, without sorting all of them. */
export function worstOf(alerts: Iterable<Alert>): Alert[] {
  const worst: Alert[] = []
  for (const alert of alerts) {
    const last = worst[TOLD_BY_NAME - 1]
    if (last && byWorst(last, alert) < 0) continue
    worst.push(alert)
    worst.sort(byWorst)
    if (worst.length > TOLD_BY_NAME) worst.pop()
  }
  return worst
}

/** `Infinity` minus `Infinity` is no number. */
function order(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function limitOf({ growth }: Alert): number {
  return growth?.limitAtMs?.[0] ?? Number.POSITIVE_INFINITY
}

function slopeOf({ growth }: Alert): number {
  return growth?.slopePerHour ?? Number.NEGATIVE_INFINITY
}

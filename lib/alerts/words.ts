/** The one line of a message. How the rest of it reads is laid out by what sends it. */
import { countOf } from '../format/counts'
import { formatSpan } from '../format/durations'
import { formatValue } from '../format/rates'
import type { Alert, AlertGroup } from '../protocol/alerts'
import type { FlagWord, Unit } from '../protocol/vocabulary'

interface Verbs {
  one: string
  many: string
  /** Of one for which it is over. */
  over: string
}

const VERBS: Record<FlagWord, Verbs> = {
  growth: { one: 'grows', many: 'grow', over: 'no longer grows' },
  saturated: { one: 'stays at its max', many: 'stay at their max', over: 'is off its max' },
  rejecting: { one: 'rejects', many: 'reject', over: 'no longer rejects' },
  orphaned: {
    one: 'holds what its partner let go',
    many: 'hold what their partners let go',
    over: 'agrees with its partner again',
  },
  'not-draining': { one: 'does not drain', many: 'do not drain', over: 'drains again' },
  'near-limit': { one: 'is near its limit', many: 'are near their limit', over: 'is no longer near its limit' },
  'restart-masked': {
    one: 'grows in every life',
    many: 'grow in every life',
    over: 'no longer grows in every life',
  },
  silent: { one: 'is silent', many: 'are silent', over: 'reports again' },
}

/** `gateway: 40 processes grow, host-c/0 reaches its limit in 5 to 7 h`. `worst`: of those that it is about, the worst first. */
export function firingTitle(
  group: AlertGroup,
  about: readonly Alert[],
  worst: readonly Alert[],
  nowMs: number,
): string {
  const [first] = worst
  const processes = new Set(about.map(({ process }) => process)).size
  const verbs = VERBS[group.rule]
  const flaps = flappingWords(about)
  if (!first) return `${group.service}: ${verbs.many}`
  if (processes > 1) {
    const fate = fateOf(first, nowMs)
    const named = fate ? `, ${first.instance} ${fate}` : `, ${first.instance} among them`
    return `${group.service}: ${countOf(processes, 'process')} ${verbs.many}${named}${flaps}`
  }
  const where = about.length > 1 ? ` in ${about.length} series` : seriesWords(first)
  const fate = fateOf(first, nowMs)
  return `${group.service}: ${first.instance} ${verbs.one}${where}${fate ? `, ${fate}` : ''}${flaps}`
}

/** `count`: alerts that were told in all. */
export function resolvedTitle(group: AlertGroup, count: number, worst: readonly Alert[]): string {
  const [first] = worst
  const isForgotten = worst.length > 0 && worst.every(({ resolution }) => resolution === 'forgotten')
  if (worst.some(({ resolution }) => resolution === 'switched-off'))
    return `${group.service}: the rule ${group.rule} was switched off, ${countOf(count, 'alert')} ended`
  if (!first) return `${group.service}: ${group.rule} is over`
  if (count > 1)
    return `${group.service}: all ${countOf(count, 'alert')} of ${group.rule} are over${isForgotten ? ', the last as their processes are gone' : ''}`
  if (isForgotten) return `${group.service}: ${first.instance} is gone`
  return `${group.service}: ${first.instance} ${VERBS[group.rule].over}${first.series ? ` (${first.series})` : ''}`
}

function seriesWords({ rule, series }: Alert): string {
  if (series === undefined) return ''
  return rule === 'growth' || rule === 'restart-masked' ? ` in ${series}` : ` (${series})`
}

function fateOf({ growth }: Alert, nowMs: number): string | null {
  if (!growth) return null
  if (growth.limitAtMs) {
    const [soonest, latest] = growth.limitAtMs
    if (soonest <= nowMs) return 'can reach its limit at any moment'
    return `reaches its limit in ${formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs)}`
  }
  return growth.slopePerHour === null ? null : `by ${amountOf(growth.slopePerHour, growth.unit)} an hour`
}

/** A tenth of a thing matters only where there are few of them. */
function amountOf(perHour: number, unit: Unit): string {
  return formatValue(unit === 'count' && Math.abs(perHour) >= 10 ? Math.round(perHour) : perHour, unit)
}

function flappingWords(about: readonly Alert[]): string {
  const flapping = about.filter((alert) => alert.flapping !== null)
  const [only] = flapping
  if (!only?.flapping) return ''
  if (about.length === 1) return `; it flaps, and went up ${only.flapping.raises} times`
  return `; ${flapping.length} of ${about.length} flap`
}

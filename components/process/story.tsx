'use client'

import { useClientState, useNow, useToday } from '../../lib/client/react'
import { formatMoment } from '../../lib/format/clock'
import { formatSpan } from '../../lib/format/durations'
import { formatSlope, formatSlopeInterval, isSlopeProven } from '../../lib/format/rates'
import { FLAG, flagRank, VERDICT, verdictRank, type Tone } from '../../lib/format/words'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import type { Flag, Verdict } from '../../lib/protocol/verdict'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { FlagLabel, VerdictLabel } from '../words/word'
import styles from './story.module.css'
import { t } from '../../lib/words/en/process'

/** The process's story first: the verdict that matters most with its reason, then each broken rule with its own. */
export function Story() {
  const detail = useClientState(({ watched }) => watched?.detail ?? null)
  const today = useToday()
  if (!detail) return null
  const worst = worstSeries(detail)
  const told = tellFlags(detail.flagDetails)
  return (
    <section className={`${styles.story} ${styles[toneOf(worst, detail.flagDetails)]}`} aria-label={t('verdict')}>
      {worst ? <Worst series={worst} /> : <p>{t('noSamplesYetSo')}</p>}
      {told.length > 0 && (
        <ul className={styles.flags} aria-label={t('flags')}>
          {told.map(({ flag, series, reason, sinceMs }) => (
            <li key={`${flag} ${reason}`}>
              <FlagLabel flag={flag} />
              {series.length > 0 && <strong>{series.join(', ')}</strong>}
              {!isToldAbove(worst, flag, series, detail) && <span>{reason}</span>}
              <span className={styles.since}>{t('since', { sinceMs: formatMoment(sinceMs, today) })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/**
 * The worst verdict stands above with its reason; its own flag need not say it a second later in other digits, nor that of
 * another series which is judged by the same evidence, as the live set is with the heap.
 */
export function isToldAbove(
  worst: SeriesDetail | null,
  flag: FlagWord,
  series: readonly string[],
  detail: Pick<ProcessDetail, 'series'>,
): boolean {
  if (flag !== 'growth' || worst?.verdict.verdict !== 'growing') return false
  const { reason } = worst.verdict
  const alike = detail.series.filter(({ name, verdict }) => name === worst.name || verdict.reason === reason)
  return series.every((name) => alike.some((one) => one.name === name))
}

export interface ToldFlag extends Omit<Flag, 'series'> {
  series: string[]
}

/** What matters most first; flags of one kind with one reason are told once, with all of their series. */
export function tellFlags(flags: readonly Flag[]): ToldFlag[] {
  const told = new Map<string, ToldFlag>()
  for (const { flag, series, sinceMs, reason } of flags) {
    const key = `${flag} ${reason}`
    const same = told.get(key) ?? { flag, reason, sinceMs, series: [] }
    told.set(key, {
      ...same,
      sinceMs: Math.min(same.sinceMs, sinceMs),
      series: series === undefined ? same.series : [...same.series, series],
    })
  }
  return [...told.values()].sort((a, b) => flagRank(a.flag) - flagRank(b.flag))
}

function Worst({ series }: { series: SeriesDetail }) {
  const { verdict } = series
  const facts = useNow((nowMs) => factsOf(verdict, nowMs).join(' · '))
  return (
    <div className={styles.worst}>
      <VerdictLabel verdict={verdict.verdict} />
      <strong>{series.name}</strong>
      <p>{verdict.reason}</p>
      {facts !== '' && <p className={styles.since}>{facts}</p>}
    </div>
  )
}

/** The numbers behind the reason, where it has any. */
export function factsOf(verdict: Verdict, nowMs: number): string[] {
  const facts: string[] = []
  if (verdict.slopePerHour !== null && isSlopeProven(verdict)) {
    const interval = verdict.slopeCi90 ? ` (90 %: ${formatSlopeInterval(verdict.slopeCi90, verdict.unit)})` : ''
    facts.push(`${formatSlope(verdict.slopePerHour, verdict.unit)}${interval}`)
  }
  if (verdict.limitAtMs) {
    const [soonest, latest] = verdict.limitAtMs
    facts.push(t('limitIn', { soonest: formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs) }))
  }
  if (verdict.conclusiveAtMs !== undefined)
    facts.push(t('aConclusionBy', { conclusiveAtMs: formatMoment(verdict.conclusiveAtMs, nowMs) }))
  facts.push(t('since', { sinceMs: formatMoment(verdict.sinceMs, nowMs) }))
  return facts
}

/** By verdict, then by the nearest limit, then memory before the rest. */
export function worstSeries(detail: Pick<ProcessDetail, 'series'>): SeriesDetail | null {
  const soonest = ({ verdict }: SeriesDetail) => verdict.limitAtMs?.[0] ?? Number.MAX_SAFE_INTEGER
  const memoryFirst = ({ kind }: SeriesDetail) => (kind === 'memory' ? 0 : 1)
  const [worst] = detail.series.toSorted(
    (a, b) =>
      verdictRank(a.verdict.verdict) - verdictRank(b.verdict.verdict) ||
      soonest(a) - soonest(b) ||
      memoryFirst(a) - memoryFirst(b),
  )
  return worst ?? null
}

function toneOf(worst: SeriesDetail | null, flags: readonly Flag[]): Tone {
  const tones = [worst ? VERDICT[worst.verdict.verdict].tone : 'quiet', ...flags.map(({ flag }) => FLAG[flag].tone)]
  return (['bad', 'warn', 'note', 'quiet', 'good'] as const).find((tone) => tones.includes(tone)) ?? 'quiet'
}

'use client'

import { useClientState, useNow, useToday } from '../../lib/client/react'
import { formatMoment } from '../../lib/format/clock'
import { formatSpan } from '../../lib/format/durations'
import { storyOf, type ProcessStory, type ToldFlag } from '../../lib/format/process-story'
import { formatSlope, formatSlopeInterval, isSlopeProven } from '../../lib/format/rates'
import { FLAG, VERDICT, type Tone } from '../../lib/format/words'
import type { SeriesDetail } from '../../lib/protocol/http-api'
import type { Flag, Verdict } from '../../lib/protocol/verdict'
import { FlagLabel, VerdictLabel } from '../words/word'
import { ItsAlerts } from './its-alerts'
import { SeriesLink } from './series-link'
import styles from './story.module.css'
import { t } from '../../lib/words/en/process'

/** The process's story first: what grows, what else is the same rise, what is likely behind it, and then each other broken rule. */
export function Story() {
  const detail = useClientState(({ watched }) => watched?.detail ?? null)
  const today = useToday()
  if (!detail) return null
  const story = storyOf(detail)
  const { lead, alike, cause, others } = story
  return (
    <section className={`${styles.story} ${styles[toneOf(lead, detail.flagDetails)]}`} aria-label={t('verdict')}>
      {lead ? <Lead story={story} lead={lead} /> : <p>{t('noSamplesYetSo')}</p>}
      {alike.length > 0 && <Alike alike={alike} />}
      {cause && <Cause {...cause} today={today} />}
      {others.length > 0 && (
        <ul className={styles.flags} aria-label={t('flags')}>
          {others.map((told) => (
            <Other key={`${told.flag} ${told.reason}`} told={told} today={today} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Lead({ lead, story }: { lead: SeriesDetail; story: ProcessStory }) {
  const { verdict } = lead
  const facts = useNow((nowMs) => factsOf(verdict, nowMs).join(' · '))
  return (
    <div className={styles.lead}>
      <VerdictLabel verdict={verdict.verdict} />
      {story.leadFlags.map(({ flag }) => (
        <FlagLabel key={flag} flag={flag} />
      ))}
      <SeriesLink name={lead.name} />
      <p>{verdict.reason}</p>
      <ItsAlerts rules={['growth', ...story.leadFlags.map(({ flag }) => flag)]} series={[lead.name]} />
      {facts !== '' && <p className={styles.since}>{facts}</p>}
    </div>
  )
}

/** One rise is seen in several counters; it is one fault. */
function Alike({ alike }: { alike: readonly SeriesDetail[] }) {
  return (
    <div className={styles.part}>
      <span className={styles.term}>{t('theSameRiseIn')}</span>
      {alike.map(({ name, verdict }) => (
        <span key={name}>
          <SeriesLink name={name} /> {isSlopeProven(verdict) && formatSlope(verdict.slopePerHour, verdict.unit)}
        </span>
      ))}
    </div>
  )
}

function Cause({ series, flags, today }: { series: SeriesDetail; flags: readonly Flag[]; today: number }) {
  const { name, verdict } = series
  const growth = flags.find(({ flag }) => flag === 'growth')
  const broken = flags.filter(({ flag }) => flag !== 'growth')
  const sinceMs = Math.min(verdict.sinceMs, ...flags.map((flag) => flag.sinceMs))
  return (
    <div className={styles.part}>
      <span className={styles.term}>{t('likelyCause')}</span>
      {growth && <FlagLabel flag="growth" />}
      {broken.map(({ flag }) => (
        <FlagLabel key={flag} flag={flag} />
      ))}
      <SeriesLink name={name} />
      <ItsAlerts rules={flags.map(({ flag }) => flag)} series={[name]} />
      <p>
        {[verdict.reason, ...broken.map(({ reason }) => reason)].join(' ')}{' '}
        <span className={styles.since}>{t('since', { sinceMs: formatMoment(sinceMs, today) })}</span>
      </p>
    </div>
  )
}

function Other({ told: { flag, series, reason, sinceMs }, today }: { told: ToldFlag; today: number }) {
  return (
    <li>
      <FlagLabel flag={flag} />
      {series.map((name) => (
        <SeriesLink key={name} name={name} />
      ))}
      <span>{reason}</span>
      <ItsAlerts rules={[flag]} series={series} />
      <span className={styles.since}>{t('since', { sinceMs: formatMoment(sinceMs, today) })}</span>
    </li>
  )
}

/** The numbers behind the reason, where it has any. */
function factsOf(verdict: Verdict, nowMs: number): string[] {
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

function toneOf(lead: SeriesDetail | null, flags: readonly Flag[]): Tone {
  const tones = [lead ? VERDICT[lead.verdict.verdict].tone : 'quiet', ...flags.map(({ flag }) => FLAG[flag].tone)]
  return (['bad', 'warn', 'note', 'quiet', 'good'] as const).find((tone) => tones.includes(tone)) ?? 'quiet'
}

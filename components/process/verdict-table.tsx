'use client'

import { memo } from 'react'
import { labelOf } from '../../lib/client/chart-plan'
import { useClientState, useClientStateWhile, useToday } from '../../lib/client/react'
import { formatMoment } from '../../lib/format/clock'
import { formatSlope, formatValue, isSlopeProven } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import { verdictRank } from '../../lib/format/words'
import type { SeriesDetail } from '../../lib/protocol/http-api'
import type { Verdict } from '../../lib/protocol/verdict'
import { useBox } from '../chart/use-box'
import { FlagLabel, VerdictLabel } from '../words/word'
import shared from '../shell/series-table.module.css'
import { useSteadyValue } from '../words/use-steady-value'
import styles from './verdict-table.module.css'
import { t } from '../../lib/words/en/process'

/** Every series with its newest value and what is concluded of it: what matters most first. */
export function VerdictTable() {
  const detail = useClientState(({ watched }) => watched?.detail ?? null)
  const today = useToday()
  const { ref, isInView } = useBox<HTMLElement>()
  if (!detail || detail.series.length === 0) return null
  const series = detail.series.toSorted((a, b) => verdictRank(a.verdict.verdict) - verdictRank(b.verdict.verdict))
  return (
    <section ref={ref} className={styles.section} aria-labelledby="verdicts">
      <h2 id="verdicts">{t('verdictOfEachSeries')}</h2>
      <div className={shared.box}>
        <table className={shared.table}>
          <thead>
            <tr>
              <th scope="col">{t('series')}</th>
              <th scope="col" className={shared.number}>
                {t('now')}
              </th>
              <th scope="col" className={shared.number}>
                {t('max2')}
              </th>
              <th scope="col">{t('verdict')}</th>
              <th scope="col" className={shared.number}>
                {t('slope')}
              </th>
              <th scope="col">{t('since2')}</th>
              <th scope="col">{t('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {series.map((one) => (
              <Row
                key={one.name}
                series={one}
                isInView={isInView}
                flags={detail.flagDetails.filter(({ series: name }) => name === one.name).map(({ flag }) => flag)}
                since={formatMoment(one.verdict.sinceMs, today)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({
  series,
  isInView,
  flags,
  since,
}: {
  series: SeriesDetail
  isInView: boolean
  flags: Parameters<typeof FlagLabel>[0]['flag'][]
  since: string
}) {
  const { name, unit, max, verdict } = series
  const label = labelOf(name)
  return (
    <tr data-series-row={name}>
      <th scope="row">
        {label}
        {label !== name && <span className={shared.name}>{name}</span>}
      </th>
      <td className={shared.number} data-label={t('nowBeside')}>
        <Now {...{ name, unit, isInView }} />
      </td>
      <td className={shared.number} data-label={t('maxBeside')}>
        {max === undefined ? '' : formatValue(max, unit)}
      </td>
      <td>
        <span className={styles.words}>
          <VerdictLabel verdict={verdict.verdict} />
          {flags.map((flag) => (
            <FlagLabel key={flag} flag={flag} />
          ))}
        </span>
      </td>
      <td className={shared.number} data-label={t('slopeBeside')}>
        {slopeText(verdict)}
      </td>
      <td className={styles.since} data-label={t('sinceBeside')}>
        {since}
      </td>
      <td className={`${styles.reason} ${shared.whole}`}>{verdict.reason}</td>
    </tr>
  )
}

function slopeText(verdict: Verdict): string {
  if (verdict.slopePerHour === null || verdict.verdict === 'collecting') return notKnown()
  return isSlopeProven(verdict) ? formatSlope(verdict.slopePerHour, verdict.unit) : t('noneProven')
}

/** The newest value, from the newest frame rather than from the last change of the detail. */
const Now = memo(function Now({ name, unit, isInView }: Pick<SeriesDetail, 'name' | 'unit'> & { isInView: boolean }) {
  // A number of another width lays out all of the table.
  const value = useClientStateWhile(isInView, ({ watched }) => {
    const table = watched?.range.kind === 'live' && watched.data?.stepMs === 0 ? watched.data.table : null
    return table
      ? table.column(name)?.[table.length - 1]
      : watched?.detail?.series.find((one) => one.name === name)?.latest
  })
  return useSteadyValue(value, unit)
})

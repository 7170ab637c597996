'use client'

import Link from 'next/link'
import { isCharted, labelOf } from '../../lib/client/chart-plan'
import type { ChosenStretch } from '../../lib/client/changes-api'
import { useToday } from '../../lib/client/react'
import { changeWords, formatDifference, formatLevel, formatRelative } from '../../lib/format/change-words'
import { formatMoment } from '../../lib/format/clock'
import { processName } from '../../lib/format/headline'
import type { ChangesAnswer, SeriesChange } from '../../lib/protocol/changes'
import { t } from '../../lib/words/en/changes'
import shared from '../shell/series-table.module.css'
import styles from './changes.module.css'
import { stretchAddress } from './use-changes-view'

interface ChangeTableProps {
  label: string
  changes: readonly SeriesChange[]
  answer: ChangesAnswer
  /** Of which process each is, is said, and leads there with the same stretch. */
  across?: ChosenStretch | undefined
  /** Where a series of the page's own process leads; `null`: it has no chart. */
  ownHref?: ((series: string) => { href: string; onPress: () => void } | null) | undefined
}

/** A series a row: what it was, what it is, and what happened to it. */
export function ChangeTable({ label, changes, answer, across, ownHref }: ChangeTableProps) {
  const today = useToday()
  return (
    <div className={`${shared.box} ${styles.box}`} tabIndex={0} role="region" aria-label={label}>
      <table className={shared.table}>
        <thead>
          <tr>
            <th scope="col">{t('series')}</th>
            {across && <th scope="col">{t('process')}</th>}
            <th scope="col" className={shared.number}>
              {t('before')}
            </th>
            <th scope="col" className={shared.number}>
              {t('inIt')}
            </th>
            <th scope="col" className={shared.number}>
              {t('change')}
              <span className={styles.relative} />
            </th>
            <th scope="col">{t('whatHappened')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr
              key={`${change.process} ${change.series}`}
              data-change={change.series}
              data-of-process={change.process}
              data-change-state={change.state}
            >
              <th scope="row">
                <SeriesName change={change} across={across} ownHref={ownHref} />
              </th>
              {across && <td className={`${styles.process} ${shared.whole}`}>{processName(change)}</td>}
              <td className={shared.number} data-label={t('beforeBeside')}>
                {formatLevel(change.before.mean, change)}
              </td>
              <td className={shared.number} data-label={t('inItBeside')}>
                {formatLevel(change.within.mean, change)}
              </td>
              <Difference change={change} />
              <td className={`${styles.happened} ${shared.whole}`}>
                {happened(change, answer.leastSamples, today, across !== undefined)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Of two sides that could be compared. */
function Difference({ change }: { change: SeriesChange }) {
  const isCompared = change.state === 'changed' || change.state === 'unchanged'
  return (
    <td className={shared.number} data-label={t('changeBeside')}>
      {isCompared && formatDifference(change)}
      {isCompared && <span className={styles.relative}>{formatRelative(change)}</span>}
    </td>
  )
}

/** That its process was restarted is said above a list of one process. */
function happened(change: SeriesChange, leastSamples: number, today: number, isAcross: boolean): string {
  const what = changeWords(change, leastSamples, today)
  if (!isAcross || change.restartedAtMs === null) return what
  return t('alsoRestarted', { what, at: formatMoment(change.restartedAtMs, today) })
}

function SeriesName({
  change,
  across,
  ownHref,
}: Pick<ChangeTableProps, 'across' | 'ownHref'> & { change: SeriesChange }) {
  const { series } = change
  const label = labelOf(series)
  const own = ownHref?.(series) ?? null
  const href = across ? stretchAddress(change.process, across, isCharted(series) ? series : null) : own?.href
  return (
    <>
      {href === undefined ? (
        label
      ) : (
        <Link href={href} scroll={across !== undefined} {...(own ? { onClick: own.onPress } : {})}>
          {label}
        </Link>
      )}
      {label !== series && <span className={shared.name}>{series}</span>}
    </>
  )
}

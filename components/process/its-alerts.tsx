'use client'

import Link from 'next/link'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { alertAddress } from '../alerts/alerts-view'
import { useProcessAlerts } from './process-alerts'
import styles from './story.module.css'
import { t } from '../../lib/words/en/process'

interface ItsAlertsProps {
  rules: readonly FlagWord[]
  /** Empty for what the whole process breaks. */
  series: readonly string[]
}

/** From what the story tells to the alerts about it that are not over. */
export function ItsAlerts({ rules, series }: ItsAlertsProps) {
  const { alerts } = useProcessAlerts()
  const own = (alerts ?? []).filter(
    (one) =>
      one.state !== 'resolved' &&
      rules.includes(one.rule) &&
      (one.series === undefined ? series.length === 0 : series.includes(one.series)),
  )
  return own.map(({ id, rule, series: name }) => (
    <Link
      key={id}
      className={styles.alert}
      href={alertAddress(id)}
      prefetch={false}
      title={name === undefined ? rule : t('alertOf', { rule, series: name })}
    >
      {t('itsAlert')}
    </Link>
  ))
}

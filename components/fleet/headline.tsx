import { useClientState } from '../../lib/client/react'
import { headline } from '../../lib/format/headline'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { ToneMark } from '../words/tone-mark'
import styles from './fleet-page.module.css'
import { t } from '../../lib/words/en/fleet'

interface HeadlineProps {
  rows: readonly FleetRow[]
  /** How many processes there are: rows of very many come in pages, those that ask for a look first. */
  total: number
}

/** The one sentence that matters. */
export function Headline({ rows, total }: HeadlineProps) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const { text, tone } = headline(rows, nowMs, total)
  return (
    <div className={styles.headline}>
      <h1>{t('allProcesses')}</h1>
      <p data-tone={tone} data-headline="">
        <ToneMark tone={tone} />
        {text}
      </p>
    </div>
  )
}

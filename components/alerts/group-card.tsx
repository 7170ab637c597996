'use client'

import { useId, useState } from 'react'
import { useClientState } from '../../lib/client/react'
import { sinceWords } from '../../lib/format/alert-facts'
import { countOf } from '../../lib/format/counts'
import controls from '../shell/controls.module.css'
import { FlagLabel, StandingLabel } from '../words/word'
import { AckButton } from './ack-button'
import type { ShownGroup } from './alert-groups'
import { AlertRow } from './alert-row'
import styles from './group-card.module.css'
import { SilenceButton } from './silence-dialog'
import { t } from '../../lib/words/en/alerts'

const AT_FIRST = 3
const MORE = 50

interface GroupCardProps {
  group: ShownGroup
  onChanged: () => void
}

/** One service and one rule: how it stands, what to do about all of it, and its alerts, the worst first. */
export function GroupCard({ group, onChanged }: GroupCardProps) {
  const id = useId()
  const [shown, setShown] = useState(AT_FIRST)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const { service, rule, alerts, processes, standing, waiting } = group
  const left = processes.length - shown
  return (
    <article className={`${styles.card} ${styles[standing]}`} aria-labelledby={id} data-group={`${service} ${rule}`}>
      <header className={styles.head}>
        <h2 id={id}>
          {service} <FlagLabel flag={rule} />
        </h2>
        <StandingLabel standing={standing} />
        <p>
          {countOf(processes.length, 'process')} {sinceWords(group.sinceMs, nowMs)}
          {waiting > 0 && waiting < alerts.length && t('notAcknowledged', { alerts: countOf(waiting, 'alert') })}
        </p>
        <div className={styles.actions}>
          {waiting > 0 && (
            <AckButton words={`all ${rule} of ${service}`} about={{ group: { service, rule } }} onDone={onChanged} />
          )}
          <SilenceButton match={{ service, rule }} label={t('silenceOf2', { rule, service })} onDone={onChanged} />
        </div>
      </header>
      <ol className={styles.list}>
        {processes.slice(0, shown).map((one) => (
          <AlertRow
            key={one.process}
            shown={one}
            nowMs={nowMs}
            isAlone={processes.length === 1}
            onChanged={onChanged}
          />
        ))}
      </ol>
      {left > 0 && (
        <button type="button" className={controls.button} onClick={() => setShown(shown + MORE)}>
          {left > MORE ? t('showMoreOf', { MORE, left }) : t('showMore', { left })}
        </button>
      )}
    </article>
  )
}

'use client'

import Link from 'next/link'
import { useCallback, useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { settingsApi, type DryRunInput } from '../../lib/client/settings-api'
import { useAsked, type AskedState } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { asSentence } from '../../lib/format/sentence'
import { formatMoment } from '../../lib/format/clock'
import { formatCount } from '../../lib/format/counts'
import { formatDuration } from '../../lib/format/durations'
import type { AlertRuleSettings, DryRunAnswer } from '../../lib/protocol/alert-api'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { processAddress } from '../alerts/alerts-view'
import { ChoiceField } from '../forms/field'
import controls from '../shell/controls.module.css'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'

const DAYS = [
  {
    value: '1',
    get label() {
      return t('n1Day')
    },
  },
  {
    value: '7',
    get label() {
      return t('n7Days')
    },
  },
  {
    value: '30',
    get label() {
      return t('n30Days')
    },
  },
] as const
type Days = (typeof DAYS)[number]['value']

interface DryRunProps {
  flag: FlagWord
  /** As typed, saved or not; `null` while it cannot be read. */
  settings: AlertRuleSettings | null
  graceMs: number
}

/** What the rule would have done with what is typed now; it follows the typing. */
export function DryRun({ flag, settings, graceMs }: DryRunProps) {
  const [days, setDays] = useState<Days>('7')
  // As text, so that equal settings are the same question.
  const wanted = useSettled(
    settings === null ? null : JSON.stringify({ rule: flag, settings, graceMs, days: Number(days) }),
  )
  const load = useCallback(
    async (ask: Ask, signal: AbortSignal) =>
      wanted === null ? null : settingsApi(ask).dryRun(JSON.parse(wanted) as DryRunInput, signal),
    [wanted],
  )
  const asked = useAsked(load)
  return (
    <div className={styles.dryRun} role="group" aria-label={t('dryRunOf', { flag })}>
      <ChoiceField label={t('overTheLast')} value={days} options={DAYS} onChange={setDays} />
      <p role="status" className={styles.sentence}>
        {settings === null ? t('waitsForTimesThat') : sentenceOf(asked)}
      </p>
      {asked.value !== null && asked.value.fired.length > 0 && <Fired answer={asked.value} />}
    </div>
  )
}

function sentenceOf({ value, fault }: AskedState<DryRunAnswer | null>): string {
  if (fault !== null) return fault
  return value === null ? t('looking') : asSentence(value.sentence)
}

const AT_FIRST = 5

function Fired({ answer }: { answer: DryRunAnswer }) {
  const [shown, setShown] = useState(AT_FIRST)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const { fired, total } = answer
  return (
    <>
      <ol className={styles.fired}>
        {fired.slice(0, shown).map(({ process, service, instance, series, fromMs, toMs }) => (
          <li key={`${process} ${series ?? ''} ${fromMs}`}>
            <Link href={processAddress({ process, sinceMs: fromMs, resolvedAtMs: toMs }, nowMs)}>
              {service} {instance}
            </Link>{' '}
            {series}, {formatMoment(fromMs, nowMs)},{' '}
            {toMs === null ? t('andItLasts') : t('for', { toMs: formatDuration(toMs - fromMs) })}
          </li>
        ))}
      </ol>
      {fired.length > shown && (
        <button type="button" className={controls.button} onClick={() => setShown(fired.length)}>
          {t('showMore', { length: fired.length - shown })}
        </button>
      )}
      {total > fired.length && shown >= fired.length && (
        <p className={styles.help}>{t('theseAreTheNewest', { length: fired.length, total: formatCount(total) })}</p>
      )}
    </>
  )
}

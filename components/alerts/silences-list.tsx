'use client'

import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import { matchWords } from '../../lib/format/alert-facts'
import { formatMoment } from '../../lib/format/clock'
import type { Tone } from '../../lib/format/words'
import type { SilenceView } from '../../lib/protocol/alert-api'
import { ForRole } from '../access/for-role'
import { WhoMay } from '../access/who-may'
import { FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { ToneLabel } from '../words/word'
import styles from './alerts-page.module.css'
import { SilenceButton } from './silence-dialog'
import { t } from '../../lib/words/en/alerts'

const load = (ask: Ask, signal: AbortSignal) => alertsApi(ask).silences(signal)
const STATE_TONE: Record<SilenceView['state'], Tone> = { active: 'note', planned: 'warn', ended: 'quiet' }
const SHOWN = 100

/** What is silent now, what is planned, and what lately was. */
export function SilencesList() {
  const revision = useClientState(({ alerts }) => alerts.revision)
  const asked = useAsked(load, { revision })
  const { value, again } = asked
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const silences = value?.silences ?? []
  return (
    <section className={styles.section} aria-label={t('silences')}>
      <div className={styles.sectionHead}>
        <p>{t('aSilenceKeepsMessages')}</p>
        <ForRole role="operator" otherwise={<WhoMay role="operator" text={t('operatorsSilenceAlerts')} />}>
          <SilenceButton match={{}} label={t('newSilence')} text={t('newSilence')} onDone={again} isAsked />
        </ForRole>
      </div>
      <Unanswered asked={asked} />
      {value !== null && silences.length === 0 && <p className={styles.empty}>{t('thereIsNoSilence')}</p>}
      {silences.length > 0 && (
        <div className={styles.tableBox} tabIndex={0} role="region" aria-label={t('tableOfSilences')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('state')}</th>
                <th scope="col">{t('silent')}</th>
                <th scope="col">{t('from')}</th>
                <th scope="col">{t('until')}</th>
                <th scope="col">{t('whoAndWhy')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('endIt')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {silences.slice(0, SHOWN).map((silence) => (
                <Row key={silence.id} silence={silence} nowMs={nowMs} onChanged={again} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ silence, nowMs, onChanged }: { silence: SilenceView; nowMs: number; onChanged: () => void }) {
  const { ask } = useClient()
  const doing = useDoing()
  const words = matchWords(silence.match)
  const end = () => void doing.run(() => alertsApi(ask).endSilence(silence.id)).then((isDone) => isDone && onChanged())
  return (
    <tr data-silence={silence.id}>
      <td>
        <ToneLabel word={silence.state} tone={STATE_TONE[silence.state]} />
      </td>
      <th scope="row">{words}</th>
      <td>{formatMoment(silence.fromMs, nowMs)}</td>
      <td>
        {formatMoment(silence.endedAtMs ?? silence.toMs, nowMs)}
        {silence.endedAtMs !== null && t('endedEarly')}
      </td>
      <td className={styles.long}>
        <strong>{silence.by}</strong>: {silence.why}
      </td>
      <td>
        {silence.state !== 'ended' && (
          <ForRole role="operator">
            <button
              type="button"
              className={controls.button}
              aria-label={t('endTheSilenceOf', { words })}
              disabled={doing.isBusy}
              onClick={end}
            >
              {t('end')}
            </button>
          </ForRole>
        )}
        <FormFault fault={doing.fault} />
      </td>
    </tr>
  )
}

'use client'

import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import { matchWords } from '../../lib/format/alert-words'
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
    <section className={styles.section} aria-label="Silences">
      <div className={styles.sectionHead}>
        <p>A silence keeps messages back; what it is about is still shown. A planned one is for a window of work.</p>
        <ForRole role="operator" otherwise={<WhoMay role="operator" acts="silence alerts" />}>
          <SilenceButton match={{}} label="New silence" text="New silence" onDone={again} />
        </ForRole>
      </div>
      <Unanswered asked={asked} />
      {value !== null && silences.length === 0 && (
        <p className={styles.empty}>There is no silence, and none is planned.</p>
      )}
      {silences.length > 0 && (
        <div className={styles.tableBox} tabIndex={0} role="region" aria-label="Table of silences">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Silent</th>
                <th scope="col">From</th>
                <th scope="col">Until</th>
                <th scope="col">Who and why</th>
                <th scope="col">
                  <span className="visually-hidden">End it</span>
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
        {silence.endedAtMs !== null && ' (ended early)'}
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
              aria-label={`End the silence of ${words}`}
              disabled={doing.isBusy}
              onClick={end}
            >
              End
            </button>
          </ForRole>
        )}
        <FormFault fault={doing.fault} />
      </td>
    </tr>
  )
}

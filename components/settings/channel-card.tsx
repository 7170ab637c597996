'use client'

import { useState } from 'react'
import { useClient, useClientState } from '../../lib/client/react'
import { settingsApi } from '../../lib/client/settings-api'
import { useDoing } from '../../lib/client/use-doing'
import { CHANNEL_KIND } from '../../lib/format/alert-facts'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { ChannelView } from '../../lib/protocol/alert-api'
import type { DeliveryAttempt } from '../../lib/protocol/alerts'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import { ChannelDialog } from './channel-dialog'
import { Outcome } from './outcome'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'

interface ChannelCardProps {
  channel: ChannelView
  onChanged: () => void
}

/** One channel: what it is told of, how its newest message went, and a test by one press. */
export function ChannelCard({ channel, onChanged }: ChannelCardProps) {
  const { ask } = useClient()
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const [attempt, setAttempt] = useState<DeliveryAttempt | null>(null)
  const doing = useDoing()
  const api = settingsApi(ask)
  const { id, name, settings, isEnabled } = channel
  const test = async () => {
    if (await doing.run(async () => setAttempt(await api.tryChannel(id)))) onChanged()
  }
  const done = () => {
    setOpen(null)
    onChanged()
  }
  const remove = async () => {
    if (await doing.run(() => api.removeChannel(id))) done()
  }
  return (
    <li className={styles.channel} data-channel={name}>
      <div className={styles.channelHead}>
        <h3>{name}</h3>
        <span>{CHANNEL_KIND[settings.kind]}</span>
        {!isEnabled && <ToneLabel word={t('switchedOff')} tone="quiet" />}
        <div className={styles.channelActions}>
          <button
            type="button"
            className={controls.button}
            aria-label={t('sendATestTo', { name })}
            disabled={doing.isBusy}
            onClick={() => void test()}
          >
            {doing.isBusy ? t('sending') : t('sendATest')}
          </button>
          <button
            type="button"
            className={controls.button}
            aria-label={t('edit', { name })}
            onClick={() => setOpen('edit')}
          >
            {t('edit2')}
          </button>
          <button
            type="button"
            className={controls.button}
            aria-label={t('remove', { name })}
            onClick={() => setOpen('remove')}
          >
            {t('remove2')}
          </button>
        </div>
      </div>
      <p>{audienceWords(channel)}</p>
      <LastResult channel={channel} />
      <FormFault fault={open === null ? doing.fault : null} />
      <Outcome attempt={attempt} />
      {open === 'edit' && <ChannelDialog channel={channel} onDone={done} onClose={() => setOpen(null)} />}
      {open === 'remove' && (
        <ConfirmDialog
          title={t('remove3', { name })}
          act={t('remove2')}
          doing={doing}
          onAct={() => void remove()}
          onClose={() => setOpen(null)}
        >
          {t('nothingIsSentThere')}
        </ConfirmDialog>
      )}
    </li>
  )
}

function LastResult({ channel: { last, queued } }: { channel: ChannelView }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  return (
    <p className={styles.last}>
      {last ? (
        <>
          <ToneLabel word={last.ok ? t('sent') : t('failed')} tone={last.ok ? 'good' : 'bad'} />{' '}
          {formatMoment(last.atMs, nowMs)}: {last.answer}
        </>
      ) : (
        t('noAlertWasSent')
      )}
      {queued > 0 && t('toBeTriedAgain', { queued })}
    </p>
  )
}

export function audienceWords({ match, escalateAfterMs }: Pick<ChannelView, 'match' | 'escalateAfterMs'>): string {
  const rules = match.rules?.length ? match.rules.join(', ') : t('allRules')
  const services = match.services?.length ? match.services.join(', ') : t('allServices')
  const when =
    escalateAfterMs === null
      ? t('atOnce')
      : t('afterWithoutAnAcknowledgement', { escalateAfterMs: formatDuration(escalateAfterMs) })
  return t('toldOfIn', { rules, services, when })
}

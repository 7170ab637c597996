'use client'

import { useState } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useRemembered } from '../../lib/client/use-remembered'
import type { AckInput } from '../../lib/protocol/alert-api'
import type { Alert, AlertGroup } from '../../lib/protocol/alerts'
import { ForRole } from '../access/for-role'
import { FormDialog } from '../forms/form-dialog'
import { Field, FormFault } from '../forms/field'
import { NameField } from '../forms/name-field'
import controls from '../shell/controls.module.css'
import { useAskedAct } from '../shell/use-asked-act'
import { t } from '../../lib/words/en/alerts'

type About = { alerts: readonly Alert[] } | { group: AlertGroup }

interface AckButtonProps {
  /** What is acknowledged, for the button's name. */
  words: string
  about: About
  isSmall?: boolean
  /** An address asks for it by this button: of those of its page, by one alone. */
  isAsked?: boolean
  onDone: () => void
}

/** Taking an alert on is for those who may. */
export function AckButton(props: AckButtonProps) {
  return (
    <ForRole role="operator">
      <Acknowledge {...props} />
    </ForRole>
  )
}

/** One press takes it on, once the browser knows the name; a note is a press more. */
function Acknowledge({ words, about, isSmall = false, isAsked = false, onDone }: AckButtonProps) {
  const { ask } = useClient()
  const [{ name }] = useRemembered()
  const [isOpen, setOpen] = useState(false)
  const doing = useDoing()
  const opener = useAskedAct(isAsked ? 'acknowledge' : null, () => setOpen(true))
  const send = async (input: AckInput) => {
    const api = alertsApi(ask)
    const isDone = await doing.run(() =>
      'group' in about
        ? api.acknowledgeGroup(about.group, input)
        : Promise.all(about.alerts.map(({ id }) => api.acknowledge(id, input))),
    )
    if (!isDone) return
    setOpen(false)
    onDone()
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={`${controls.button} ${isSmall ? '' : controls.primary}`}
        aria-label={t('acknowledge', { words })}
        title={name === '' ? t('asksForYourName') : t('as', { name })}
        disabled={doing.isBusy}
        onClick={() => (name === '' ? setOpen(true) : void send({ by: name, note: '' }))}
      >
        {t('acknowledge2')}
      </button>
      {!isSmall && name !== '' && (
        <button
          type="button"
          className={controls.button}
          aria-label={t('acknowledgeWithANote', { words })}
          onClick={() => setOpen(true)}
        >
          {t('withANote')}
        </button>
      )}
      {!isOpen && <FormFault fault={doing.fault} />}
      {isOpen && (
        <AckDialog
          words={words}
          fault={doing.fault}
          isBusy={doing.isBusy}
          onSend={send}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

interface AckDialogProps {
  words: string
  fault: string | null
  isBusy: boolean
  onSend: (input: AckInput) => Promise<void>
  onClose: () => void
}

function AckDialog({ words, fault, isBusy, onSend, onClose }: AckDialogProps) {
  const [{ name }, remember] = useRemembered()
  const [by, setBy] = useState(name)
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const nameFault = by.trim() === '' ? t('aNameIsNeeded') : null
  const save = () => {
    setTried(true)
    if (nameFault !== null) return
    remember({ name: by.trim() })
    void onSend({ by: by.trim(), note: note.trim() })
  }
  return (
    <FormDialog
      title={t('acknowledge', { words })}
      act={t('acknowledge2')}
      isBusy={isBusy}
      fault={fault}
      onSend={save}
      onClose={onClose}
    >
      <p>{t('noMessageRepeatsIt')}</p>
      <NameField value={by} onChange={setBy} isFirst={name === ''} fault={isTried ? nameFault : null} />
      <Field label={t('note')} value={note} onChange={setNote} isFirst={name !== ''} maxLength={2_000} />
    </FormDialog>
  )
}

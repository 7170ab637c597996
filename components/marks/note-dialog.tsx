'use client'

import { useState } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useRemembered } from '../../lib/client/use-remembered'
import { fromTimeInput, toTimeInput } from '../../lib/format/input-time'
import { ANNOTATION_KINDS, ANNOTATION_TITLE_CHARS, type AnnotationKind } from '../../lib/protocol/annotations'
import { Dialog } from '../forms/dialog'
import { ChoiceField, Field, FormFault } from '../forms/field'
import forms from '../forms/forms.module.css'
import { NameField } from '../forms/name-field'
import controls from '../shell/controls.module.css'
import { t } from '../../lib/words/en/charts'

interface NoteDialogProps {
  atMs: number
  process: string
  service: string
  instance: string
  onClose: () => void
}

type About = 'process' | 'service' | 'all'
/** What people tell; restarts and the like tell themselves. */
const TOLD = ANNOTATION_KINDS.filter((kind) => kind === 'note' || kind === 'deploy')

/** Something that happened, put on the charts by a person. */
export function NoteDialog({ atMs, process, service, instance, onClose }: NoteDialogProps) {
  const { ask } = useClient()
  const [{ name }, remember] = useRemembered()
  const [time, setTime] = useState(() => toTimeInput(atMs))
  const [title, setTitle] = useState('')
  const [by, setBy] = useState(name)
  const [kind, setKind] = useState<AnnotationKind>('note')
  const [about, setAbout] = useState<About>('service')
  const doing = useDoing()
  const whenMs = fromTimeInput(time)
  const save = async () => {
    if (whenMs === null || title.trim() === '') return
    if (by.trim() !== '') remember({ name: by.trim() })
    const saved = await doing.run(() =>
      alertsApi(ask).annotate({
        atMs: whenMs,
        kind,
        title: title.trim(),
        ...(by.trim() === '' ? {} : { author: by.trim() }),
        ...(about === 'all' ? {} : { service }),
        ...(about === 'process' ? { process } : {}),
      }),
    )
    if (saved) onClose()
  }
  return (
    <Dialog title={t('addANote')} onClose={onClose}>
      <form
        className={forms.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field
          label={t('whatHappened')}
          value={title}
          onChange={setTitle}
          isFirst
          isRequired
          maxLength={ANNOTATION_TITLE_CHARS}
          placeholder={t('turnedTheCacheOff')}
        />
        <ChoiceField
          label={t('kind')}
          value={kind}
          onChange={setKind}
          options={TOLD.map((value) => ({ value, label: value }))}
        />
        <div className={forms.row}>
          <Field
            label={t('when')}
            type="datetime-local"
            value={time}
            onChange={setTime}
            isRequired
            step={1}
            fault={whenMs === null ? t('giveADayAnd') : null}
          />
          <NameField value={by} onChange={setBy} isRequired={false} />
        </div>
        <ChoiceField
          label={t('onTheChartsOf')}
          value={about}
          onChange={setAbout}
          options={[
            { value: 'service', label: t('allOf', { service }) },
            { value: 'process', label: t('only', { instance }) },
            { value: 'all', label: t('everyProcess') },
          ]}
        />
        <FormFault fault={doing.fault} />
        <div className={forms.actions}>
          <button type="button" className={controls.button} onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="submit" className={`${controls.button} ${controls.primary}`} disabled={doing.isBusy}>
            {t('addNote')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

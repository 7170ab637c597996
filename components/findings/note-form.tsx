'use client'

import { useState } from 'react'
import { useRemembered } from '../../lib/client/use-remembered'
import { FINDING_LIMITS } from '../../lib/protocol/findings'
import { Field } from '../forms/field'
import controls from '../shell/controls.module.css'
import styles from './findings.module.css'
import { t } from '../../lib/words/en/findings'

interface NoteFormProps {
  /** Of the finding. */
  title: string
  isBusy: boolean
  /** Resolves to whether it was kept. */
  onNote: (note: { by: string; text: string }) => Promise<boolean>
}

/** The name is asked for until the browser knows it. */
export function NoteForm({ title, isBusy, onNote }: NoteFormProps) {
  const [{ name }, remember] = useRemembered()
  const [text, setText] = useState('')
  const [by, setBy] = useState('')
  const who = name === '' ? by.trim() : name
  const isReady = text.trim() !== '' && who !== ''
  const save = async () => {
    if (!isReady) return
    if (!(await onNote({ by: who, text: text.trim() }))) return
    remember({ name: who })
    setText('')
  }
  return (
    <form
      className={styles.noteForm}
      aria-label={t('noteOn', { title })}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label={t('note')} value={text} onChange={setText} maxLength={FINDING_LIMITS.textChars} />
      {name === '' && <Field label={t('yourName')} value={by} onChange={setBy} autoComplete="name" maxLength={200} />}
      <button type="submit" className={controls.button} disabled={isBusy || !isReady}>
        {t('addNote')}
      </button>
    </form>
  )
}

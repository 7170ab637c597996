'use client'

import { useId, useState } from 'react'
import { findingsApi } from '../../lib/client/findings-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { FINDING_LIMITS, type Finding } from '../../lib/protocol/findings'
import { Below, Field } from '../forms/field'
import forms from '../forms/forms.module.css'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'
import styles from './findings.module.css'
import { t } from '../../lib/words/en/findings'

interface FindingDialogProps {
  /** Absent: a new one. */
  finding?: Finding
  onDone: () => void
  onClose: () => void
}

export function FindingDialog({ finding, onDone, onClose }: FindingDialogProps) {
  const { ask } = useClient()
  const [title, setTitle] = useState(finding?.title ?? '')
  const [where, setWhere] = useState(finding?.where ?? '')
  const doing = useDoing()
  const id = useId()
  const isBlank = title.trim() === ''
  const save = async (by: string) => {
    const api = findingsApi(ask)
    const texts = { title: title.trim(), where: where.trim() }
    const isDone = await doing.run(() =>
      finding ? api.change(finding.id, texts) : api.add({ ...texts, status: 'not started', evidence: [], by }),
    )
    if (isDone) onDone()
  }
  return (
    <NameDialog
      title={finding ? t('editTheFinding') : t('addAFinding')}
      act={finding ? t('save') : t('add')}
      isBusy={doing.isBusy}
      isBarred={isBlank}
      fault={doing.fault}
      onAct={(by) => void save(by)}
      onClose={onClose}
    >
      <Field
        label={t('whatWasFound')}
        value={title}
        onChange={setTitle}
        isRequired
        isFirst
        maxLength={FINDING_LIMITS.titleChars}
      />
      <div className={forms.field}>
        <label htmlFor={id}>{t('where')}</label>
        <textarea
          id={id}
          className={`${controls.field} ${styles.area}`}
          rows={3}
          value={where}
          maxLength={FINDING_LIMITS.whereChars}
          aria-describedby={`${id}-more`}
          onChange={(event) => setWhere(event.target.value)}
        />
        <Below id={`${id}-more`} hint={t('fileAndLineOne')} />
      </div>
    </NameDialog>
  )
}

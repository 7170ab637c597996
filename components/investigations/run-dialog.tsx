'use client'

import type { Ask } from '../../lib/client/ask'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClient } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import {
  INVESTIGATION_LIMITS,
  type InvestigationAnswer,
  type RunAnswer,
  type RunSettings,
} from '../../lib/protocol/investigations'
import { Field, SelectField } from '../forms/field'
import { FormDialog } from '../forms/form-dialog'
import forms from '../forms/forms.module.css'
import { ALL, useRunForm } from './use-run-form'
import { t } from '../../lib/words/en/investigations'

interface RunDialogProps {
  answer: Pick<InvestigationAnswer, 'id' | 'service' | 'atMs'>
  /** Absent: a new one. */
  run?: RunAnswer
  /** What a new one begins with: what was said to tell most. */
  settings?: RunSettings | undefined
  onDone: () => void
  onClose: () => void
}

const load = (ask: Ask, signal: AbortSignal) => ask<{ processes: ProcessSummary[] }>('/api/v1/processes', { signal })

/** A run by hand: one that begins now, or a stretch of time that is kept already. */
export function RunDialog({ answer, run, settings = {}, onDone, onClose }: RunDialogProps) {
  const { ask } = useClient()
  const { value } = useAsked(load)
  const form = useRunForm({ run, settings, nowMs: answer.atMs })
  const doing = useDoing()
  const processes = value?.processes.filter(({ service }) => service === answer.service) ?? []
  const save = async () => {
    const { read } = form
    if (read === null) return
    const api = investigationsApi(ask)
    const isDone = await doing.run(() => (run ? api.changeRun(answer.id, run.id, read) : api.addRun(answer.id, read)))
    if (isDone) onDone()
  }
  return (
    <FormDialog
      title={run ? t('editTheRun') : t('addARun')}
      act={run ? t('save') : t('add')}
      isBusy={doing.isBusy}
      isBarred={form.read === null}
      fault={doing.fault}
      onSend={() => void save()}
      onClose={onClose}
    >
      <Field
        label={t('label')}
        value={form.label}
        onChange={form.setLabel}
        isFirst
        isRequired
        maxLength={INVESTIGATION_LIMITS.labelChars}
        placeholder={t('withoutKeepAlive')}
      />
      <Field
        label={t('settingsThatWereToggled')}
        value={form.typed}
        onChange={form.setTyped}
        placeholder="KEEP_ALIVE=false"
        hint={t('nameValueMoreThan')}
        fault={form.settingsFault}
      />
      <SelectField
        label={t('process')}
        value={form.process}
        options={[
          { value: ALL, label: t('allOf', { service: answer.service }) },
          ...processes.map(({ id, instance }) => ({ value: id, label: instance })),
        ]}
        onChange={form.setProcess}
      />
      <div className={forms.row}>
        <Field
          label={t('from')}
          type="datetime-local"
          step={1}
          value={form.from}
          onChange={form.setFrom}
          isRequired
          fault={form.fromFault}
        />
        <Field
          label={t('to')}
          type="datetime-local"
          step={1}
          value={form.to}
          onChange={form.setTo}
          hint={t('emptyItGoesOn')}
          fault={form.toFault}
        />
      </div>
    </FormDialog>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClient } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import { INVESTIGATION_LIMITS } from '../../lib/protocol/investigations'
import { CheckField, Field, SelectField } from '../forms/field'
import { FormDialog } from '../forms/form-dialog'
import forms from '../forms/forms.module.css'
import { investigationAddress } from './investigation-address'
import { t } from '../../lib/words/en/investigations'

const load = (ask: Ask, signal: AbortSignal) => ask<{ processes: ProcessSummary[] }>('/api/v1/processes', { signal })

/** What most investigations are about, first. */
const COMMON = ['memory.live_set', 'memory.rss', 'memory.unattributed', 'memory.external']

interface BeginDialogProps {
  /** The service that it is about, unless another is chosen; empty: the first. */
  about: string
  onClose: () => void
}

export function BeginDialog({ about, onClose }: BeginDialogProps) {
  const { ask } = useClient()
  const router = useRouter()
  const { value, fault } = useAsked(load)
  const processes = value?.processes ?? []
  const services = [...new Set(processes.map(({ service }) => service))].toSorted()
  const [title, setTitle] = useState('')
  const [question, setQuestion] = useState('')
  const [chosen, setService] = useState(about)
  const [metric, setMetric] = useState('memory.live_set')
  const [followsLives, setFollows] = useState(true)
  const [isFromNow, setFromNow] = useState(true)
  const doing = useDoing()
  const service = chosen || (services[0] ?? '')
  const begin = async () => {
    const isDone = await doing.run(async () => {
      const runs = isFromNow ? [{ label: t('asUsual') }] : []
      const input = { title: title.trim(), question: question.trim(), service, metric, followsLives, runs }
      const { id } = await investigationsApi(ask).begin(input)
      router.push(investigationAddress(id))
    })
    if (isDone) onClose()
  }
  const isBarred = title.trim() === '' || service === ''
  return (
    <FormDialog
      title={t('beginAnInvestigation')}
      act={t('begin')}
      isBusy={doing.isBusy}
      isBarred={isBarred}
      fault={doing.fault ?? fault}
      onSend={() => void begin()}
      onClose={onClose}
    >
      <Field
        label={t('title')}
        value={title}
        onChange={setTitle}
        isFirst
        isRequired
        maxLength={INVESTIGATION_LIMITS.titleChars}
        placeholder={t('whatHoldsTheConnections')}
      />
      <Field
        label={t('whatDoYouWant')}
        value={question}
        onChange={setQuestion}
        maxLength={INVESTIGATION_LIMITS.questionChars}
        placeholder={t('doesItStillGrow')}
      />
      <div className={forms.row}>
        <SelectField
          label={t('service')}
          value={service}
          options={services.map((one) => ({ value: one, label: one }))}
          onChange={setService}
        />
        <SelectField
          label={t('whatGrows')}
          value={metric}
          options={metricsOf(processes, service).map((one) => ({ value: one, label: one }))}
          onChange={setMetric}
        />
      </div>
      <CheckField label={t('aRunOfIt')} isChecked={isFromNow} onChange={setFromNow} />
      <CheckField label={t('aLifeWithAnother')} isChecked={followsLives} onChange={setFollows} />
      {value !== null && services.length === 0 && <p>{t('noProcessHasSaid')}</p>}
    </FormDialog>
  )
}

function metricsOf(processes: readonly ProcessSummary[], service: string): string[] {
  const named = processes
    .filter((one) => one.service === service)
    .flatMap(({ series }) => series.filter(({ kind }) => kind !== 'counter').map(({ name }) => name))
  return [...new Set([...COMMON, ...named.toSorted()])]
}

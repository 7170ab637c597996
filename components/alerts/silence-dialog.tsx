'use client'

import { useState } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useRemembered } from '../../lib/client/use-remembered'
import { matchWords } from '../../lib/format/alert-facts'
import type { AlertMatch } from '../../lib/protocol/alerts'
import { FLAG_WORDS } from '../../lib/protocol/vocabulary'
import { ForRole } from '../access/for-role'
import { FormDialog } from '../forms/form-dialog'
import { ChoiceField, Field, SelectField } from '../forms/field'
import forms from '../forms/forms.module.css'
import { NameField } from '../forms/name-field'
import controls from '../shell/controls.module.css'
import { useAskedAct } from '../shell/use-asked-act'
import { LASTS, readSilence, type SilenceFaults, type SilenceForm } from './silence-input'
import { t } from '../../lib/words/en/alerts'

interface SilenceButtonProps {
  match: AlertMatch
  /** What the button says to who cannot see what it stands beside. */
  label: string
  text?: string
  /** An address asks for it by this button, and may name a service: of those of its page, by one alone. */
  isAsked?: boolean
  onDone: () => void
}

export function SilenceButton(props: SilenceButtonProps) {
  return (
    <ForRole role="operator">
      <Silence {...props} />
    </ForRole>
  )
}

function Silence({ match, label, text = t('silence'), isAsked = false, onDone }: SilenceButtonProps) {
  const [open, setOpen] = useState<AlertMatch | null>(null)
  const opener = useAskedAct(isAsked ? 'silence' : null, (service) =>
    setOpen(service === null ? match : { ...match, service }),
  )
  const close = () => setOpen(null)
  const done = () => {
    close()
    onDone()
  }
  return (
    <>
      <button ref={opener} type="button" className={controls.button} aria-label={label} onClick={() => setOpen(match)}>
        {text}
      </button>
      {open && <SilenceDialog match={open} onDone={done} onClose={close} />}
    </>
  )
}

interface SilenceDialogProps {
  match: AlertMatch
  onDone: () => void
  onClose: () => void
}

/** What is to be silent, for how long, who says so and why. A planned window starts later. */
function SilenceDialog({ match, onDone, onClose }: SilenceDialogProps) {
  const { ask, nowMs } = useClient()
  const [{ name }, remember] = useRemembered()
  const [form, setForm] = useState(() => formOf(match, name))
  const [isTried, setTried] = useState(false)
  const doing = useDoing()
  const isBlank = Object.keys(match).length === 0
  const set = (change: Partial<SilenceForm>) => setForm((before) => ({ ...before, ...change }))
  const read = readSilence(form, nowMs())
  const faults: SilenceFaults = isTried && !read.ok ? read.faults : {}
  const save = async () => {
    setTried(true)
    if (!read.ok) return
    remember({ name: read.input.by })
    if (await doing.run(() => alertsApi(ask).silence(read.input))) onDone()
  }
  return (
    <FormDialog
      title={isBlank ? t('newSilence') : t('silence2', { match: matchWords(match) })}
      act={t('silence')}
      isBusy={doing.isBusy}
      fault={faults.match ?? doing.fault}
      onSend={() => void save()}
      onClose={onClose}
    >
      <p>{t('nothingIsSentAbout')}</p>
      <ChoiceField label={t('for')} value={form.lasts} onChange={(lasts) => set({ lasts })} options={LASTS} />
      {form.lasts === 'until' && (
        <Field
          label={t('until')}
          type="datetime-local"
          value={form.until}
          onChange={(until) => set({ until })}
          fault={faults.until}
          isRequired
        />
      )}
      <Field
        label={t('why')}
        value={form.why}
        onChange={(why) => set({ why })}
        fault={faults.why}
        isRequired
        isFirst
        maxLength={2_000}
      />
      <NameField value={form.by} onChange={(by) => set({ by })} fault={faults.by} />
      <details className={forms.more} open={isBlank || undefined}>
        <summary>{t('whatIsSilencedAnd')}</summary>
        <MatchFields form={form} faults={faults} set={set} />
      </details>
    </FormDialog>
  )
}

interface MatchFieldsProps {
  form: SilenceForm
  faults: SilenceFaults
  set: (change: Partial<SilenceForm>) => void
}

/** Each that is filled in must fit. */
function MatchFields({ form, faults, set }: MatchFieldsProps) {
  const rules = [{ value: '' as const, label: t('anyRule2') }, ...FLAG_WORDS.map((value) => ({ value, label: value }))]
  return (
    <div className={forms.row}>
      <SelectField label={t('rule')} value={form.rule} onChange={(rule) => set({ rule })} options={rules} />
      <Field label={t('service')} value={form.service} onChange={(service) => set({ service })} hint={t('emptyAny')} />
      <Field
        label={t('process')}
        value={form.process}
        onChange={(process) => set({ process })}
        hint={t('itsIdEmptyAny')}
      />
      <Field
        label={t('labels2')}
        value={form.labels}
        onChange={(labels) => set({ labels })}
        fault={faults.labels}
        hint={t('zoneEuTierWeb')}
      />
      <Field
        label={t('starting')}
        type="datetime-local"
        value={form.from}
        onChange={(from) => set({ from })}
        fault={faults.from}
        hint={t('emptyAtOnce')}
      />
    </div>
  )
}

function formOf(match: AlertMatch, name: string): SilenceForm {
  const labels = Object.entries(match.labels ?? {}).map(([label, value]) => `${label}=${value}`)
  return {
    service: match.service ?? '',
    process: match.process ?? '',
    rule: match.rule ?? '',
    labels: labels.join(', '),
    lasts: '1h',
    until: '',
    from: '',
    by: name,
    why: '',
  }
}

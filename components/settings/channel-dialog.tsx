'use client'

import { useEffect, useState } from 'react'
import { useClient } from '../../lib/client/react'
import { settingsApi, type ChannelFault } from '../../lib/client/settings-api'
import { useDoing } from '../../lib/client/use-doing'
import { useSettled } from '../../lib/client/use-settled'
import { CHANNEL_KIND } from '../../lib/format/alert-facts'
import type { ChannelView } from '../../lib/protocol/alert-api'
import type { ChannelKind, DeliveryAttempt } from '../../lib/protocol/alerts'
import { FormDialog } from '../forms/form-dialog'
import { CheckField, Field, SelectField } from '../forms/field'
import forms from '../forms/forms.module.css'
import controls from '../shell/controls.module.css'
import { AudienceFields } from './audience-fields'
import { allFaults, formOf, inputOf, NEW_CHANNEL, ownFaults, type ChannelForm } from './channel-form'
import { Outcome } from './outcome'
import { SettingsFields } from './settings-fields'
import { t } from '../../lib/words/en/settings'

interface ChannelDialogProps {
  /** Absent for a new one. */
  channel?: ChannelView
  onDone: () => void
  onClose: () => void
}

const KINDS = Object.entries(CHANNEL_KIND).map(([value, label]) => ({ value: value as ChannelKind, label }))

/** A channel, checked by the hub as it is typed; a test goes out before it is saved. */
export function ChannelDialog({ channel, onDone, onClose }: ChannelDialogProps) {
  const { ask } = useClient()
  const [form, setForm] = useState<ChannelForm>(() => (channel ? formOf(channel) : NEW_CHANNEL))
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [isTried, setTried] = useState(false)
  const [attempt, setAttempt] = useState<DeliveryAttempt | null>(null)
  const doing = useDoing()
  const secretsSet = channel && channel.settings.kind === form.kind ? channel.secrets : []
  const hubFaults = useHubFaults(form)
  const missing = ownFaults(form, secretsSet)
  const faults = allFaults(missing, hubFaults)
  const faultOf = (path: string) => (isTried || touched.has(path) ? faults[path] : undefined)
  const set = (change: Partial<ChannelForm>, path?: string) => {
    setForm((before) => ({ ...before, ...change }))
    setAttempt(null)
    doing.clear()
    if (path !== undefined) setTouched((before) => new Set(before).add(path))
  }
  const isMissing = Object.keys(missing).length > 0
  // What the hub found wrong a moment ago may be right by now: it is asked again by the act itself.
  const run = async (act: () => Promise<unknown>) => {
    setTried(true)
    return !isMissing && (await doing.run(act))
  }
  const api = settingsApi(ask)
  const save = async () => {
    const input = inputOf(form)
    if (await run(() => (channel ? api.setChannel(channel.id, input) : api.addChannel(input)))) onDone()
  }
  const test = () => run(async () => setAttempt(await api.tryUnsaved(inputOf(form))))
  const fields = { form, faultOf, set }
  return (
    <FormDialog
      title={channel ? t('edit', { name: channel.name }) : t('addAChannel')}
      act={channel ? t('save') : t('addChannel')}
      isBusy={doing.isBusy}
      fault={doing.fault ?? (isTried && isMissing ? t('somethingIsMissingIt') : null)}
      onSend={() => void save()}
      onClose={onClose}
      beside={
        <button type="button" className={controls.button} disabled={doing.isBusy} onClick={() => void test()}>
          {t('sendATest')}
        </button>
      }
    >
      <div className={forms.row}>
        <Field
          label={t('name')}
          value={form.name}
          onChange={(name) => set({ name }, 'name')}
          fault={faultOf('name')}
          isRequired
          isFirst
          maxLength={100}
        />
        <SelectField label={t('kind')} value={form.kind} options={KINDS} onChange={(kind) => set({ kind })} />
      </div>
      <SettingsFields {...fields} secretsSet={secretsSet} />
      <AudienceFields {...fields} />
      <CheckField
        label={t('itMayReachThis')}
        isChecked={form.mayReachPrivate}
        onChange={(mayReachPrivate) => set({ mayReachPrivate })}
      />
      <CheckField label={t('enabled')} isChecked={form.isEnabled} onChange={(isEnabled) => set({ isEnabled })} />
      <Outcome attempt={attempt} />
    </FormDialog>
  )
}

/** The hub's own check of what is typed, when the typing rests. */
function useHubFaults(form: ChannelForm): readonly ChannelFault[] {
  const { ask } = useClient()
  const [faults, setFaults] = useState<readonly ChannelFault[]>([])
  // As text, so that an equal form is the same form.
  const typed = useSettled(JSON.stringify(inputOf(form)))
  useEffect(() => {
    const controller = new AbortController()
    settingsApi(ask)
      .checkChannel(JSON.parse(typed) as ReturnType<typeof inputOf>, controller.signal)
      .then(
        (answer) => setFaults(answer.faults),
        // A hub that is away checks nothing now; it refuses what is wrong when it is saved.
        () => !controller.signal.aborted && setFaults([]),
      )
    return () => controller.abort()
  }, [ask, typed])
  return faults
}

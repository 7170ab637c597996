import { useState } from 'react'
import { fromTimeInput, toTimeInput } from '../../lib/format/input-time'
import { readSettings } from '../../lib/format/investigation-words'
import type { Run, RunSettings } from '../../lib/protocol/investigations'
import { t } from '../../lib/words/en/investigations'

/** Every process of the service. */
export const ALL = ''

interface RunFormStart {
  /** Absent: a new one, with these settings, from now on. */
  run: Pick<Run, 'label' | 'settings' | 'process' | 'fromMs' | 'toMs'> | undefined
  settings: RunSettings
  nowMs: number
}

/** What is typed of a run, what is wrong with it, and the run once nothing is. */
export function useRunForm({ run, settings: initial, nowMs }: RunFormStart) {
  const [label, setLabel] = useState(run?.label ?? '')
  const [typed, setTyped] = useState(() => settingsInput(run?.settings ?? initial))
  const [process, setProcess] = useState(run?.process ?? ALL)
  const [from, setFrom] = useState(() => toTimeInput(run?.fromMs ?? nowMs))
  const [to, setTo] = useState(() => timeInput(run?.toMs))
  const settings = readSettings(typed)
  const fromMs = untouched(from, run?.fromMs) ?? fromTimeInput(from)
  const toMs = untouched(to, run?.toMs) ?? fromTimeInput(to)
  const fromFault = fromMs === null ? t('giveADayAnd') : null
  const toFault = faultOfEnd(to, fromMs, toMs)
  const isReady = label.trim() !== '' && fromMs !== null && toFault === null && 'settings' in settings
  return {
    label,
    setLabel,
    typed,
    setTyped,
    process,
    setProcess,
    from,
    setFrom,
    to,
    setTo,
    settingsFault: 'fault' in settings ? settings.fault : null,
    fromFault,
    toFault,
    read: isReady
      ? {
          label: label.trim(),
          settings: settings.settings,
          process: process === ALL ? null : process,
          fromMs,
          toMs: to === '' ? null : toMs,
        }
      : null,
  }
}

const timeInput = (atMs: number | null | undefined) => (typeof atMs === 'number' ? toTimeInput(atMs) : '')

/** What nobody touched keeps its milliseconds, which the field does not show. */
function untouched(typed: string, atMs: number | null | undefined): number | null {
  return typeof atMs === 'number' && typed === toTimeInput(atMs) ? atMs : null
}

function faultOfEnd(to: string, fromMs: number | null, toMs: number | null): string | null {
  if (to === '') return null
  if (toMs === null) return t('giveADayAndA')
  return fromMs !== null && toMs < fromMs ? t('itEndsBeforeIt') : null
}

function settingsInput(settings: RunSettings): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')
}

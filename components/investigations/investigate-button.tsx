'use client'

import { useRouter } from 'next/navigation'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import type { Alert } from '../../lib/protocol/alerts'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import { INVESTIGATION_LIMITS } from '../../lib/protocol/investigations'
import { FormFault } from '../forms/field'
import { ForRole } from '../access/for-role'
import controls from '../shell/controls.module.css'
import { investigationAddress } from './investigation-address'
import { t } from '../../lib/words/en/investigations'

/** Where an alert is about no series of its own, memory that stays is what the question is about. */
const WHOLE_PROCESS = 'memory.live_set'

/** From an alert to an investigation by one press: its first run is the life that grows, and a deploy begins the next one. */
export function InvestigateButton({ alert }: { alert: Alert }) {
  const { ask } = useClient()
  const router = useRouter()
  const doing = useDoing()
  const begin = () =>
    doing.run(async () => {
      const { id } = await investigationsApi(ask).begin(await beginningOf(alert, ask))
      router.push(investigationAddress(id))
    })
  return (
    <ForRole role="operator">
      <button type="button" className={controls.button} disabled={doing.isBusy} onClick={() => void begin()}>
        {t('investigate')}
      </button>
      <FormFault fault={doing.fault} />
    </ForRole>
  )
}

async function beginningOf(alert: Alert, ask: ReturnType<typeof useClient>['ask']) {
  const { process, service, instance, series, sinceMs, reason } = alert
  const metric = series ?? WHOLE_PROCESS
  const life = await ask<ProcessDetail>(`/api/v1/processes/${encodeURIComponent(process)}`)
  // As a run that begins with a deploy has them, so that the two differ in what was deployed and in nothing else.
  const settings = { ...(life.version === undefined ? {} : { version: life.version }), ...life.labels }
  return {
    title: t('whyDoesOfGrow', { metric, service, instance }).slice(0, INVESTIGATION_LIMITS.titleChars),
    question: reason.slice(0, INVESTIGATION_LIMITS.questionChars),
    service,
    metric,
    followsLives: true,
    // An alert of an earlier life began before this one did.
    runs: [{ label: labelOf(life.version), settings, process, fromMs: Math.min(life.startedAtMs, sinceMs) }],
  }
}

function labelOf(version: string | undefined): string {
  return version === undefined ? t('asItIs') : t('version', { version }).slice(0, INVESTIGATION_LIMITS.labelChars)
}

'use client'

import { useClient } from '../../lib/client/react'
import { t } from '../../lib/words/en/access'
import { Unanswered } from '../shell/unanswered'

/** In the place of what depends on who looks, until the hub said whom it takes this browser for. It is asked again by itself once it is back. */
export function WhoLooks() {
  const client = useClient()
  return (
    <Unanswered asked={{ value: null, fault: null, again: () => void client.askWho() }} asking={t('askingTheHubWho')} />
  )
}

'use client'

import { useSearchParams } from 'next/navigation'
import { lazy, Suspense, useLayoutEffect } from 'react'
import { useClient, useClientState } from '../../lib/client/react'
import { Fleet } from './fleet'
import styles from './fleet-page.module.css'
import { t } from '../../lib/words/en/fleet'

/** What most who come here do not see, they do not fetch. */
const EmptyHub = lazy(async () => ({ default: (await import('./empty-hub')).EmptyHub }))
const WallBoard = lazy(async () => ({ default: (await import('./wall-board')).WallBoard }))

/** All processes: one sentence that matters, then the list. */
export function FleetPage() {
  const client = useClient()
  // Before the first picture: what the page's first script has drawn stays in its place.
  useLayoutEffect(() => client.watchFleet(), [client])
  const count = useClientState(({ fleet }) => fleet?.rows.size ?? null)
  const isWall = useSearchParams().get('wall') === '1'
  if (count === null) return <Waiting />
  if (count > 0 && !isWall) return <Fleet />
  return <Suspense fallback={<Waiting />}>{count === 0 ? <EmptyHub /> : <WallBoard />}</Suspense>
}

function Waiting() {
  const state = useClientState(({ link }) => link.state)
  return (
    <section className={styles.waiting} aria-busy={state !== 'away'}>
      <h1>{t('allProcesses')}</h1>
      <p>{state === 'away' ? t('nothingToShowUntil') : t('askingTheHub')}</p>
    </section>
  )
}

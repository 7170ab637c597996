'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo } from 'react'
import { useClient, useClientState } from '../../lib/client/react'
import { headline } from '../../lib/format/headline'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { ToneMark } from '../words/tone-mark'
import { EmptyHub } from './empty-hub'
import styles from './fleet-page.module.css'
import { FleetTable } from './fleet-table'
import { FleetToolbar } from './fleet-toolbar'
import { arrange, countFlags, viewFromAddress, viewToAddress, type FleetView } from './fleet-view'

/** All processes: one sentence that matters, then the list. */
export function FleetPage() {
  const client = useClient()
  useEffect(() => client.watchFleet(), [client])
  const count = useClientState(({ fleet }) => fleet?.rows.size ?? null)
  if (count === null) return <Waiting />
  return count === 0 ? <EmptyHub /> : <Fleet />
}

const NO_ROWS: readonly FleetRow[] = []

function Fleet() {
  const [view, setView] = useFleetView()
  const rows = useClientState(({ fleet }) => fleet?.listed ?? NO_ROWS)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const groups = useMemo(() => arrange(rows, view), [rows, view])
  const flags = useMemo(() => countFlags(rows), [rows])
  const onSort = useCallback(
    (sort: FleetView['sort'], isDescending: boolean) => setView({ sort, isDescending }),
    [setView],
  )
  return (
    <div className={styles.page}>
      <Headline rows={rows} nowMs={nowMs} />
      <FleetToolbar view={view} total={rows.length} flags={flags} onChange={setView} />
      {groups.length > 0 ? (
        <FleetTable groups={groups} view={view} onSort={onSort} />
      ) : (
        <div className={styles.nothing}>
          <p>No process matches.</p>
          <button type="button" onClick={() => setView({ query: '', flag: null })}>
            Show all {rows.length}
          </button>
        </div>
      )}
    </div>
  )
}

function Headline({ rows, nowMs }: { rows: Parameters<typeof headline>[0]; nowMs: number }) {
  const { text, tone } = headline(rows, nowMs)
  return (
    <div className={styles.headline}>
      <h1>All processes</h1>
      <p data-tone={tone} data-headline="">
        <ToneMark tone={tone} />
        {text}
      </p>
    </div>
  )
}

/** What the address says of the list, and how to say something else there. Typing does not fill the history. */
function useFleetView(): [FleetView, (change: Partial<FleetView>) => void] {
  const params = useSearchParams()
  const view = useMemo(() => viewFromAddress(params), [params])
  const setView = useCallback(
    (change: Partial<FleetView>) => {
      const address = viewToAddress({ ...view, ...change }).toString()
      window.history.replaceState(null, '', address === '' ? window.location.pathname : `?${address}`)
    },
    [view],
  )
  return [view, setView]
}

function Waiting() {
  const state = useClientState(({ link }) => link.state)
  return (
    <section className={styles.waiting} aria-busy={state !== 'away'}>
      <h1>All processes</h1>
      <p>{state === 'away' ? 'Nothing to show until the hub answers.' : 'Asking the hub…'}</p>
    </section>
  )
}

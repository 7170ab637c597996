'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useClientState } from '../../lib/client/react'
import { useRemembered } from '../../lib/client/use-remembered'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import controls from '../shell/controls.module.css'
import { CompareBar } from './compare-bar'
import { columnsFrom } from './fleet-columns'
import styles from './fleet-page.module.css'
import { FleetPicture } from './fleet-picture'
import { FleetTable } from './fleet-table'
import { FleetToolbar } from './fleet-toolbar'
import { arrange, countFlags, NameOrder, viewFromAddress, viewToAddress, type FleetView } from './fleet-view'
import { Headline } from './headline'
import { t } from '../../lib/words/en/fleet'

const NO_ROWS: readonly FleetRow[] = []

/** The sentence, the picture and the list, of at least one process. */
export function Fleet() {
  const [view, setView] = useFleetView()
  const listed = useClientState(({ fleet }) => fleet?.listed ?? NO_ROWS)
  // Every few seconds all of them are other rows: the list and the picture follow in pieces, and no press waits for the whole.
  const rows = useDeferredValue(listed)
  const total = useClientState(({ fleet }) => fleet?.total ?? 0)
  const { columns, pinned, setColumns, pin } = useKept()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(NONE_CHOSEN)
  // The letter that was typed is shown at once, and the list follows as soon as it can.
  const shownView = useDeferredValue(view)
  const [names] = useState(() => new NameOrder())
  const groups = useMemo(() => arrange(rows, shownView, pinned, names), [rows, shownView, pinned, names])
  const flags = useMemo(() => countFlags(rows), [rows])
  const onSort = useCallback(
    (sort: FleetView['sort'], isDescending: boolean) => setView({ sort, isDescending }),
    [setView],
  )
  const onChoose = useCallback((id: string, isChosen: boolean) => {
    setChosen((before) => {
      const next = new Set(before)
      if (isChosen) next.add(id)
      else next.delete(id)
      return next
    })
  }, [])
  return (
    <div className={styles.page}>
      <Headline rows={listed} total={total} />
      <FleetPicture rows={rows} />
      <FleetToolbar view={view} rows={rows} flags={flags} columns={columns} onChange={setView} onColumns={setColumns} />
      {groups.length > 0 ? (
        <FleetTable {...{ groups, columns, pinned, chosen, onSort, onChoose }} view={shownView} onPin={pin} />
      ) : (
        <div className={styles.nothing}>
          <p>{t('noProcessMatches')}</p>
          <button type="button" className={controls.button} onClick={() => setView({ query: '', flag: null })}>
            {t('showAll', { length: rows.length })}
          </button>
        </div>
      )}
      <CompareBar chosen={chosen} onClear={() => setChosen(NONE_CHOSEN)} />
    </div>
  )
}

const NONE_CHOSEN: ReadonlySet<string> = new Set()
/** Pins are for the few that somebody watches. */
const MOST_PINS = 50

/** Columns and pins, as this browser keeps them. */
function useKept() {
  const [kept, remember] = useRemembered()
  const columns = useMemo(() => columnsFrom(kept.columns), [kept.columns])
  const pinned = useMemo((): ReadonlySet<string> => new Set(kept.pinned.split(' ').filter(Boolean)), [kept.pinned])
  const pin = useCallback(
    (id: string, isPinned: boolean) => {
      const others = [...pinned].filter((one) => one !== id)
      remember({ pinned: (isPinned ? [...others, id].slice(-MOST_PINS) : others).join(' ') })
    },
    [pinned, remember],
  )
  const setColumns = useCallback((next: string) => remember({ columns: next }), [remember])
  return { columns, pinned, pin, setColumns }
}

/** What the address says of the list, and how to say something else there. Typing does not fill the history. */
function useFleetView(): [FleetView, (change: Partial<FleetView>) => void] {
  const params = useSearchParams()
  const view = useMemo(() => viewFromAddress(params), [params])
  const setView = useCallback((change: Partial<FleetView>) => {
    // The address is newer than what was drawn of it: two changes at once are both kept.
    const newest = viewFromAddress(new URLSearchParams(window.location.search))
    const address = viewToAddress({ ...newest, ...change }).toString()
    window.history.replaceState(null, '', address === '' ? window.location.pathname : `?${address}`)
  }, [])
  return [view, setView]
}

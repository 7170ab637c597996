'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useAsked } from '../../lib/client/use-asked'
import { useTicks } from '../../lib/client/use-ticks'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { EntityTableCard } from './entity-table'
import { entityFromAddress, entityToAddress, type OneEntity } from './inside-address'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'
import { rich } from '../words/rich'

const WINDOWS = [
  {
    ms: 10 * 60_000,
    get label() {
      return t('n10Min')
    },
  },
  {
    ms: 60 * 60_000,
    get label() {
      return t('n1H')
    },
  },
] as const
/** As often as the agent samples. */
const EVERY_MS = 10_000

/** What the process holds, one by one: the largest, and what grew most. */
export function EntitiesSection({ process, isInView }: { process: string; isInView: boolean }) {
  const [windowMs, setWindow] = useState<number>(WINDOWS[0].ms)
  const revision = useTicks(isInView ? EVERY_MS : null)
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).entities(process, windowMs, signal),
    [process, windowMs],
  )
  const asked = useAsked(load, { revision, keepsOld: true })
  const { value } = asked
  const [open, setOpen] = useOpen()
  return (
    <section className={styles.part} aria-labelledby="entities">
      <div className={styles.partHead}>
        <h3 id="entities">{t('entities')}</h3>
        {value !== null && value.tables.length > 0 && (
          <div className={controls.group} role="group" aria-label={t('growthOver')}>
            {WINDOWS.map(({ ms, label }) => (
              <button
                key={ms}
                type="button"
                className={controls.button}
                aria-pressed={ms === windowMs}
                onClick={() => setWindow(ms)}
              >
                {label}
              </button>
            ))}
          </div>
        )}
      </div>
      <Unanswered asked={asked} />
      {value?.tables.length === 0 && <NoEntities />}
      {value?.tables.map((table) => (
        <EntityTableCard
          key={table.name}
          {...{ process, table, revision }}
          open={open?.group === table.name ? open.id : null}
          onOpen={(id) => setOpen(id === null ? null : { group: table.name, id })}
        />
      ))}
    </section>
  )
}

/** Whose history is open: the address holds it, and looking at one after the other does not fill what Back goes through. */
function useOpen(): [OneEntity | null, (entity: OneEntity | null) => void] {
  const params = useSearchParams()
  const [open, setOpen] = useState(() => entityFromAddress(params))
  // A link, or Back, may name another one while this is on screen.
  const [read, setRead] = useState(params)
  if (read !== params) {
    setRead(params)
    setOpen(entityFromAddress(params))
  }
  const change = (entity: OneEntity | null) => {
    setOpen(entity)
    const { pathname, search, hash } = window.location
    const left = entityToAddress(new URLSearchParams(search), entity).toString()
    window.history.replaceState(null, '', `${pathname}${left === '' ? '' : `?${left}`}${hash}`)
  }
  return [open, change]
}

const EXAMPLE = `agent.entities('sockets', sockets, {
  id: (socket) => socket.id,
  bytes: (socket) => socket.writableLength,
  ageMs: (socket) => Date.now() - socket.openedAtMs,
})`

function NoEntities() {
  return (
    <div className={styles.empty}>
      <p>{t('thisProcessHasRegistered')}</p>
      <pre className={styles.code} tabIndex={0} role="region" aria-label={t('howToRegisterA')}>
        {EXAMPLE}
      </pre>
      <p className={styles.note}>{rich(t('onlyIdIsNeeded'), <code />)}</p>
    </div>
  )
}

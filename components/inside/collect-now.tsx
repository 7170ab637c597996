'use client'

import { useState } from 'react'
import { insideApi } from '../../lib/client/inside-api'
import { useClient, useClientState, useToday } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useRemembered } from '../../lib/client/use-remembered'
import { formatBytes } from '../../lib/format/bytes'
import { formatClock, formatMoment } from '../../lib/format/clock'
import { formatMilliseconds } from '../../lib/format/counts'
import { collectionPause, formatPause } from '../../lib/format/pause'
import type { Collected } from '../../lib/protocol/commands'
import { FormFault } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'
import { useAskedAct } from '../shell/use-asked-act'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

/** A full collection at a press: what came back is garbage, what stayed is held. Its pause is told before. */
export function CollectNow({ process }: { process: string }) {
  const { ask } = useClient()
  const [{ name }] = useRemembered()
  const [isOpen, setOpen] = useState(false)
  const [collected, setCollected] = useState<Collected | null>(null)
  const heapBytes = useHeapBytes()
  const doing = useDoing()
  const opener = useAskedAct('collect', () => setOpen(true))
  const collect = async (by: string) => {
    const isDone = await doing.run(async () => setCollected(await insideApi(ask).collect(process, by)))
    if (isDone) setOpen(false)
  }
  const warning =
    heapBytes === null
      ? t('itStopsTheProcessUnknown')
      : t('itStopsTheProcess', {
          pause: formatPause(collectionPause(heapBytes)),
          heapBytes: t('byTheThatLive', { heapBytes: formatBytes(heapBytes) }),
        })
  return (
    <section className={styles.part} aria-labelledby="collect">
      <h3 id="collect">{t('whatIsHeldAnd')}</h3>
      <div className={styles.row}>
        <button
          ref={opener}
          type="button"
          className={controls.button}
          title={name === '' ? t('asksForYourName') : t('as', { name })}
          aria-busy={doing.isBusy}
          disabled={doing.isBusy}
          onClick={() => (name === '' ? setOpen(true) : void collect(name))}
        >
          {doing.isBusy ? t('collecting') : t('collectNow')}
        </button>
        <p className={styles.note}>{warning}</p>
      </div>
      {!isOpen && <FormFault fault={doing.fault} />}
      <div role="status">{collected !== null && <Outcome collected={collected} />}</div>
      {isOpen && (
        <NameDialog
          title={t('collectNow')}
          act={t('collect')}
          isBusy={doing.isBusy}
          fault={doing.fault}
          onAct={(by) => void collect(by)}
          onClose={() => {
            doing.clear()
            setOpen(false)
          }}
        >
          <p>{t('itIsNotedOn', { warning })}</p>
        </NameDialog>
      )}
    </section>
  )
}

/** The live set, or the heap in use where that is not known; as of the last change of the detail. */
function useHeapBytes(): number | null {
  return useClientState(({ watched }) => {
    const latest = (name: string) => watched?.detail?.series.find((one) => one.name === name)?.latest ?? null
    return latest('memory.live_set') ?? latest('memory.heap_used')
  })
}

function Outcome({ collected }: { collected: Collected }) {
  const today = useToday()
  const { beforeBytes, afterBytes, externalBeforeBytes, externalAfterBytes, rssBeforeBytes, rssAfterBytes } = collected
  const { since } = collected
  const rows: [string, number, number][] = [
    [t('heap'), beforeBytes, afterBytes],
    [t('outsideOfTheHeap'), externalBeforeBytes, externalAfterBytes],
    [t('resident'), rssBeforeBytes, rssAfterBytes],
  ]
  return (
    <div className={styles.card} data-collected="">
      <p className={styles.strong}>{collected.sentence}</p>
      <div className={styles.box}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('at', { atMs: formatClock(collected.atMs) })}</th>
              <th scope="col" className={styles.number}>
                {t('before')}
              </th>
              <th scope="col" className={styles.number}>
                {t('stayed')}
              </th>
              <th scope="col" className={styles.number}>
                {t('givenBack')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([term, before, after]) => (
              <tr key={term}>
                <th scope="row">{term}</th>
                <td className={styles.number}>{formatBytes(before)}</td>
                <td className={styles.number}>{formatBytes(after)}</td>
                <td className={styles.number}>{formatBytes(before - after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        {t('theProcessStoodStill', {
          pauseMs: formatMilliseconds(collected.pauseMs),
          since:
            since === null
              ? t('itIsTheFirst')
              : t('sinceTheOneAt', {
                  atMs: formatMoment(since.atMs, today),
                  retainedBytes: formatBytes(since.retainedBytes, 'always'),
                }),
        })}
      </p>
    </div>
  )
}

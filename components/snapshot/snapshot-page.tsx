'use client'

import Link from 'next/link'
import { useCallback, useEffect } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useAsked, type AskedState } from '../../lib/client/use-asked'
import type { Capture } from '../../lib/protocol/captures'
import notice from '../shell/notice.module.css'
import { Unanswered } from '../shell/unanswered'
import type { SnapshotPair } from './snapshot-address'
import { SnapshotPickers } from './snapshot-pickers'
import { SnapshotReport } from './snapshot-report'
import styles from './snapshot-page.module.css'
import { useSnapshotView } from './use-snapshot-view'
import { t } from '../../lib/words/en/snapshot'

/** What is on a heap, class by class, or what grew there since an earlier snapshot. */
export function SnapshotPage() {
  const { view, change, lookAt } = useSnapshotView()
  const after = view?.pair.after ?? null
  const load = useCallback((ask: Ask, signal: AbortSignal) => withSiblings(ask, after, signal), [after])
  const asked = useAsked(load)
  if (view === null) return <NoSnapshot asked={null} />
  if (asked.value === null) return <NoSnapshot asked={asked} />
  const { snapshots, capture } = asked.value
  return (
    <div className={styles.page}>
      <SnapshotHeader capture={capture} pair={view.pair} />
      <SnapshotPickers snapshots={snapshots} pair={view.pair} onChoose={lookAt} />
      <SnapshotReport
        key={`${view.pair.before} ${view.pair.after}`}
        capture={capture}
        snapshots={snapshots}
        view={view}
        onChange={change}
      />
    </div>
  )
}

interface Siblings {
  capture: Capture
  /** Those of the same process that are ready, the newest first. */
  snapshots: Capture[]
}

async function withSiblings(ask: Ask, id: string | null, signal: AbortSignal): Promise<Siblings> {
  const capture = await insideApi(ask).capture(id ?? '', signal)
  const { captures } = await insideApi(ask).captures(capture.process, signal)
  return { capture, snapshots: captures.filter(({ kind, state }) => kind === 'heap-snapshot' && state === 'ready') }
}

function SnapshotHeader({ capture, pair }: { capture: Capture; pair: SnapshotPair }) {
  const { process, service, instance } = capture
  const what = pair.before === null ? t('whatIsOnThe') : t('whatGrewOnThe')
  useEffect(() => {
    document.title = t('tidemark', { service, instance, what })
  }, [service, instance, what])
  return (
    <header className={styles.header}>
      <p className={styles.back}>
        <Link href={`/process?id=${encodeURIComponent(process)}#inside`}>
          {service} {instance}
        </Link>{' '}
        <span aria-hidden="true">/</span>
      </p>
      <h1>
        <span className={styles.service}>{service}</span> {instance}: {what}
      </h1>
    </header>
  )
}

/** `asked` is `null` where there is nothing to ask for. */
function NoSnapshot({ asked }: { asked: AskedState<Siblings> | null }) {
  const isComing = asked !== null && asked.fault === null
  return (
    <section className={isComing ? styles.page : notice.notice}>
      <h1>{isComing ? t('heapSnapshot') : t('thisSnapshotCannotBe')}</h1>
      {asked === null ? <p>{t('theAddressNamesNo')}</p> : <Unanswered asked={asked} asking={t('askingTheHubFor')} />}
      {!isComing && (
        <p>
          <Link href="/">{t('seeAllProcesses')}</Link>
        </p>
      )}
    </section>
  )
}

'use client'

import Link from 'next/link'
import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi, isUnderWay } from '../../lib/client/inside-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { captureWords } from '../../lib/format/capture-words'
import { formatMoment } from '../../lib/format/clock'
import { headlineOf } from '../../lib/format/profile-words'
import type { Alert } from '../../lib/protocol/alerts'
import { firstAndLast, type Capture } from '../../lib/protocol/captures'
import { differenceAddress } from '../inside/inside-address'
import { snapshotAddress } from '../snapshot/snapshot-address'
import styles from './alert-page.module.css'
import { t } from '../../lib/words/en/alerts'

interface AlertCapturesProps {
  alert: Alert
  /** What the hub captured by itself since it began; the newest first. */
  captures: readonly Capture[]
}

/** What of the program's code grows: the hub takes a profile when a growth fires, and another when it has doubled. */
export function AlertCaptures({ alert, captures }: AlertCapturesProps) {
  const profiles = firstAndLast(captures, 'heap-profile')
  const snapshots = firstAndLast(captures, 'heap-snapshot')
  if (alert.rule !== 'growth' && captures.length === 0) return null
  return (
    <section className={styles.panel} aria-labelledby="what-grew" data-alert-captures="">
      <h2 id="what-grew">{t('whatGrewInIt')}</h2>
      {profiles ? (
        <ProfileDifference process={alert.process} {...profiles} />
      ) : (
        <p className={styles.note}>{waitWords(alert, captures)}</p>
      )}
      {snapshots && <SnapshotComparison {...snapshots} />}
      <p>
        <Link href={`/process?id=${encodeURIComponent(alert.process)}#inside`}>{t('lookInsideTheProcess')}</Link>
      </p>
    </section>
  )
}

interface Two {
  before: Capture
  after: Capture
}

/** Its outcome is said here, so that one press more leads to the stack. */
function ProfileDifference({ process, before, after }: Two & { process: string }) {
  const pair = { before: before.id, after: after.id }
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).profile({ before: before.id, after: after.id }, signal),
    [before.id, after.id],
  )
  const { value, fault } = useAsked(load)
  return (
    <>
      <p className={styles.outcome}>{value ? headlineOf(value, true) : (fault ?? t('comparingTwoProfiles'))}</p>
      <p>
        <Link href={differenceAddress(process, pair)}>
          {t('theDifferenceOfTwo')} <Times before={before} after={after} />
        </Link>
      </p>
    </>
  )
}

function SnapshotComparison({ before, after }: Two) {
  return (
    <p>
      <Link href={snapshotAddress({ before: before.id, after: after.id })}>
        {t('twoHeapSnapshotsCompared')} <Times before={before} after={after} />
      </Link>
    </p>
  )
}

function Times({ before, after }: Two) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  return t('ofAnd', {
    askedAtMs: formatMoment(before.askedAtMs, nowMs),
    askedAtMs2: formatMoment(after.askedAtMs, nowMs),
  })
}

function waitWords({ state }: Alert, captures: readonly Capture[]): string {
  const [newest] = captures
  if (!newest) return t('noProfileWasTaken')
  const what = captureWords(newest)
  if (isUnderWay(newest)) return t('theHubTakesThe', { what })
  if (newest.state === 'failed') return t('theHubTookNo', { what, error: newest.error ?? t('itFailed') })
  return state === 'resolved' ? t('oneProfileWasTaken') : t('oneProfileWasTakenWhen')
}

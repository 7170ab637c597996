'use client'

import { useCallback, useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { captureFile, insideApi } from '../../lib/client/inside-api'
import { useAsked } from '../../lib/client/use-asked'
import { useTicks } from '../../lib/client/use-ticks'
import { formatBytes } from '../../lib/format/bytes'
import { formatCount } from '../../lib/format/counts'
import { progressWords, snapshotHeadline, wholeClassPlace } from '../../lib/format/snapshot-words'
import type { Capture } from '../../lib/protocol/captures'
import type { SnapshotAnswer, SnapshotProgress } from '../../lib/protocol/snapshot-answer'
import { ForRole } from '../access/for-role'
import { NewFinding } from '../findings/new-finding'
import inside from '../inside/inside.module.css'
import controls from '../shell/controls.module.css'
import { snapshotAddress, type SnapshotView } from './snapshot-address'
import styles from './snapshot-page.module.css'
import { SnapshotTable } from './snapshot-table'
import { Told } from './told'
import { t } from '../../lib/words/en/snapshot'

/** While it is worked out. */
const EVERY_MS = 700

interface SnapshotReportProps {
  capture: Capture
  snapshots: readonly Capture[]
  view: SnapshotView
  onChange: (change: Partial<SnapshotView>) => void
}

/** It is worked out on the hub, which takes seconds for a large heap: until then, how far it is. */
export function SnapshotReport({ capture, snapshots, view, onChange }: SnapshotReportProps) {
  const { before, after } = view.pair
  const [isDone, setDone] = useState(false)
  const revision = useTicks(isDone ? null : EVERY_MS)
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).snapshot({ before, after }, signal),
    [before, after],
  )
  const { value, fault, again } = useAsked(load, { revision })
  const isOver = fault !== null || (value !== null && !isProgress(value))
  if (isOver !== isDone) setDone(isOver)
  if (fault !== null)
    return (
      <div className={inside.empty} role="alert">
        <p>{fault}</p>
        <button type="button" className={controls.button} onClick={again}>
          {t('tryAgain')}
        </button>
      </div>
    )
  if (value === null) return <Progress progress={{ phase: 'waiting', share: null }} />
  if (isProgress(value)) return <Progress progress={value} />
  return (
    <>
      <Summary answer={value} capture={capture} snapshots={snapshots} view={view} />
      <SnapshotTable answer={value} view={view} onChange={onChange} />
    </>
  )
}

function isProgress(answer: SnapshotAnswer | SnapshotProgress): answer is SnapshotProgress {
  return 'phase' in answer
}

function Progress({ progress }: { progress: SnapshotProgress }) {
  const words = progressWords(progress)
  return (
    <div className={styles.progress} aria-busy="true">
      <p role="status">{words}</p>
      {progress.share === null ? (
        <progress aria-label={words} />
      ) : (
        <progress aria-label={words} value={progress.share} max={1} />
      )}
    </div>
  )
}

interface SummaryProps extends Omit<SnapshotReportProps, 'onChange'> {
  answer: SnapshotAnswer
}

function Summary({ answer, capture, snapshots, view }: SummaryProps) {
  const { before, after } = answer
  const earlier = snapshots.find(({ id }) => id === view.pair.before)
  const isOfTwoLives = earlier !== undefined && earlier.boot !== capture.boot
  const files = [earlier, capture].filter((one) => one?.hasStrings === true)
  const [top] = answer.rows
  const headline = snapshotHeadline(answer)
  return (
    <>
      <p className={styles.headline} data-headline="">
        <Told sentence={headline} />
      </p>
      <dl className={inside.facts}>
        {[
          [t('objects'), before && formatCount(before.objects), formatCount(after.objects)],
          [t('references'), before && formatCount(before.references), formatCount(after.references)],
          [t('inAll'), before && formatBytes(before.bytes), formatBytes(after.bytes)],
        ].map(([term, first, last]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{first === null ? last : `${first} → ${last}`}</dd>
          </div>
        ))}
      </dl>
      {isOfTwoLives && <p className={inside.note}>{t('theyAreOfTwo')}</p>}
      <div className={inside.row}>
        <NewFinding
          title={`${capture.service} ${capture.instance}: ${headline.replaceAll('`', '')}`}
          where={top ? wholeClassPlace(top.class) || top.class.name : ''}
          evidence={[
            {
              title: before === null ? t('heapSnapshot2') : t('comparisonOfTwoHeap'),
              link: snapshotAddress(view.pair),
            },
          ]}
          label={t('makeAFindingOf')}
        />
        <ForRole role="operator">
          {files.map((one) => one && <Download key={one.id} capture={one} isEarlier={one.id === earlier?.id} />)}
        </ForRole>
        {files.length === 0 && <p className={inside.note}>{t('theContentsOfStrings')}</p>}
      </div>
    </>
  )
}

function Download({ capture, isEarlier }: { capture: Capture; isEarlier: boolean }) {
  return (
    <a href={captureFile(capture.id)} download>
      {t('downloadAsHeapsnapshotOn', {
        isEarlier: isEarlier ? t('theEarlierOne') : 'it',
        bytes: formatBytes(capture.bytes),
      })}
    </a>
  )
}

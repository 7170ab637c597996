'use client'

import Link from 'next/link'
import { useState } from 'react'
import { captureFile } from '../../lib/client/inside-api'
import { useToday } from '../../lib/client/react'
import { formatBytes } from '../../lib/format/bytes'
import { CAPTURE_KIND, CAPTURE_STATE, captureWords } from '../../lib/format/capture-words'
import { formatMoment, isoTime } from '../../lib/format/clock'
import type { Capture, CaptureKind } from '../../lib/protocol/captures'
import { ForRole } from '../access/for-role'
import { WhoMay } from '../access/who-may'
import { snapshotAddress } from '../snapshot/snapshot-address'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { ToneLabel } from '../words/word'
import { useCaptures } from './captures-context'
import { differenceAddress, type Compared } from './inside-address'
import styles from './inside.module.css'
import { RemoveCapture } from './remove-capture'
import { TakeProfile } from './take-profile'
import { TakeSnapshot } from './take-snapshot'
import { t } from '../../lib/words/en/inside'

interface CapturesSectionProps {
  process: string
  /** The profiles that are compared. */
  compared: Compared | null
  onCompare: (compared: Compared) => void
}

/** What was captured of the process; two profiles are chosen to be compared. */
export function CapturesSection({ process, compared, onCompare }: CapturesSectionProps) {
  const { captures, running, fault, again } = useCaptures()
  const [chosen, setChosen] = useState<readonly string[]>(compared?.before ? [compared.before, compared.after] : [])
  const readyOf = (id: string) => captures?.find((one) => one.id === id && one.state === 'ready')
  const pair = chosen.filter((id) => readyOf(id) !== undefined)
  // The newest two: a third that is chosen takes the place of the one that was chosen first, one of another kind that of both.
  const toggle = (id: string) => {
    const alike = pair.filter((other) => readyOf(other)?.kind === readyOf(id)?.kind)
    setChosen(pair.includes(id) ? pair.filter((other) => other !== id) : [...alike, id].slice(-2))
  }
  return (
    <section className={styles.part} aria-labelledby="captures">
      <div className={styles.partHead}>
        <h3 id="captures">{t('captures')}</h3>
        <ForRole role="operator" otherwise={<WhoMay role="operator" text={t('operatorsCollectAndTake')} />}>
          <div className={controls.group}>
            <TakeProfile process={process} isBarred={running !== null} onTaken={again} />
            <TakeSnapshot process={process} isBarred={running !== null} onTaken={again} />
          </div>
        </ForRole>
      </div>
      <Unanswered asked={{ value: captures, fault, again }} />
      {captures?.length === 0 && <p className={styles.note}>{t('nothingWasCapturedYet')}</p>}
      {captures !== null && captures.length > 0 && (
        <>
          <CaptureTable captures={captures} chosen={pair} onChoose={toggle} onChanged={again} />
          <CompareBar captures={captures} pair={pair} onCompare={onCompare} />
        </>
      )}
    </section>
  )
}

interface CompareBarProps {
  captures: readonly Capture[]
  pair: readonly string[]
  onCompare: (compared: Compared) => void
}

function CompareBar({ captures, pair, onCompare }: CompareBarProps) {
  const ready = captures.filter(({ state }) => state === 'ready')
  const isChosen = pair.length === 2
  // Newest first in the list.
  const [after, before] = isChosen ? ready.filter(({ id }) => pair.includes(id)) : newestTwo(ready)
  if (!before || !after) return <p className={styles.note}>{t('twoProfilesOrTwo')}</p>
  const look = `${controls.button} ${controls.primary}`
  const label = isChosen ? t('compareTheTwo') : t('compareTheNewestTwo')
  const compared = { before: before.id, after: after.id }
  return (
    <div className={styles.row}>
      {after.kind === 'heap-profile' ? (
        <button type="button" className={look} onClick={() => onCompare(compared)}>
          {label}
        </button>
      ) : (
        <Link className={look} href={snapshotAddress(compared)}>
          {label}
        </Link>
      )}
      <p className={styles.note}>{isChosen ? t('whatGrewFromThe') : t('orChooseTwoOf')}</p>
    </div>
  )
}

/** Of the kind that was captured last, where there are two of it. */
function newestTwo(ready: readonly Capture[]): readonly Capture[] {
  const twos = CAPTURE_KINDS.map((kind) => ready.filter((one) => one.kind === kind).slice(0, 2))
  return twos.filter(({ length }) => length === 2).toSorted((a, b) => newestMs(b) - newestMs(a))[0] ?? []
}

const CAPTURE_KINDS: readonly CaptureKind[] = ['heap-profile', 'heap-snapshot']
const newestMs = ([newest]: readonly Capture[]) => newest?.askedAtMs ?? 0

interface CaptureTableProps {
  captures: readonly Capture[]
  chosen: readonly string[]
  onChoose: (id: string) => void
  onChanged: () => void
}

function CaptureTable({ captures, chosen, onChoose, onChanged }: CaptureTableProps) {
  const today = useToday()
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label={t('tableOfCaptures')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('compare')}</th>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('who')}</th>
            <th scope="col" className={styles.number}>
              {t('size')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {captures.map((capture) => (
            <CaptureRow
              key={capture.id}
              capture={capture}
              today={today}
              isChosen={chosen.includes(capture.id)}
              onChoose={onChoose}
              onChanged={onChanged}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CaptureRowProps {
  capture: Capture
  today: number
  isChosen: boolean
  onChoose: (id: string) => void
  onChanged: () => void
}

function CaptureRow({ capture, today, isChosen, onChoose, onChanged }: CaptureRowProps) {
  const { id, kind, state, askedAtMs, by, bytes, error } = capture
  const when = formatMoment(askedAtMs, today)
  return (
    <tr data-capture={id} data-state={state}>
      <td>
        {state === 'ready' && (
          <input
            type="checkbox"
            className={styles.choose}
            aria-label={t('compareTheOf', { part: CAPTURE_KIND[kind], when })}
            checked={isChosen}
            onChange={() => onChoose(id)}
          />
        )}
      </td>
      <th scope="row">{captureWords(capture)}</th>
      <td>
        <ToneLabel {...CAPTURE_STATE[state]} />
        {error !== null && <span className={styles.under}>{error}</span>}
      </td>
      <td>
        <time dateTime={isoTime(askedAtMs)}>{when}</time>
      </td>
      <td>{by}</td>
      <td className={styles.number}>{state === 'ready' ? formatBytes(bytes) : ''}</td>
      <td>
        <RowActs capture={capture} when={when} onChanged={onChanged} />
      </td>
    </tr>
  )
}

function RowActs({ capture, when, onChanged }: { capture: Capture; when: string; onChanged: () => void }) {
  const { id, process, kind, state, hasStrings } = capture
  const what = t('theOf', { capture: captureWords(capture), when })
  const address = kind === 'heap-profile' ? differenceAddress(process, { before: null, after: id }) : null
  return (
    <div className={styles.acts}>
      {state === 'ready' && (
        <Link href={address ?? snapshotAddress({ before: null, after: id })} aria-label={t('open', { what })}>
          {t('open2')}
        </Link>
      )}
      {state === 'ready' && hasStrings && (
        <ForRole role="operator">
          <a href={captureFile(id)} download aria-label={t('download', { what })}>
            {t('download2')}
          </a>
        </ForRole>
      )}
      {state === 'ready' && !hasStrings && (
        <span className={styles.note} title={t('itsStringsWereLeft')}>
          {t('noFile')}
        </span>
      )}
      <RemoveCapture capture={capture} what={what} onRemoved={onChanged} />
    </div>
  )
}

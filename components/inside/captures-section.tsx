'use client'

import { useState } from 'react'
import { captureFile, insideApi, isUnderWay } from '../../lib/client/inside-api'
import { useClient, useClientState } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { formatBytes } from '../../lib/format/bytes'
import { CAPTURE_STATE, captureWords } from '../../lib/format/capture-words'
import { formatMoment, isoTime } from '../../lib/format/clock'
import type { Capture } from '../../lib/protocol/captures'
import { FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import { useCaptures } from './captures-context'
import type { Compared } from './inside-address'
import styles from './inside.module.css'
import { TakeProfile } from './take-profile'
import { TakeSnapshot } from './take-snapshot'

interface CapturesSectionProps {
  process: string
  /** The profiles that are compared. */
  compared: Compared | null
  onCompare: (compared: Compared) => void
}

/** What was captured of the process; two profiles are chosen to be compared. */
export function CapturesSection({ process, compared, onCompare }: CapturesSectionProps) {
  const { captures, running, fault, again } = useCaptures()
  const [chosen, setChosen] = useState<readonly string[]>(compared ? [compared.before, compared.after] : [])
  const isReady = (id: string) => captures?.some((one) => one.id === id && one.state === 'ready') ?? false
  const pair = chosen.filter(isReady)
  // The newest two: a third that is chosen takes the place of the one that was chosen first.
  const toggle = (id: string) =>
    setChosen(pair.includes(id) ? pair.filter((other) => other !== id) : [...pair, id].slice(-2))
  return (
    <section className={styles.part} aria-labelledby="captures">
      <div className={styles.partHead}>
        <h3 id="captures">Captures</h3>
        <div className={controls.group}>
          <TakeProfile process={process} isBarred={running !== null} onTaken={again} />
          <TakeSnapshot process={process} isBarred={running !== null} onTaken={again} />
        </div>
      </div>
      {fault !== null && <p className={styles.fault}>{fault}</p>}
      {captures === null && fault === null && <p aria-busy="true">Asking the hub…</p>}
      {captures?.length === 0 && (
        <p className={styles.note}>
          Nothing was captured yet. Take a profile now and another when it has grown: their difference names the lines
          of code whose objects stayed.
        </p>
      )}
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
  const profiles = captures.filter(({ kind, state }) => kind === 'heap-profile' && state === 'ready')
  if (profiles.length < 2) return <p className={styles.note}>Two profiles that are ready can be compared.</p>
  // Newest first in the list.
  const [after, before] = (pair.length === 2 ? profiles.filter(({ id }) => pair.includes(id)) : profiles).slice(0, 2)
  if (!before || !after) return null
  return (
    <div className={styles.row}>
      <button
        type="button"
        className={`${controls.button} ${controls.primary}`}
        onClick={() => onCompare({ before: before.id, after: after.id })}
      >
        {pair.length === 2 ? 'Compare the two' : 'Compare the newest two'}
      </button>
      <p className={styles.note}>
        {pair.length === 2 ? 'What grew from the older to the newer.' : 'Or choose two profiles in the list.'}
      </p>
    </div>
  )
}

interface CaptureTableProps {
  captures: readonly Capture[]
  chosen: readonly string[]
  onChoose: (id: string) => void
  onChanged: () => void
}

function CaptureTable({ captures, chosen, onChoose, onChanged }: CaptureTableProps) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label="Table of captures">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Compare</th>
            <th scope="col">What</th>
            <th scope="col">State</th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col" className={styles.number}>
              Size
            </th>
            <th scope="col">
              <span className="visually-hidden">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {captures.map((capture) => (
            <CaptureRow
              key={capture.id}
              capture={capture}
              nowMs={nowMs}
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
  nowMs: number
  isChosen: boolean
  onChoose: (id: string) => void
  onChanged: () => void
}

function CaptureRow({ capture, nowMs, isChosen, onChoose, onChanged }: CaptureRowProps) {
  const { id, kind, state, askedAtMs, by, bytes, error } = capture
  const when = formatMoment(askedAtMs, nowMs)
  return (
    <tr data-capture={id} data-state={state}>
      <td>
        {kind === 'heap-profile' && state === 'ready' && (
          <input
            type="checkbox"
            className={styles.choose}
            aria-label={`Compare the profile of ${when}`}
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
  const { ask } = useClient()
  const doing = useDoing()
  const what = `the ${captureWords(capture)} of ${when}`
  const remove = async () => {
    if (await doing.run(() => insideApi(ask).removeCapture(capture.id))) onChanged()
  }
  const word = isUnderWay(capture) ? 'Cancel' : 'Remove'
  return (
    <div className={styles.acts}>
      {capture.state === 'ready' && capture.hasStrings && (
        <a href={captureFile(capture.id)} download aria-label={`Download ${what}`}>
          Download
        </a>
      )}
      {capture.state === 'ready' && !capture.hasStrings && (
        <span className={styles.note} title="Its strings were left out, so no other tool can read it.">
          no file
        </span>
      )}
      <button
        type="button"
        className={styles.link}
        aria-label={`${word} ${what}`}
        disabled={doing.isBusy}
        onClick={() => void remove()}
      >
        {word}
      </button>
      <FormFault fault={doing.fault} />
    </div>
  )
}

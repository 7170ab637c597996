'use client'

import Link from 'next/link'
import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatBytes } from '../../lib/format/bytes'
import { formatMoment } from '../../lib/format/clock'
import { functionWords, placeWords, wholePlace } from '../../lib/format/profile-words'
import type { Capture } from '../../lib/protocol/captures'
import type { ProfileAnswer } from '../../lib/protocol/profile-answer'
import { NewFinding } from '../findings/new-finding'
import { useCaptures } from './captures-context'
import { DifferenceTable } from './difference-table'
import { FlameGraph } from './flame-graph'
import styles from './inside.module.css'
import { differenceAddress, type Compared } from './inside-address'

interface DifferenceProps {
  process: string
  /** For the title of a finding. */
  name: string
  compared: Compared
}

/** What grew from one profile to another. */
export function Difference({ process, name, compared }: DifferenceProps) {
  const { before, after } = compared
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).difference(before, after, signal),
    [before, after],
  )
  const { value, fault } = useAsked(load)
  return (
    <section className={styles.part} aria-labelledby="difference" data-difference="">
      <div className={styles.partHead}>
        <h3 id="difference">What grew between two profiles</h3>
        {value !== null && <NewFinding {...findingOf(process, name, compared, value)} label="Make a finding of this" />}
      </div>
      <WhichTwo process={process} compared={compared} />
      {value === null && fault === null && <p aria-busy="true">Comparing…</p>}
      {fault !== null && <p className={styles.fault}>{fault}</p>}
      {value !== null && <Answer answer={value} />}
    </section>
  )
}

function WhichTwo({ process, compared }: { process: string; compared: Compared }) {
  const { captures } = useCaptures()
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const of = (id: string) => captures?.find((one) => one.id === id)
  const when = (capture: Capture | undefined) =>
    capture ? formatMoment(capture.askedAtMs, nowMs) : 'a profile that is not in the list'
  const [before, after] = [of(compared.before), of(compared.after)]
  const isOfTwoLives = before && after && before.boot !== after.boot
  return (
    <p className={styles.note}>
      From {when(before)} to {when(after)}.{isOfTwoLives && ' They are of two lives of the process.'}{' '}
      <Link href={differenceAddress(process, compared)} replace scroll={false}>
        Link to this
      </Link>
    </p>
  )
}

function Answer({ answer }: { answer: ProfileAnswer }) {
  const { total, rows, leftOut, flame, faults } = answer
  return (
    <>
      <p className={styles.strong}>{headlineOf(answer)}</p>
      <p className={styles.note}>
        In all {formatBytes(total.grownBytes, 'always')}: {formatBytes(total.beforeBytes)} before,{' '}
        {formatBytes(total.afterBytes)} after. Estimated from samples of what is alive, one every 512 KiB.
      </p>
      {rows.length > 0 && <DifferenceTable rows={rows} leftOut={leftOut} />}
      {flame.grownBytes > 0 && <FlameGraph flame={flame} />}
      {faults.map((one) => (
        <p key={one} className={styles.note}>
          {one}
        </p>
      ))}
    </>
  )
}

function headlineOf({ rows }: ProfileAnswer): string {
  const [top] = rows
  if (!top || top.self.grownBytes <= 0) return 'Nothing grew between the two that the samples show.'
  return `${functionWords(top.site)} (${placeWords(top.site)}) holds ${formatBytes(top.self.grownBytes)} more.`
}

function findingOf(process: string, name: string, compared: Compared, answer: ProfileAnswer) {
  const [top] = answer.rows
  return {
    title: `${name}: ${headlineOf(answer)}`,
    where: top ? wholePlace(top.site) : '',
    evidence: [{ title: 'difference of two profiles', link: differenceAddress(process, compared) }],
  }
}

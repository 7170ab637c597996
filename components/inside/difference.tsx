'use client'

import Link from 'next/link'
import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useToday } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatBytes } from '../../lib/format/bytes'
import { formatMoment } from '../../lib/format/clock'
import { headlineOf, wholePlace } from '../../lib/format/profile-words'
import type { Capture } from '../../lib/protocol/captures'
import type { ProfileAnswer } from '../../lib/protocol/profile-answer'
import { NewFinding } from '../findings/new-finding'
import { Asking, Unanswered } from '../shell/unanswered'
import { useCaptures } from './captures-context'
import { DifferenceTable } from './difference-table'
import { FlameGraph } from './flame-graph'
import styles from './inside.module.css'
import { usePlace } from '../shell/use-place'
import { differenceAddress, type Compared } from './inside-address'
import { t } from '../../lib/words/en/inside'

interface DifferenceProps {
  process: string
  /** For the title of a finding. */
  name: string
  compared: Compared
}

/** What grew from one profile to another, or what is alive in one. */
export function Difference({ process, name, compared }: DifferenceProps) {
  const { before, after } = compared
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).profile({ before, after }, signal),
    [before, after],
  )
  const asked = useAsked(load)
  const { value, fault } = asked
  // Only then has what stands above it its height.
  usePlace(value !== null, 'difference')
  return (
    <section className={styles.part} aria-labelledby="difference" data-difference="">
      <div className={styles.partHead}>
        <h3 id="difference">{before === null ? t('whatIsAliveIn') : t('whatGrewBetweenTwo')}</h3>
        {value !== null && <NewFinding {...findingOf(process, name, compared, value)} label={t('makeAFindingOf')} />}
      </div>
      <WhichTwo process={process} compared={compared} />
      {value === null && fault === null ? (
        <Asking text={before === null ? t('reading') : t('comparing')} />
      ) : (
        <Unanswered asked={asked} />
      )}
      {value !== null && <Answer answer={value} isOfTwo={before !== null} />}
    </section>
  )
}

function WhichTwo({ process, compared }: { process: string; compared: Compared }) {
  const { captures } = useCaptures()
  const today = useToday()
  const of = (id: string) => captures?.find((one) => one.id === id)
  const when = (capture: Capture | undefined) =>
    capture ? formatMoment(capture.askedAtMs, today) : t('aProfileThatIs')
  const before = compared.before === null ? undefined : of(compared.before)
  const after = of(compared.after)
  const isOfTwoLives = before && after && before.boot !== after.boot
  return (
    <p className={styles.note}>
      {compared.before === null
        ? t('of', { after: when(after) })
        : t('fromTo', { before: when(before), after: when(after) })}
      {isOfTwoLives && t('theyAreOfTwo')}{' '}
      <Link href={differenceAddress(process, compared)} replace scroll={false}>
        {t('linkToThis')}
      </Link>
    </p>
  )
}

function Answer({ answer, isOfTwo }: { answer: ProfileAnswer; isOfTwo: boolean }) {
  const { total, agent, rows, leftOut, flame, faults } = answer
  const sum = isOfTwo
    ? t('inAllBeforeAfter', {
        grownBytes: formatBytes(total.grownBytes, 'always'),
        beforeBytes: formatBytes(total.beforeBytes),
        afterBytes: formatBytes(total.afterBytes),
      })
    : t('inAll', { afterBytes: formatBytes(total.afterBytes) })
  return (
    <>
      <p className={styles.strong}>{headlineOf(answer, isOfTwo)}</p>
      <p className={styles.note}>
        {t('estimatedFromSamplesOf', { sum })}
        {agent.afterBytes + agent.beforeBytes > 0 &&
          t('tidemarksOwnAgentIs', {
            grownBytes: formatBytes(agent.grownBytes, 'always'),
            afterBytes: formatBytes(agent.afterBytes),
          })}
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

function findingOf(process: string, name: string, compared: Compared, answer: ProfileAnswer) {
  const [top] = answer.rows
  const isOfTwo = compared.before !== null
  return {
    title: `${name}: ${headlineOf(answer, isOfTwo)}`,
    where: top ? wholePlace(top.site) : '',
    evidence: [
      { title: isOfTwo ? t('differenceOfTwoProfiles') : 'profile', link: differenceAddress(process, compared) },
    ],
  }
}

'use client'

import Link from 'next/link'
import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { changesApi, type ChosenStretch } from '../../lib/client/changes-api'
import { useToday } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { countWords } from '../../lib/format/change-words'
import { formatMoment } from '../../lib/format/clock'
import { countOf, formatCount } from '../../lib/format/counts'
import { processName } from '../../lib/format/headline'
import type { ChangesAnswer, LifeChange } from '../../lib/protocol/changes'
import { t } from '../../lib/words/en/changes'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { rich } from '../words/rich'
import { ChangeTable } from './change-table'
import styles from './changes.module.css'
import { stretchAddress } from './use-changes-view'

/** The same question to all processes that the hub knows: what changed most over all of them, and which began or ended. */
export function Across({ stretch }: { stretch: ChosenStretch }) {
  const load = useCallback((ask: Ask, signal: AbortSignal) => changesApi(ask).ofAll(stretch, signal), [stretch])
  const asked = useAsked(load)
  return (
    <section className={styles.across} aria-labelledby="changes-across" data-across={asked.value ? 'told' : 'asked'}>
      <h3 id="changes-across">{t('inAllProcesses')}</h3>
      <Unanswered asked={asked} asking={t('lookingInAll')} />
      {asked.value && <OfAll answer={asked.value} stretch={stretch} onAgain={asked.again} />}
    </section>
  )
}

function OfAll({ answer, stretch, onAgain }: { answer: ChangesAnswer; stretch: ChosenStretch; onAgain: () => void }) {
  const { processes, series, lives } = answer
  const most = answer.changes.filter(({ state }) => state !== 'unchanged' && state !== 'not-known')
  const told = series.changed + series.new + series.ended
  return (
    <>
      <p>
        {t('lookedAt', { processes: countOf(processes.looked, 'process'), counts: countWords(answer) })}{' '}
        {most.length === 0 && t('nothingInAll')}
        {most.length < told && t('theMost', { shown: most.length })}
      </p>
      {processes.looked < processes.known && (
        <div className={styles.ranOut}>
          <p>{t('timeRanOut', { looked: formatCount(processes.looked), known: formatCount(processes.known) })}</p>
          <button type="button" className={controls.button} onClick={onAgain}>
            {t('lookAgain')}
          </button>
        </div>
      )}
      {lives.length > 0 && <Lives lives={lives} leftOut={answer.livesLeftOut} stretch={stretch} />}
      {most.length > 0 && <ChangeTable label={t('changesInAll')} changes={most} answer={answer} across={stretch} />}
    </>
  )
}

const LIVES_SHOWN = 10

function Lives({ lives, leftOut, stretch }: { lives: readonly LifeChange[]; leftOut: number; stretch: ChosenStretch }) {
  const today = useToday()
  const more = Math.max(0, lives.length - LIVES_SHOWN) + leftOut
  return (
    <ul className={styles.lives} aria-label={t('livesInIt')}>
      {lives.slice(0, LIVES_SHOWN).map((life) => (
        <li key={`${life.process} ${life.what} ${life.atMs}`}>
          {rich(lifeText(life, today), <Link href={stretchAddress(life.process, stretch, null)} />)}
        </li>
      ))}
      {more > 0 && <li>{t('livesLeftOut', { count: more })}</li>}
    </ul>
  )
}

function lifeText({ what, atMs, ...process }: LifeChange, today: number): string {
  const [at, name] = [formatMoment(atMs, today), processName(process)]
  switch (what) {
    case 'started':
      return t('started', { at, name })
    case 'restarted':
      return t('startedAnew', { at, name })
    case 'silent':
      return t('fellSilent', { at, name })
    default:
      return what satisfies never
  }
}

'use client'

import { useState } from 'react'
import { slopeText, TOGGLE_VERDICT, toggleText } from '../../lib/format/investigation-words'
import { notKnown } from '../../lib/format/unknown'
import type { InvestigationAnswer, PairAnswer, ToggleAnswer } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import styles from './investigations.module.css'
import { t } from '../../lib/words/en/investigations'

/** What each setting does to the slope: the answer that the runs were for. */
export function Toggles({ toggles }: { toggles: readonly ToggleAnswer[] }) {
  if (toggles.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="toggles-title">
      <h2 id="toggles-title">{t('whatEachSettingDoes')}</h2>
      <ul className={styles.toggles}>
        {toggles.map(({ name, verdict, sentence, toggles: parts }) => (
          <li key={name} data-toggle={name} data-toggle-verdict={verdict}>
            <span className={styles.toggleHead}>
              <code title={parts.map(toggleText).join(', ')}>{name}</code>
              <ToneLabel {...TOGGLE_VERDICT[verdict]} />
            </span>
            <p>{sentence}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Past so many, the pairs with the fewest toggles are enough at first. */
const FEW = 6

export function Pairs({ answer: { pairs, runs, unit } }: { answer: InvestigationAnswer }) {
  const [isWhole, setWhole] = useState(false)
  if (pairs.length === 0) return null
  const label = (id: string) => runs.find((run) => run.id === id)?.label ?? id
  return (
    <section className={styles.section} aria-labelledby="pairs-title">
      <div className={styles.sectionHead}>
        <h2 id="pairs-title">{t('betweenRuns')}</h2>
        {pairs.length > FEW && (
          <button type="button" className={controls.button} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('show', { FEW }) : t('showAll', { length: pairs.length })}
          </button>
        )}
      </div>
      <div className={styles.box} tabIndex={0} role="region" aria-label={t('tableOfDifferencesBetween')}>
        <table className={`${styles.table} ${styles.stacked}`}>
          <thead>
            <tr>
              <th scope="col">{t('beside')}</th>
              <th scope="col">{t('thisOne')}</th>
              <th scope="col" className={styles.number}>
                {t('slopeDiffersBy')}
              </th>
              <th scope="col">{t('alike')}</th>
              <th scope="col">{t('thatIs')}</th>
            </tr>
          </thead>
          <tbody>
            {(isWhole ? pairs : pairs.slice(0, FEW)).map((pair) => (
              <PairRow key={`${pair.a} ${pair.b}`} pair={pair} label={label} unit={unit} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function PairRow({ pair, label, unit }: { pair: PairAnswer; label: (id: string) => string; unit: Unit | null }) {
  const { slope, interval } = slopeText(pair.differencePerHour, pair.differenceCi90, unit)
  const atLike =
    pair.differenceAtLikeLoad && slopeText(pair.differenceAtLikeLoad.perHour, pair.differenceAtLikeLoad.ci90, unit)
  return (
    <tr data-pair={`${label(pair.a)} / ${label(pair.b)}`}>
      <th scope="row">{label(pair.a)}</th>
      <td data-label={t('thisOne')}>
        {label(pair.b)}
        {pair.toggled.length > 0 && <span className={styles.under}>{pair.toggled.map(toggleText).join(', ')}</span>}
      </td>
      <td className={styles.number} data-label={t('slopeDiffersBy')}>
        <span className={pair.isConclusive ? styles.strong : styles.note}>{slope}</span>
        {interval !== null && <span className={styles.under}>{interval}</span>}
        {atLike && (
          <span className={styles.under}>{t('atLikeLoad', { slope: atLike.slope, interval: atLike.interval })}</span>
        )}
      </td>
      <td>
        <span className={styles.under}>{t('load2', { atLikeLoad: alikeWord(pair.atLikeLoad) })}</span>
        <span className={styles.under}>{t('fill', { atLikeFill: alikeWord(pair.atLikeFill) })}</span>
      </td>
      <td className={styles.said}>{pair.sentence}</td>
    </tr>
  )
}

function alikeWord(isAlike: boolean | null): string {
  if (isAlike === null) return notKnown()
  return isAlike ? t('alike2') : t('notAlike')
}

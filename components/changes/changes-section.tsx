'use client'

import { isCharted } from '../../lib/client/chart-plan'
import { useClientState, useToday } from '../../lib/client/react'
import { countWords } from '../../lib/format/change-words'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { ChangesAnswer, LifeChange } from '../../lib/protocol/changes'
import { t } from '../../lib/words/en/changes'
import { leadToChart } from '../process/use-series-in-view'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { Across } from './across'
import { ChangeTable } from './change-table'
import { useChanges, type AskedChanges } from './changes-context'
import styles from './changes.module.css'
import { useChangesView, type ChangesView } from './use-changes-view'

/** What changed in the stretch that was chosen: every series of this process, and on a press those of all. */
export function ChangesSection() {
  const changes = useChanges()
  return changes && <Changes {...changes} />
}

function Changes({ stretch, asked }: AskedChanges) {
  const view = useChangesView()
  const { value } = asked
  return (
    <section id="changes" className={styles.section} aria-labelledby="changes-title">
      <h2 id="changes-title">{t('whatChanged')}</h2>
      <Unanswered asked={asked} asking={t('lookingAtWhat')} />
      {value && <OfProcess answer={value} view={view} />}
      {view.isAcross ? (
        <Across stretch={stretch} />
      ) : (
        <button type="button" className={controls.button} onClick={view.lookAcross}>
          {t('lookInAll')}
        </button>
      )}
    </section>
  )
}

function OfProcess({ answer, view }: { answer: ChangesAnswer; view: ChangesView }) {
  const today = useToday()
  const ownHref = useOwnHref(view)
  const { changed, unchanged } = answer.series
  const shown = answer.changes.filter(({ state }) => view.hasAll || state !== 'unchanged')
  const total = Object.values(answer.series).reduce((sum, count) => sum + count, 0)
  const hasNews = changed + answer.series.new + answer.series.ended > 0
  return (
    <>
      <p className={styles.about}>{besideWords(answer, today)}</p>
      {answer.lives.map((life) => (
        <p key={`${life.what} ${life.atMs}`} className={styles.life}>
          {lifeWords(life, today)}
        </p>
      ))}
      <p data-changed={changed}>{hasNews ? `${countWords(answer)}.` : t('noneChanged', { total })}</p>
      {shown.length > 0 && <ChangeTable label={t('changesOfThis')} changes={shown} answer={answer} ownHref={ownHref} />}
      {unchanged > 0 && (
        <button type="button" className={controls.button} onClick={() => view.setAll(!view.hasAll)}>
          {view.hasAll ? t('showChanged') : t('showAll', { count: unchanged })}
        </button>
      )}
    </>
  )
}

/** To the chart on this page, also when the address names it already; what is not declared any more has none. */
function useOwnHref({ hrefOf }: ChangesView) {
  const declared = useClientState(({ watched }) => watched?.detail?.series ?? null)
  return (series: string) => {
    const hasChart = isCharted(series) && (declared?.some(({ name }) => name === series) ?? false)
    return hasChart ? { href: hrefOf(series), onPress: () => void leadToChart(series) } : null
  }
}

function besideWords({ before, within }: ChangesAnswer, today: number): string {
  const words = ({ fromMs, toMs }: ChangesAnswer['within']) =>
    t('stretch', { from: formatMoment(fromMs, today), to: formatMoment(toMs + 1, today) })
  const duration = formatDuration(within.toMs + 1 - within.fromMs)
  return t('besideTheOne', { within: words(within), duration, before: words(before) })
}

function lifeWords({ what, atMs }: LifeChange, today: number): string {
  const at = formatMoment(atMs, today)
  switch (what) {
    case 'started':
      return t('itStarted', { at })
    case 'restarted':
      return t('itRestarted', { at })
    case 'silent':
      return t('itFellSilent', { at })
    default:
      return what satisfies never
  }
}

'use client'

import { useClientState } from '../../lib/client/react'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'
import { useTyped } from '../forms/use-typed'
import controls from '../shell/controls.module.css'
import styles from './alerts-page.module.css'
import { STATES, type AlertsView, type ShownState } from './alerts-view'
import { t } from '../../lib/words/en/alerts'

interface AlertsToolbarProps {
  view: AlertsView
  onChange: (change: Partial<AlertsView>) => void
}

/** Search, state, rule and service: all of it in the address. */
export function AlertsToolbar({ view, onChange }: AlertsToolbarProps) {
  const search = useTyped(view.query, (query) => onChange({ query }))
  const service = useTyped(view.service ?? '', (next) => onChange({ service: next || null }))
  const rule = useTyped(view.rule ?? '', (next) => onChange({ rule: (next || null) as FlagWord | null }))
  return (
    <div className={styles.toolbar} role="search" aria-label={t('alerts')}>
      <input
        type="search"
        className={`${controls.field} ${styles.search}`}
        aria-label={t('searchAlerts')}
        placeholder={t('searchByInstanceSeries')}
        {...search}
      />
      <input
        type="text"
        className={`${controls.field} ${styles.service}`}
        aria-label={t('service')}
        placeholder={t('anyService')}
        {...service}
      />
      <select className={controls.field} aria-label={t('rule')} {...rule}>
        <option value="">{t('anyRule')}</option>
        {FLAG_WORDS.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
      {view.tab === 'active' && <StateButtons view={view} onChange={onChange} />}
    </div>
  )
}

const STATE_WORDS: Record<ShownState, string> = {
  get active() {
    return t('all')
  },
  get firing() {
    return t('firing')
  },
  get pending() {
    return t('pending2')
  },
}

function StateButtons({ view, onChange }: AlertsToolbarProps) {
  const summary = useClientState(({ alerts }) => alerts.summary)
  const countOf = (state: ShownState) => {
    if (!summary) return ''
    if (state === 'active') return summary.firing + summary.pending
    return summary[state]
  }
  return (
    <div className={controls.group} role="group" aria-label={t('state')}>
      {STATES.map((state) => (
        <button
          key={state}
          type="button"
          className={controls.button}
          aria-pressed={view.state === state}
          onClick={() => onChange({ state })}
        >
          {STATE_WORDS[state]} {countOf(state)}
        </button>
      ))}
    </div>
  )
}

'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useClientState } from '../../lib/client/react'
import { alertsHeadline } from '../../lib/format/alert-words'
import { WhoMay } from '../access/who-may'
import { ToneMark } from '../words/tone-mark'
import { ActiveAlerts } from './active-alerts'
import { AlertPage } from './alert-page'
import styles from './alerts-page.module.css'
import { AlertsToolbar } from './alerts-toolbar'
import { TABS, viewToAddress, type AlertsView, type Tab } from './alerts-view'
import { DesktopHint } from './desktop-hint'
import { HistoryList } from './history-list'
import { SilencesList } from './silences-list'
import { useAlertsView } from './use-alerts-view'
import { t } from '../../lib/words/en/alerts'

/** All alerts, or the one that the address names. */
export function AlertsPage() {
  const id = useSearchParams().get('id')
  return id === null ? <Alerts /> : <AlertPage key={id} id={id} />
}

const TAB_WORDS: Record<Tab, string> = {
  get active() {
    return t('active')
  },
  get history() {
    return t('history')
  },
  get silences() {
    return t('silences')
  },
}

function Alerts() {
  const [view, setView] = useAlertsView()
  return (
    <div className={styles.page}>
      <Headline />
      <Tabs view={view} />
      {view.tab !== 'silences' && <AlertsToolbar view={view} onChange={setView} />}
      {view.tab === 'active' && <WhoMay role="operator" text={t('operatorsAcknowledgeAndSilence')} />}
      {view.tab === 'active' && <ActiveAlerts view={view} onReset={() => setView(NO_FILTER)} />}
      {view.tab === 'history' && (
        <HistoryList view={view} onPage={(page) => setView({ page })} onReset={() => setView(NO_FILTER)} />
      )}
      {view.tab === 'silences' && <SilencesList />}
    </div>
  )
}

const NO_FILTER: Partial<AlertsView> = { state: 'active', service: null, rule: null, query: '' }

/** The one sentence that matters; the number of each state stands in the tabs. */
function Headline() {
  const summary = useClientState(({ alerts }) => alerts.summary)
  const isAway = useClientState(({ link }) => link.state === 'away')
  const unknown = isAway ? t('howAlertsStandIs') : t('askingTheHubHow')
  const { text, tone } = summary ? alertsHeadline(summary) : { text: unknown, tone: 'quiet' as const }
  return (
    <div className={styles.headline}>
      <div>
        <h1>{t('alerts')}</h1>
        <p data-headline="">
          <ToneMark tone={tone} />
          {text}
        </p>
      </div>
      <DesktopHint />
    </div>
  )
}

function Tabs({ view }: { view: AlertsView }) {
  const summary = useClientState(({ alerts }) => alerts.summary)
  const active = summary ? summary.firing + summary.pending : null
  return (
    <nav className={styles.tabs} aria-label={t('alerts')}>
      {TABS.map((tab) => (
        <Link
          key={tab}
          href={viewToAddress({ ...view, tab, page: 0 })}
          aria-current={tab === view.tab ? 'page' : undefined}
          replace
          scroll={false}
        >
          {TAB_WORDS[tab]}
          {tab === 'active' && active !== null && <span className={styles.number}> {active}</span>}
        </Link>
      ))}
    </nav>
  )
}

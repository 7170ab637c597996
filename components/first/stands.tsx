'use client'

import type { ReactNode } from 'react'
import fleetPage from '../fleet/fleet-page.module.css'
import fleetPicture from '../fleet/fleet-picture.module.css'
import fleetTable from '../fleet/fleet-table.module.css'
import sparkline from '../fleet/sparkline.module.css'
import processHeader from '../process/process-header.module.css'
import processPage from '../process/process-page.module.css'
import story from '../process/story.module.css'
import controls from '../shell/controls.module.css'
import { t } from '../../lib/words/en/shell'
import words from '../words/words.module.css'

/** Classes of what the hub draws into the page, by the names of their files: scripts/first-pages.mjs reads them from the exported page. */
const OF_FLEET = {
  'fleet-page': fleetPage,
  'fleet-picture': fleetPicture,
  'fleet-table': fleetTable,
  sparkline,
  controls,
  words,
}
const OF_PROCESS = { 'process-header': processHeader, 'process-page': processPage, story, words }

/** Where the page of all processes will stand: what is in the exported page until its program is there. */
export function FleetStand() {
  return (
    <Stand styles={OF_FLEET}>
      <section className={fleetPage.waiting} aria-busy="true">
        <h1>{t('allProcesses')}</h1>
        <p>{t('askingTheHub')}</p>
      </section>
    </Stand>
  )
}

/** Where the page of one process will stand. */
export function ProcessStand() {
  return (
    <Stand styles={OF_PROCESS}>
      <section className={processPage.loading} aria-busy="true">
        <h1>{t('process')}</h1>
        <p>{t('askingForProcess')}</p>
      </section>
    </Stand>
  )
}

function Stand({ styles, children }: { styles: Record<string, Record<string, string>>; children: ReactNode }) {
  return (
    <div data-stand="" data-styles={JSON.stringify(styles)}>
      {children}
    </div>
  )
}

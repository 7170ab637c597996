'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import styles from './story.module.css'
import { leadToChart } from './use-series-in-view'
import { t } from '../../lib/words/en/process'

/** A series by its name, and the way to its chart on this page, in the time that is shown. */
export function SeriesLink({ name }: { name: string }) {
  const params = new URLSearchParams(useSearchParams())
  const pathname = usePathname()
  // The address says it already: then it changes nothing, and is followed here.
  const isSaid = params.get('series') === name
  params.set('series', name)
  return (
    <Link
      className={styles.series}
      href={`${pathname}?${params.toString()}`}
      prefetch={false}
      scroll={false}
      title={t('toItsChart')}
      onClick={(event) => {
        if (!isSaid || !leadToChart(name)) return
        event.preventDefault()
      }}
    >
      {name}
    </Link>
  )
}

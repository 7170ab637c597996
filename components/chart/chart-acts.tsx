'use client'

import type { ComponentProps } from 'react'
import { ChartMenu } from './chart-menu'
import styles from './chart.module.css'
import { t } from '../../lib/words/en/charts'

interface ChartActsProps extends ComponentProps<typeof ChartMenu> {
  isTable: boolean
  onTable: () => void
}

/** What is done with a chart: its numbers as a table, and what is copied of it. */
export function ChartActs({ title, isTable, onTable, ...menu }: ChartActsProps) {
  return (
    <div className={styles.acts} data-screen-only="">
      <button
        type="button"
        className={styles.tableButton}
        aria-expanded={isTable}
        aria-label={t('tableOf', { title })}
        onClick={onTable}
      >
        {t('table')}
      </button>
      <ChartMenu title={title} {...menu} />
    </div>
  )
}

'use client'

import { useId, useState, type ReactNode } from 'react'
import { ChartActs } from './chart-acts'
import { ChartTable } from './chart-table'
import styles from './chart.module.css'
import { linesContent, newestLegend, type LineRows } from './lines-content'
import { useShown } from './use-shown'

interface ToldChartProps extends LineRows {
  title: string
  /** How deep it stands on its page; 2 unless told. */
  level?: 2 | 5
  /** Of whom it is: in the name of what is copied. */
  of: string
  /** The address that shows the same to somebody else. */
  linkOf: () => string
  className?: string | undefined
  /** Beside the name. */
  aside?: ReactNode
  children: ReactNode
}

/** A chart that something else draws: with its name, its numbers as a table one press away, and what can be copied of it. */
export function ToldChart({ title, level = 2, of, linkOf, className, aside, children, ...lines }: ToldChartProps) {
  const id = useId()
  const [isTable, setTable] = useState(false)
  const model = linesContent(lines)
  const shown = useShown(model && { of, model, marks: [], legend: newestLegend(lines) })
  const Heading = `h${level}` as const
  return (
    <figure className={className} aria-labelledby={id}>
      <div className={styles.head}>
        <Heading id={id}>{title}</Heading>
        {aside}
        <ChartActs {...{ title, isTable, shown, linkOf }} onTable={() => setTable(!isTable)} />
      </div>
      {children}
      {isTable && model && <ChartTable model={model} title={title} marks={[]} />}
    </figure>
  )
}

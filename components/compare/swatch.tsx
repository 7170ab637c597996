import type { RowLine } from '../chart/lines-content'
import styles from './compare-page.module.css'

/** Which line it is, by colour and dashes. */
export function Swatch({ line }: { line: RowLine }) {
  return (
    <svg className={styles.swatch} viewBox="0 0 14 10" aria-hidden="true">
      <path
        d="M0 5h14"
        style={{ stroke: `var(--${line.color})` }}
        strokeWidth="2.5"
        strokeDasharray={line.dash ? '4 2' : undefined}
      />
    </svg>
  )
}

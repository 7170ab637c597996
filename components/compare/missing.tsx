import Link from 'next/link'
import type { ComparedAnswer } from './compare-asking'
import type { Beside, Compared } from './compare-data'
import styles from './compare-page.module.css'

const ALONE: Record<Beside, string> = {
  siblings: 'No other process of its service reports this, so it stands alone.',
  lives: 'History has no earlier life of it, so it stands alone.',
  day: 'History has nothing of it from the day before, so it stands alone.',
}

/** Why there is less than the address asks for, and where else to look. */
export function Missing({ answer: { compared, unknown, series, beside } }: { answer: ComparedAnswer }) {
  const [first, ...others] = compared
  const isAlone = beside !== null && series !== null && !others.some(hasAny)
  const reasons = [
    ...(first && series === null ? ['None of them reports a series.'] : []),
    ...(isAlone ? [ALONE[beside]] : []),
    ...(unknown.length > 0 ? [`The hub does not know ${unknown.join(', ')}.`] : []),
  ]
  if (reasons.length === 0) return null
  return (
    <p className={styles.missing}>
      {reasons.join(' ')} <Link href="/">See all processes</Link>
    </p>
  )
}

const hasAny = ({ points }: Compared) => points !== null && points.points.some(([, mean]) => mean !== null)

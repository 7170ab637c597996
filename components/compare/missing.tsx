import Link from 'next/link'
import { formatCount } from '../../lib/format/counts'
import type { ComparedAnswer } from './compare-asking'
import { MOST, type Beside, type Compared } from './compare-data'
import styles from './compare-page.module.css'
import { t } from '../../lib/words/en/compare'

function aloneBeside(beside: Beside, days: number): string {
  switch (beside) {
    case 'siblings':
      return t('noOtherProcessOf')
    case 'lives':
      return t('historyHasNoEarlier')
    case 'day':
      return t('historyHasNothingOf', { days })
    default:
      return beside satisfies never
  }
}

/** Why there is less than the address asks for, and where else to look. */
export function Missing({ answer }: { answer: ComparedAnswer }) {
  const { compared, unknown, series, beside, days, cutFrom } = answer
  const [first, ...others] = compared
  const isAlone = beside !== null && series !== null && !others.some(hasAny)
  const reasons = [
    ...(first && series === null ? [t('noneOfThemReports')] : []),
    ...(isAlone ? [aloneBeside(beside, days)] : []),
    ...(cutFrom === null ? [] : [t('firstOf', { most: MOST, all: formatCount(cutFrom) })]),
    ...(unknown.length > 0 ? [t('theHubDoesNot', { join: unknown.join(', ') })] : []),
  ]
  if (reasons.length === 0) return null
  return (
    <p className={styles.missing}>
      {reasons.join(' ')} <Link href="/">{t('seeAllProcesses')}</Link>
    </p>
  )
}

const hasAny = ({ points }: Compared) => points !== null && points.points.some(([, mean]) => mean !== null)

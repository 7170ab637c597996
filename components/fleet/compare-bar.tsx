import Link from 'next/link'
import { countOf } from '../../lib/format/counts'
import controls from '../shell/controls.module.css'
import styles from './fleet-page.module.css'

interface CompareBarProps {
  chosen: ReadonlySet<string>
  onClear: () => void
}

/** What can be done with the rows that were chosen. */
export function CompareBar({ chosen, onClear }: CompareBarProps) {
  const address = new URLSearchParams([...chosen].map((id) => ['id', id]))
  return (
    <div className={styles.compareBar} role="status" data-screen-only="" hidden={chosen.size === 0}>
      {chosen.size > 0 && (
        <>
          {countOf(chosen.size, 'process', 'processes')} chosen
          {chosen.size === 1 ? (
            <span className={styles.hint}>Choose one more to compare.</span>
          ) : (
            <Link className={`${controls.button} ${controls.primary}`} href={`/compare?${address}`}>
              Compare
            </Link>
          )}
          <button type="button" className={controls.button} onClick={onClear}>
            Clear
          </button>
        </>
      )}
    </div>
  )
}

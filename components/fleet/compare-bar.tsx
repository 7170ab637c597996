import Link from 'next/link'
import { countOf } from '../../lib/format/counts'
import controls from '../shell/controls.module.css'
import styles from './fleet-page.module.css'
import { t } from '../../lib/words/en/fleet'

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
          {t('chosen', { processes: countOf(chosen.size, 'process') })}
          {chosen.size === 1 ? (
            <span className={styles.hint}>{t('chooseOneMoreTo')}</span>
          ) : (
            <Link className={`${controls.button} ${controls.primary}`} href={`/compare?${address}`}>
              {t('compare')}
            </Link>
          )}
          <button type="button" className={controls.button} onClick={onClear}>
            {t('clear')}
          </button>
        </>
      )}
    </div>
  )
}

import { formatCount } from '../../lib/format/counts'
import controls from './controls.module.css'
import { t } from '../../lib/words/en/shell'

interface PagesProps {
  label: string
  total: number
  /** Of a page. */
  per: number
  /** From 0. */
  page: number
  onPage: (page: number) => void
}

/** Through a list whose newest stand first; nothing where one page holds it. */
export function Pages({ label, total, per, page, onPage }: PagesProps) {
  const pages = Math.ceil(total / per)
  if (pages <= 1) return null
  return (
    <nav className={controls.pages} aria-label={label}>
      <button type="button" className={controls.button} disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('newer')}
      </button>
      <p>
        {t('toOf', {
          page: formatCount(page * per + 1),
          min: formatCount(Math.min(total, (page + 1) * per)),
          total: formatCount(total),
        })}
      </p>
      <button type="button" className={controls.button} disabled={page + 1 >= pages} onClick={() => onPage(page + 1)}>
        {t('older')}
      </button>
    </nav>
  )
}

'use client'

import { Fragment, useState } from 'react'
import { formatBytes } from '../../lib/format/bytes'
import { functionWords, originWords, placeWords, wholePlace } from '../../lib/format/profile-words'
import type { ProfileRow, ProfileSite } from '../../lib/protocol/profile-answer'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

const FEW = 15

/** What grew by line of code, the most first; a row opens the stack by which it was called. */
export function DifferenceTable({ rows, leftOut }: { rows: readonly ProfileRow[]; leftOut: number }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? rows : rows.slice(0, FEW)
  return (
    <>
      <div className={styles.box} tabIndex={0} role="region" aria-label={t('tableOfWhatGrew')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('function')}</th>
              <th scope="col">{t('where')}</th>
              <th scope="col" className={styles.number}>
                {t('grown')}
              </th>
              <th scope="col" className={styles.number}>
                {t('before')}
              </th>
              <th scope="col" className={styles.number}>
                {t('after')}
              </th>
              <th scope="col" className={styles.number}>
                {t('withWhatItCalled')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <SiteRow key={keyOf(row.site)} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FEW && (
        <button type="button" className={styles.link} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('show', { FEW }) : t('showAll', { length: rows.length })}
        </button>
      )}
      {leftOut > 0 && <p className={styles.note}>{t('moreLinesEachWith', { leftOut })}</p>}
    </>
  )
}

function SiteRow({ row }: { row: ProfileRow }) {
  const [isOpen, setOpen] = useState(false)
  const { site, self, total, stack } = row
  const origin = originWords(site)
  return (
    <Fragment>
      <tr data-site={placeWords(site)}>
        <th scope="row">
          <button type="button" className={styles.link} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <code>{functionWords(site)}</code>
          </button>
        </th>
        <td>
          <span title={wholePlace(site)}>{placeWords(site)}</span>
          {origin !== '' && <span className={styles.under}>{origin}</span>}
        </td>
        <td className={`${styles.number} ${styles.strong}`}>{formatBytes(self.grownBytes, 'always')}</td>
        <td className={styles.number}>{formatBytes(self.beforeBytes)}</td>
        <td className={styles.number}>{formatBytes(self.afterBytes)}</td>
        <td className={styles.number}>{formatBytes(total.grownBytes, 'always')}</td>
      </tr>
      {isOpen && (
        <tr className={styles.more}>
          <td colSpan={6}>
            <Stack stack={stack} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

/** From where the bytes were allocated outwards. */
function Stack({ stack }: { stack: readonly ProfileSite[] }) {
  return (
    <ol className={styles.stack} aria-label={t('theStackThatGrew')}>
      {stack.map((site, at) => (
        // The same function may call itself: its place in the stack tells it apart.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at}>
          <code>{functionWords(site)}</code> <span className={styles.note}>{wholePlace(site)}</span>
        </li>
      ))}
    </ol>
  )
}

function keyOf({ functionName, url, line, column }: ProfileSite): string {
  return `${functionName} ${url} ${line ?? ''} ${column ?? ''}`
}

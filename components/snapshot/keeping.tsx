'use client'

import { classPlace, keepingWords } from '../../lib/format/snapshot-words'
import type { SnapshotPath, SnapshotRow } from '../../lib/protocol/snapshot-answer'
import inside from '../inside/inside.module.css'
import styles from './snapshot-page.module.css'
import { Told } from './told'
import { t } from '../../lib/words/en/snapshot'

/** What keeps the objects of a class: a sentence, and the shortest way to the root, step by step. */
export function Keeping({ row }: { row: SnapshotRow }) {
  return (
    <div className={styles.keeping} data-keeping="">
      <p className={inside.strong}>
        <Told sentence={keepingWords(row)} />
      </p>
      {row.path !== null && (
        <>
          <p className={inside.note}>{t('theShortestWayFrom')}</p>
          <ol className={inside.stack} aria-label={t('whatKeepsThemFrom')}>
            {row.path.steps.map((step, at) => (
              // A class may be on the way more than once: its place tells it apart.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={at}>
                <Step step={step} />
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}

/** How each kind of reference is called, where its name says something. */
const BY: Record<string, string> = {
  get property() {
    return t('property')
  },
  get context() {
    return t('context')
  },
  get element() {
    return t('element')
  },
}

function Step({ step: { edgeType, edgeName, holder } }: { step: SnapshotPath['steps'][number] }) {
  const place = classPlace(holder)
  const by = BY[edgeType]
  return (
    <>
      {by && edgeName !== '' && (
        <>
          <span className={inside.note}>{by}</span> <code>{edgeName}</code>{' '}
          <span className={inside.note}>{t('of')}</span>{' '}
        </>
      )}
      <code>{holder.name}</code> <span className={inside.note}>{place}</span>
    </>
  )
}

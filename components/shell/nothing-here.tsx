'use client'

import Link from 'next/link'
import styles from './notice.module.css'
import { t } from '../../lib/words/en/shell'

export function NothingHere() {
  return (
    <section className={styles.notice}>
      <h1>{t('thereIsNothingAt')}</h1>
      <p>{t('theLinkMayBe')}</p>
      <p>
        <Link href="/">{t('seeAllProcesses')}</Link>
      </p>
    </section>
  )
}

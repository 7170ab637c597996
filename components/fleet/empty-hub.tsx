'use client'

import { useSyncExternalStore } from 'react'
import { CopyButton } from '../shell/copy-button'
import styles from './empty-hub.module.css'
import { t } from '../../lib/words/en/welcome'
import { rich } from '../words/rich'

/** A hub that nobody reports to yet: the four lines that change it. The list takes its place when the first agent connects. */
export function EmptyHub() {
  const address = useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => 'http://127.0.0.1:4600',
  )
  const code = fourLines(address)
  return (
    <section className={styles.empty}>
      <h1>{t('noProcessReportsYet')}</h1>
      <p>{rich(t('installTidemarkAgentIn'), <code />)}</p>
      <div className={styles.codeBox}>
        <pre tabIndex={0} aria-label={t('fourLinesToEmbed')}>
          <code>{code}</code>
        </pre>
        <CopyButton text={code} />
      </div>
      <p className={styles.waiting} role="status">
        {rich(t('waitingForTheFirst', { address }), <span className={styles.pulse} aria-hidden="true" />)}
      </p>
      <p className={styles.aside}>{rich(t('onlyLookingNpmRun'), <code />)}</p>
    </section>
  )
}

function fourLines(url: string): string {
  return `import { tidemark } from '@tidemark/agent'
const agent = tidemark({ url: '${url}', service: 'my-service' })
agent.pool('mesh', () => pool.size, { max: 1000 })
agent.clients('ws', () => clients.size)`
}

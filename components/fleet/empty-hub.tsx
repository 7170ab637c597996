'use client'

import { useSyncExternalStore } from 'react'
import { CopyButton } from '../shell/copy-button'
import styles from './empty-hub.module.css'

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
      <h1>No process reports yet</h1>
      <p>
        Install <code>@tidemark/agent</code> in a Node program and add these four lines. This page notices by itself
        when the first one connects.
      </p>
      <div className={styles.codeBox}>
        <pre tabIndex={0} aria-label="Four lines to embed the agent">
          <code>{code}</code>
        </pre>
        <CopyButton text={code} />
      </div>
      <p className={styles.waiting} role="status">
        <span className={styles.pulse} aria-hidden="true" />
        Waiting for the first agent at {address}
      </p>
      <p className={styles.aside}>
        Only looking? <code>npm run demo</code> starts a small fleet of real programs, some of which leak.
      </p>
    </section>
  )
}

function fourLines(url: string): string {
  return `import { tidemark } from '@tidemark/agent'
const agent = tidemark({ url: '${url}', service: 'my-service' })
agent.pool('mesh', () => pool.size, { max: 1000 })
agent.clients('ws', () => clients.size)`
}

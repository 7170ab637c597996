import Link from 'next/link'
import styles from './notice.module.css'

export function NothingHere() {
  return (
    <section className={styles.notice}>
      <h1>There is nothing at this address</h1>
      <p>The link may be old, or cut off.</p>
      <p>
        <Link href="/">See all processes</Link>
      </p>
    </section>
  )
}

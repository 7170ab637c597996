'use client'

import Link from 'next/link'
import type { AskedState } from '../../lib/client/use-asked'
import notice from './notice.module.css'
import { Unanswered } from './unanswered'

interface UnansweredPageProps {
  asked: AskedState<unknown>
  /** What the page is of, as its heading while the hub is asked. */
  title: string
  /** Its heading once the hub did not answer. */
  failed: string
  /** What is said while the hub is asked. */
  asking: string
  /** Where all of them are. */
  all: { address: string; text: string }
  /** Of the page, as long as nothing stands in its way. */
  className: string | undefined
}

/** In the place of a page of one thing that the hub did not answer with: why, what to do, and where the others are. */
export function UnansweredPage({ asked, title, failed, asking, all, className }: UnansweredPageProps) {
  const hasFailed = asked.fault !== null
  return (
    <section className={hasFailed ? notice.notice : className}>
      <h1>{hasFailed ? failed : title}</h1>
      <Unanswered asked={asked} asking={asking} />
      {hasFailed && (
        <p>
          <Link href={all.address}>{all.text}</Link>
        </p>
      )}
    </section>
  )
}

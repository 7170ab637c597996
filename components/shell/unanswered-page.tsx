'use client'

import Link from 'next/link'
import type { AskedState } from '../../lib/client/use-asked'
import notice from './notice.module.css'
import { Unanswered } from './unanswered'

interface UnansweredPageProps {
  asked: AskedState<unknown>
  /** What the page is of: "alert". */
  of: string
  /** Where all of them are. */
  all: { address: string; text: string }
  /** Of the page, as long as nothing stands in its way. */
  className: string | undefined
}

/** In the place of a page of one thing that the hub did not answer with: why, what to do, and where the others are. */
export function UnansweredPage({ asked, of, all, className }: UnansweredPageProps) {
  const hasFailed = asked.fault !== null
  return (
    <section className={hasFailed ? notice.notice : className}>
      <h1>{hasFailed ? `This ${of} cannot be shown` : `${of[0]?.toUpperCase()}${of.slice(1)}`}</h1>
      <Unanswered asked={asked} what={`for this ${of}`} />
      {hasFailed && (
        <p>
          <Link href={all.address}>{all.text}</Link>
        </p>
      )}
    </section>
  )
}

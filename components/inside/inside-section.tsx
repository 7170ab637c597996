'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useClientState } from '../../lib/client/react'
import { ForRole } from '../access/for-role'
import { useBox } from '../chart/use-box'
import type { AskedAct } from '../shell/use-asked-act'
import { CapturesSection } from './captures-section'
import { CollectNow } from './collect-now'
import { Difference } from './difference'
import { EntitiesSection } from './entities-section'
import { comparedFromAddress, comparedToAddress, type Compared } from './inside-address'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

/** What an address asks for here. */
const ASKED: ReadonlySet<string> = new Set<AskedAct>(['collect', 'profile', 'snapshot'])

/** What it is that grows in this process. Nothing of it is asked for or drawn before it was in view, and nothing moves while it is not. */
export function InsideSection({ process }: { process: string }) {
  const { ref, isInView } = useBox<HTMLElement>()
  const [wasSeen, setSeen] = useState(false)
  const isAsked = ASKED.has(useSearchParams().get('act') ?? '')
  if ((isInView || isAsked) && !wasSeen) setSeen(true)
  const { compared, setCompared } = useCompared()
  const name = useClientState(({ watched }) =>
    watched?.detail ? `${watched.detail.service} ${watched.detail.instance}` : process,
  )
  return (
    <section ref={ref} id="inside" className={styles.section} aria-labelledby="inside-title">
      <h2 id="inside-title">{t('insideTheProcess')}</h2>
      {wasSeen && (
        <>
          <EntitiesSection process={process} isInView={isInView} />
          <ForRole role="operator">
            <CollectNow process={process} />
          </ForRole>
          <CapturesSection process={process} compared={compared} onCompare={setCompared} />
        </>
      )}
      {compared && <Difference process={process} name={name} compared={compared} />}
    </section>
  )
}

function useCompared(): { compared: Compared | null; setCompared: (compared: Compared) => void } {
  const params = useSearchParams()
  const pathname = usePathname()
  const router = useRouter()
  const compared = useMemo(() => comparedFromAddress(params), [params])
  const setCompared = (next: Compared) => {
    const address = comparedToAddress(new URLSearchParams(params), next).toString()
    // A comparison is a step that Back undoes.
    router.push(`${pathname}?${address}#difference`)
  }
  return { compared, setCompared }
}

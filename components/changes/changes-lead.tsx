'use client'

import { labelOf } from '../../lib/client/chart-plan'
import type { ChangesAnswer } from '../../lib/protocol/changes'
import { t } from '../../lib/words/en/changes'
import { Asking } from '../shell/unanswered'
import { useChanges } from './changes-context'
import styles from './changes.module.css'

const NAMED = 3

/** Above the charts, in a line of its own: what changed most in the stretch, and the way to all of it. */
export function ChangesLead() {
  const changes = useChanges()
  if (changes === null) return null
  const { value, fault } = changes.asked
  return (
    <div className={styles.lead} data-changes-lead="">
      {value === null ? fault === null && <Asking text={t('lookingAtWhat')} /> : <p>{leadOf(value)}</p>}
      <a href="#changes">{t('seeWhatChanged')}</a>
    </div>
  )
}

function leadOf({ changes }: ChangesAnswer): string {
  const names = changes
    .filter(({ state }) => state !== 'unchanged' && state !== 'not-known')
    .map(({ series }) => labelOf(series))
  if (names.length === 0) return t('nothingChanged')
  const named = names.slice(0, NAMED).join(', ')
  const count = names.length - NAMED
  return t('changedMost', { names: count > 0 ? t('andMore', { names: named, count }) : named })
}

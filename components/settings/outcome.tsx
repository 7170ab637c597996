import { formatMilliseconds } from '../../lib/format/counts'
import type { DeliveryAttempt } from '../../lib/protocol/alerts'
import { ToneLabel } from '../words/word'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'

/** What came back of a test; there from the start, so that it is heard. */
export function Outcome({ attempt }: { attempt: DeliveryAttempt | null }) {
  return (
    <div role="status" className={styles.outcome} data-outcome="">
      {attempt && (
        <>
          <ToneLabel word={attempt.ok ? t('sent') : t('failed')} tone={attempt.ok ? 'good' : 'bad'} />
          <p>
            {attempt.answer} ({formatMilliseconds(attempt.tookMs)})
          </p>
        </>
      )}
    </div>
  )
}

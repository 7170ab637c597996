import { t } from '../../lib/words/en/findings'
import type { FindingStatus } from '../../lib/protocol/findings'

export const STATUS: Record<FindingStatus, string> = {
  get 'not started'() {
    return t('notStarted')
  },
  get 'in progress'() {
    return t('inProgress')
  },
  get done() {
    return t('done')
  },
  get blocked() {
    return t('blocked')
  },
}

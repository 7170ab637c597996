/** Alerts in words, as every page says them: how one stands, how all of them stand, what a message is about. */
import type { AlertsSummary } from '../protocol/alert-api'
import type { Alert, MessageKind } from '../protocol/alerts'
import type { Tone } from './words'
import { toned } from './toned'
import { t } from '../words/en/format'

export type Standing = 'waiting' | 'acknowledged' | 'silenced' | 'pending' | 'resolved'

/** Whether it waits for somebody, and if not, why not. */
export function standingOf(alert: Pick<Alert, 'state' | 'ack' | 'silencedBy'>): Standing {
  if (alert.state !== 'firing') return alert.state
  if (alert.silencedBy.length > 0) return 'silenced'
  return alert.ack ? 'acknowledged' : 'waiting'
}

/** What asks for a person comes first. */
export const STANDING: Record<Standing, { word: string; tone: Tone }> = {
  waiting: toned(() => t('firing'), 'bad'),
  acknowledged: toned(() => t('acknowledged'), 'note'),
  silenced: toned(() => t('silenced'), 'quiet'),
  pending: toned(() => t('pending'), 'warn'),
  resolved: toned(() => t('resolved'), 'good'),
}

const STANDING_ORDER = Object.keys(STANDING) as Standing[]

/** Smaller matters more. */
export function standingRank(standing: Standing): number {
  return STANDING_ORDER.indexOf(standing)
}

export function alertsHeadline({ pending, firing, waiting }: AlertsSummary): { text: string; tone: Tone } {
  const soon = pending > 0 ? t('morePending', { pending }) : ''
  if (waiting > 0) return { text: `${t('alertsWait', { waiting })}${soon}.`, tone: 'bad' }
  if (firing > 0) return { text: `${t('alertsFire', { firing })}${soon}.`, tone: 'note' }
  if (pending > 0) return { text: t('nothingFiresPending', { pending }), tone: 'warn' }
  return { text: t('nothingFires'), tone: 'good' }
}

export const MESSAGE: Record<MessageKind, string> = {
  get firing() {
    return t('messageFires')
  },
  get update() {
    return t('messageChanged')
  },
  get repeat() {
    return t('stillFires')
  },
  get escalated() {
    return t('messageEscalated')
  },
  get resolved() {
    return t('messageResolved')
  },
  get test() {
    return t('messageTest')
  },
}

/** Every kind of channel with what sends on it. */
import type { Senders } from '../sender'
import { sendToAlertmanager } from './alertmanager'
import { sendToDiscord } from './discord'
import { sendMail } from './email'
import { sendToNtfy } from './ntfy'
import { sendToPagerduty } from './pagerduty'
import { sendToSlack } from './slack'
import { sendToWebhook } from './webhook'

export const SENDERS: Senders = {
  webhook: sendToWebhook,
  slack: sendToSlack,
  discord: sendToDiscord,
  email: sendMail,
  alertmanager: sendToAlertmanager,
  ntfy: sendToNtfy,
  pagerduty: sendToPagerduty,
}

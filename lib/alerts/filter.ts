import type { Alert } from '../protocol/alerts'
import type { AlertFilter } from './shapes'

export function isWanted(alert: Alert, filter: AlertFilter): boolean {
  return (
    (filter.states === undefined || filter.states.includes(alert.state)) &&
    (filter.service === undefined || filter.service === alert.service) &&
    (filter.rule === undefined || filter.rule === alert.rule) &&
    (filter.process === undefined || filter.process === alert.process) &&
    (filter.isAcknowledged === undefined || filter.isAcknowledged === (alert.ack !== null)) &&
    (filter.isSilenced === undefined || filter.isSilenced === alert.silencedBy.length > 0)
  )
}

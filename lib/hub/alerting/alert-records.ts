/**
 * How alerting lies on disk: one collection, so that an alert, its group and the messages about it are written together
 * or not at all, and a crash can lie between nothing but whole steps.
 */
import type { AlertBookState, AlertChanges, AlertRecord, GroupState } from '../../alerts/shapes'
import type { KeptRecord, RecordChange } from '../../history/store'
import type { AlertMessage, Delivery, Silence } from '../../protocol/alerts'

export const ALERTING = 'alerting'

/** A message as it was made, with its episode: from its first message until its group is over. */
export interface KeptMessage {
  message: AlertMessage
  episode: string
}

export interface KeptAlerting {
  book: AlertBookState
  messages: KeptMessage[]
  deliveries: Delivery[]
}

export function changesToKeep(
  changes: AlertChanges,
  messages: readonly KeptMessage[],
  deliveries: readonly Delivery[],
): RecordChange[] {
  return [
    ...changes.removedAlerts.map((id) => ({ id: `alert:${id}`, body: null })),
    ...changes.removedGroups.map((id) => ({ id: `group:${id}`, body: null })),
    ...changes.alerts.map((record) => ({ id: `alert:${record.alert.id}`, body: record })),
    ...changes.groups.map((group) => ({ id: `group:${group.id}`, body: group })),
    ...changes.silences.map((silence) => ({ id: `silence:${silence.id}`, body: silence })),
    ...messages.map((kept) => ({ id: `message:${kept.message.id}`, body: kept })),
    ...deliveriesToKeep(deliveries),
    { id: 'clock', body: changes.clockMs },
  ]
}

export function deliveriesToKeep(deliveries: readonly Delivery[]): RecordChange[] {
  return deliveries.map((delivery) => ({ id: `delivery:${delivery.id}`, body: delivery }))
}

export function readKept(records: readonly KeptRecord[]): KeptAlerting {
  const of = <T>(prefix: string): T[] => records.filter(({ id }) => id.startsWith(prefix)).map(({ body }) => body as T)
  const clock = records.find(({ id }) => id === 'clock')?.body
  return {
    book: {
      clockMs: typeof clock === 'number' ? clock : 0,
      alerts: of<AlertRecord>('alert:'),
      groups: of<GroupState>('group:'),
      silences: of<Silence>('silence:'),
    },
    messages: of<KeptMessage>('message:'),
    deliveries: of<Delivery>('delivery:'),
  }
}

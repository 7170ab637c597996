/** What changed since it was asked last. Answers are copies: what is kept must not change while it is written. */
import type { Silence } from '../protocol/alerts'
import type { AlertChanges, AlertRecord, GroupState, OutgoingMessage } from './shapes'

export class ChangeLog {
  #alerts = new Map<string, AlertRecord>()
  #groups = new Map<string, GroupState>()
  #silences = new Map<string, Silence>()
  #removedAlerts = new Set<string>()
  #removedGroups = new Set<string>()
  #messages: OutgoingMessage[] = []

  alert(record: AlertRecord): void {
    this.#removedAlerts.delete(record.alert.id)
    this.#alerts.set(record.alert.id, record)
  }

  alertGone(id: string): void {
    this.#alerts.delete(id)
    this.#removedAlerts.add(id)
  }

  group(state: GroupState): void {
    this.#removedGroups.delete(state.id)
    this.#groups.set(state.id, state)
  }

  groupGone(id: string): void {
    this.#groups.delete(id)
    this.#removedGroups.add(id)
  }

  silence(silence: Silence): void {
    this.#silences.set(silence.id, silence)
  }

  message(message: OutgoingMessage): void {
    this.#messages.push(message)
  }

  take(clockMs: number): AlertChanges {
    const changes: AlertChanges = {
      clockMs,
      alerts: inOrder(this.#alerts).map(copyOfAlert),
      groups: inOrder(this.#groups).map(copyOfGroup),
      silences: inOrder(this.#silences).map((silence) => ({ ...silence })),
      removedAlerts: [...this.#removedAlerts].toSorted(),
      removedGroups: [...this.#removedGroups].toSorted(),
      messages: this.#messages,
    }
    this.#messages = []
    for (const part of [this.#alerts, this.#groups, this.#silences, this.#removedAlerts, this.#removedGroups])
      part.clear()
    return changes
  }
}

/** What lies deeper is exchanged and never changed. */
export function copyOfAlert({ alert, memory }: AlertRecord): AlertRecord {
  return { alert: { ...alert }, memory: { ...memory } }
}

export function copyOfGroup(state: GroupState): GroupState {
  return { ...state, escalated: [...state.escalated], everEscalated: [...state.everEscalated] }
}

function inOrder<T>(parts: ReadonlyMap<string, T>): T[] {
  return [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
}

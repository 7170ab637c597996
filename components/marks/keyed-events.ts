/** Events with a key each, which they keep as newer ones come. */
import type { AgentEvent } from '../../lib/protocol/agent-wire'

export interface KeyedEvent {
  key: string
  event: AgentEvent
}

/** `events`: oldest first. Those of one time and type are told apart by their order. */
export function keyedEvents(events: readonly AgentEvent[]): KeyedEvent[] {
  const counts = new Map<string, number>()
  return events.map((event) => {
    const alike = `${event.atMs} ${event.type}`
    const nth = counts.get(alike) ?? 0
    counts.set(alike, nth + 1)
    return { key: `${alike} ${nth}`, event }
  })
}

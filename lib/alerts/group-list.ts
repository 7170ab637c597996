/** The groups in which something fires, and the alerts of each. */
import type { Alert, AlertGroup } from '../protocol/alerts'
import { DueHeap } from './due-heap'
import { tellGroup } from './group-telling'
import { episodeId, groupId } from './ids'
import type { AlertSettings } from './settings'
import type { AlertRecord, GroupState, GroupView, OutgoingMessage } from './shapes'
import { worstOf } from './worst'

interface Group {
  state: GroupState
  members: Set<AlertRecord>
}

/** Where changes are written down. */
export interface GroupChanges {
  group(state: GroupState): void
  groupGone(id: string): void
  alert(record: AlertRecord): void
  message(message: OutgoingMessage): void
}

export class GroupList {
  readonly #all = new Map<string, Group>()
  readonly #due = new DueHeap<Group>()
  readonly #changes: GroupChanges

  constructor(changes: GroupChanges) {
    this.#changes = changes
  }

  /** `nowMs`: the time of the book that is continued. */
  restore(states: readonly GroupState[], firing: readonly AlertRecord[], nowMs: number): void {
    for (const state of states) this.#all.set(state.id, { state, members: new Set() })
    for (const record of firing) this.#groupOf(record.alert, nowMs).members.add(record)
    for (const group of this.#all.values()) this.#due.schedule(group, nowMs)
  }

  /** An alert fires. */
  join(record: AlertRecord, settings: AlertSettings, nowMs: number): void {
    const group = this.#groupOf(record.alert, nowMs)
    group.members.add(record)
    if (record.alert.silencedBy.length === 0) this.#gather(group, record.alert, settings, nowMs)
  }

  /** An alert fires no more. */
  leave(record: AlertRecord, nowMs: number): void {
    const group = this.#all.get(groupId(record.alert))
    if (!group) return
    group.members.delete(record)
    this.#due.schedule(group, nowMs)
  }

  /** An alert that fires has to be told again: its silence is over. */
  comeBack(record: AlertRecord, settings: AlertSettings, nowMs: number): void {
    this.#gather(this.#groupOf(record.alert, nowMs), record.alert, settings, nowMs)
  }

  /** Looks at the group anew: something of an alert changed that counts for it. */
  touch(alert: AlertGroup, nowMs: number): void {
    const group = this.#all.get(groupId(alert))
    if (group) this.#due.schedule(group, nowMs)
  }

  touchAll(nowMs: number): void {
    for (const group of this.#all.values()) this.#due.schedule(group, nowMs)
  }

  /** Clock times were changed behind its back. */
  reschedule(nowMs: number): void {
    this.#due.clear()
    this.touchAll(nowMs)
  }

  tick(lookUp: (id: string) => Alert | undefined, settings: AlertSettings, nowMs: number): void {
    const due = this.#due.take(nowMs).toSorted((a, b) => (a.state.id < b.state.id ? -1 : 1))
    for (const group of due) this.#settle(group, lookUp, settings, nowMs)
  }

  firing(id: string): AlertRecord[] {
    return [...(this.#all.get(id)?.members ?? [])]
  }

  states(): GroupState[] {
    return [...this.#all.values()].map(({ state }) => state)
  }

  /** By service, and then by rule. */
  views(): GroupView[] {
    const groups = [...this.#all.values()].toSorted((a, b) => byNames(a.state, b.state))
    return groups.map(({ state, members }) => {
      const alerts = [...members].map(({ alert }) => alert)
      const { id, service, rule, toldAtMs, openSinceMs } = state
      return {
        id,
        service,
        rule,
        toldAtMs,
        openSinceMs,
        firing: alerts.length,
        silenced: alerts.filter(({ silencedBy }) => silencedBy.length > 0).length,
        acknowledged: alerts.filter(({ ack }) => ack).length,
        worst: worstOf(alerts).map((alert) => alert.id),
      }
    })
  }

  #settle(group: Group, lookUp: (id: string) => Alert | undefined, settings: AlertSettings, nowMs: number): void {
    const { state, members } = group
    if (state.toldAtMs === null && members.size > 0 && state.gather && state.gather.untilMs > nowMs) {
      this.#due.schedule(group, state.gather.untilMs)
      return
    }
    const before = JSON.stringify(state)
    const telling = tellGroup(state, members, lookUp, settings, nowMs)
    for (const message of telling.messages) this.#changes.message(message)
    for (const record of telling.touched) this.#changes.alert(record)
    if (telling.isOver || members.size === 0) this.#end(group, nowMs)
    else {
      if (JSON.stringify(state) !== before) this.#changes.group(state)
      this.#due.schedule(group, telling.nextMs)
    }
  }

  /** What is silenced and was never told outlives the episode. */
  #end(group: Group, nowMs: number): void {
    const { service, rule, id, openedAtMs } = group.state
    if (group.members.size === 0) {
      this.#all.delete(id)
      this.#due.drop(group)
      this.#changes.groupGone(id)
      return
    }
    group.state = newState({ service, rule }, Math.max(nowMs, openedAtMs + 1))
    this.#changes.group(group.state)
  }

  #groupOf(alert: AlertGroup, nowMs: number): Group {
    const id = groupId(alert)
    const known = this.#all.get(id)
    if (known) return known
    const group: Group = { state: newState(alert, nowMs), members: new Set() }
    this.#all.set(id, group)
    this.#changes.group(group.state)
    return group
  }

  #gather(group: Group, { rule, growth }: Alert, settings: AlertSettings, nowMs: number): void {
    const { gatherMs, gatherMaxMs } = settings.rules[rule]
    const soonestMs = growth?.limitAtMs?.[0]
    const leftMs = soonestMs === undefined ? Number.POSITIVE_INFINITY : Math.max(0, soonestMs - nowMs)
    const before = group.state.gather
    const fromMs = before?.fromMs ?? nowMs
    // Who joins later and has time does not make those wait who have none.
    const latestMs = Math.min(before?.latestMs ?? fromMs + gatherMaxMs, nowMs + leftMs * settings.gatherShareOfTimeLeft)
    group.state.gather = { fromMs, latestMs, untilMs: Math.min(nowMs + gatherMs, latestMs) }
    this.#changes.group(group.state)
    this.#due.schedule(group, group.state.gather.untilMs)
  }
}

function byNames(a: AlertGroup, b: AlertGroup): number {
  const [one, other] = [`${a.service}\n${a.rule}`, `${b.service}\n${b.rule}`]
  return one < other ? -1 : one > other ? 1 : 0
}

function newState({ service, rule }: AlertGroup, nowMs: number): GroupState {
  return {
    service,
    rule,
    id: groupId({ service, rule }),
    episode: episodeId({ service, rule }, nowMs),
    openedAtMs: nowMs,
    gather: null,
    messages: 0,
    told: 0,
    toldAtMs: null,
    openSinceMs: null,
    escalated: [],
    everEscalated: [],
    worst: [],
  }
}

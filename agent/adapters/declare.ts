/** Hands the numbers and lists of one watched thing to an agent. Nothing here closes over the thing. */
import { show } from '../../lib/protocol/checks'
import type { Registration } from '../api'
import type { Attach, Reporting } from '../current'
import type { AnyAdapter, Adapter, WatchedSeries } from './adapter'
import { tell } from './told'

export interface Wishes {
  name: string
  max: number | undefined
  entities: boolean | undefined
}

/** What is called for each agent that comes to this process. */
export function attachBy(adapter: AnyAdapter, wishes: Wishes): Attach<never> {
  return (agent, { of }) => declareAll(adapter as unknown as Adapter<object>, wishes, agent, of)
}

function declareAll(adapter: Adapter<object>, wishes: Wishes, agent: Reporting, of: object): Registration[] {
  const registrations: Registration[] = []
  for (const [index, series] of adapter.series.entries()) {
    if (isTold(series, adapter, of)) registrations.push(declareSeries(series, index === 0, wishes, agent, of))
  }
  for (const { name, list, readers, isPrivate } of adapter.entities ?? []) {
    if (wishes.entities ?? isPrivate !== true)
      registrations.push(agent.entities(name.replace('NAME', wishes.name), { of, read: list }, readers))
  }
  return registrations
}

function isTold(series: WatchedSeries<object>, adapter: Adapter<object>, of: object): boolean {
  if (!series.isTold || series.isTold(of)) return true
  tell(
    `${adapter.what} ${series.lack}`,
    `of ${adapter.what}: ${series.lack ?? show(series.name)}. The rest is watched.`,
  )
  return false
}

function declareSeries(
  { kind, name, help, unit, max, read }: WatchedSeries<object>,
  isFirst: boolean,
  wishes: Wishes,
  agent: Reporting,
  of: object,
): Registration {
  const bound = isFirst ? (wishes.max ?? max?.(of)) : max?.(of)
  const options = { help, ...(bound === undefined ? {} : { max: bound }), ...(unit === undefined ? {} : { unit }) }
  return agent[kind](name.replace('NAME', wishes.name), { of, read }, options)
}

/** What a process has as a whole, and is watched by a word: `watch('timers')`. A part is a thing like any other, that is never collected. */
import type { Adapter, AnyAdapter } from '../adapter'
import type { ProcessPart } from '../options'
import { foundServers } from './found-servers'
import { handles, timers } from './resources'
import { undiciRequests } from './undici-requests'
import { foundWorkers } from './found-workers'

interface Part {
  thing: object
  adapter: AnyAdapter
}

const part = (adapter: Adapter<object>): Part => ({ thing: {}, adapter })

const PARTS: Readonly<Record<ProcessPart, Part>> = {
  servers: part(foundServers),
  undici: part(undiciRequests),
  workers: part(foundWorkers),
  timers: part(timers),
  handles: part(handles),
}

export function partOf(word: string): Part | undefined {
  return Object.hasOwn(PARTS, word) ? PARTS[word as ProcessPart] : undefined
}

/** What is done to each structure, and to what a program would have in its place. */
import { EventEmitter } from 'node:events'
import { LRUCache } from 'lru-cache'
import { AdmissionGate } from '../../agent/bounded/admission-gate'
import { compressed } from '../../agent/bounded/compressed'
import { LruPool } from '../../agent/bounded/lru-pool'
import { PairedMaps } from '../../agent/bounded/paired-maps'
import { PendingCalls } from '../../agent/bounded/pending-calls'
import { PressureValve } from '../../agent/bounded/pressure-valve'
import { TtlRegistry } from '../../agent/bounded/ttl-registry'

export interface Running {
  /** Does operation number `index`. */
  act: (index: number) => void
  close(): void
}

export interface Workload {
  /** What one operation is. */
  title: string
  /** Named ways to do it; the bounded structure is the last. */
  ways: Record<string, () => Running>
}

const MAX = 1_000
/** More keys than there is room for, so that some three in ten are not there. */
const KEYS = 2 ** 16
const keys = Array.from({ length: KEYS }, (_, index) => (index * 2_654_435_761) % 1_433)
const keyOf = (index: number): number => keys[index % KEYS] as number
const page = JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id, name: `order ${id}`, state: 'open' })))
const quiet = { agent: null }
const nothing = (): void => {}

/** A cache that is asked, and told where it does not know. */
function asCache(cache: { get(key: number): object | undefined; set(key: number, value: object): unknown }): Running {
  return {
    act(index) {
      const key = keyOf(index)
      if (cache.get(key) === undefined) cache.set(key, { key })
    },
    close: nothing,
  }
}

const RESIDENTS = 900

export const WORKLOADS: readonly Workload[] = [
  {
    title: `get, and set what is not there; room for ${MAX}`,
    ways: {
      'Map, which only grows': () => asCache(new Map()),
      'lru-cache': () => asCache(new LRUCache<number, object>({ max: MAX })),
      LruPool: () => asCache(new LruPool<number, object>({ name: 'bench', max: MAX, ...quiet })),
    },
  },
  {
    title: 'set, or get what is there, with a time to live',
    ways: {
      'Map, which only grows': () => asCache(new Map()),
      'lru-cache with ttl': () => asCache(new LRUCache<number, object>({ max: MAX, ttl: 300_000 })),
      TtlRegistry: () => {
        const registry = new TtlRegistry<number, object>({ name: 'bench', max: MAX, ...quiet })
        return { ...asCache(registry), close: () => registry.close() }
      },
    },
  },
  {
    title: `enter and leave, beside ${RESIDENTS} others`,
    ways: {
      Map: () => {
        const map = new Map(Array.from({ length: RESIDENTS }, (_, id) => [-id - 1, {}]))
        return {
          act(index) {
            map.set(index, {})
            map.delete(index)
          },
          close: nothing,
        }
      },
      AdmissionGate: () => {
        const gate = new AdmissionGate<number>({ name: 'bench', max: MAX, ...quiet })
        for (let id = 0; id < RESIDENTS; id++) gate.enter(-id - 1)
        return {
          act(index) {
            const lease = gate.enter(index)
            if (typeof lease !== 'string') lease.release()
          },
          close: () => gate.close(),
        }
      },
    },
  },
  {
    title: 'a client and its stream come and go, tied to an emitter',
    ways: {
      'two Maps': () => {
        const [clients, streams] = [new Map<number, object>(), new Map<number, object>()]
        return {
          act(index) {
            clients.set(index, {})
            streams.set(index, {})
            clients.delete(index)
            streams.delete(index)
          },
          close: nothing,
        }
      },
      PairedMaps: () => {
        const maps = new PairedMaps<number, object, object>({ name: 'bench', max: MAX, ...quiet })
        const socket = new EventEmitter()
        return {
          act(index) {
            const pair = maps.enter(index, socket, () => ({}), socket)
            if (typeof pair !== 'string') pair.leave()
          },
          close: () => maps.close(),
        }
      },
    },
  },
  {
    title: 'a call is opened with a deadline, and answered',
    ways: {
      'Map and setTimeout': () => {
        const calls = new Map<number, { answered: () => void; timer: NodeJS.Timeout }>()
        return {
          act(index) {
            calls.set(index, { answered: nothing, timer: setTimeout(nothing, 30_000) })
            const call = calls.get(index)
            clearTimeout(call?.timer)
            calls.delete(index)
            call?.answered()
          },
          close: nothing,
        }
      },
      PendingCalls: () => {
        const calls = new PendingCalls<number>({ name: 'bench', max: MAX, ...quiet })
        return {
          act(index) {
            const id = calls.open(nothing)
            if (typeof id === 'number') calls.answer(id, index)
          },
          close: () => calls.close(),
        }
      },
      'PendingCalls, with a caller': () => {
        const calls = new PendingCalls<number>({ name: 'bench', max: MAX, ...quiet })
        const caller = new EventEmitter()
        return {
          act(index) {
            const id = calls.open(nothing, { caller })
            if (typeof id === 'number') calls.answer(id, index)
          },
          close: () => calls.close(),
        }
      },
    },
  },
  {
    title: `set and get a text of ${Math.round(page.length / 1_024)} kB`,
    ways: {
      Map: () => asText(new Map()),
      'compressed(Map)': () => asText(compressed<number, string>(new Map(), { name: 'bench', ...quiet })),
    },
  },
]

function asText(cache: { get(key: number): string | undefined; set(key: number, value: string): unknown }): Running {
  return {
    act(index) {
      cache.set(index % 100, page)
      cache.get(index % 100)
    },
    close: nothing,
  }
}

/** The bounded ways alone, a valve over a pool among them, for the heap. */
export function boundedWays(): Record<string, () => Running> {
  const ways = WORKLOADS.map(({ ways: all }) => Object.entries(all).at(-1) as [string, () => Running])
  return { ...Object.fromEntries(ways), PressureValve: aValve }
}

function aValve(): Running {
  const pool = new LruPool<number, object>({ name: 'bench', max: MAX, ...quiet })
  let heapBytes = 0
  const read = () => ({ heapBytes, heapLimitBytes: 100, residentBytes: 0, memoryLimitBytes: null })
  const valve = new PressureValve({ name: 'bench', structures: [pool], read, ...quiet })
  return {
    act(index) {
      pool.set(index, {})
      heapBytes = index % 100
      if (index % 16 === 0) valve.check()
    },
    close: () => valve.close(),
  }
}

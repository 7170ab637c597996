import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Alert } from '../../protocol/alerts'
import type { Capture } from '../../protocol/captures'
import type { ProcessEntry } from '../roster/process-entry'
import { GrowthProfiles } from './growth-profiles'

const NOW_MS = Date.UTC(2026, 10, 21, 12)
const MINUTE_MS = 60_000

let nowMs: number
let taken: string[]
let boots: Map<string, string>
let captures: Capture[]
let profiles: GrowthProfiles

beforeEach(() => {
  nowMs = NOW_MS
  taken = []
  captures = []
  boots = new Map()
  profiles = new GrowthProfiles({
    operations: {
      takeProfile: async (entry, by, _durationMs, alert) => {
        taken.push(`${entry.id} for ${alert} by ${by}`)
        return { ok: true, value: { id: `c${taken.length}` } as Capture }
      },
    },
    captures: { all: () => captures },
    entry: (id) => ({ id, life: { boot: boots.get(id) ?? 'b1' }, lastFrameAtMs: nowMs }) as ProcessEntry,
    isAble: (id) => id !== 'old',
    nowMs: () => nowMs,
    onTrouble: () => {},
  })
})
afterEach(() => profiles.stop())

function growth(process: string, over: Partial<Alert> = {}): Alert {
  const alert = {
    id: `growth of ${process}`,
    rule: 'growth',
    process,
    service: 'gateway',
    sinceMs: nowMs - 5 * MINUTE_MS,
  }
  return { ...alert, ...over } as Alert
}

async function after(minutes: number): Promise<string[]> {
  nowMs += minutes * MINUTE_MS
  profiles.tick()
  await Promise.resolve()
  return taken.splice(0)
}

describe('a growth that fires', () => {
  it('is captured at once, and again when it has doubled, and not a third time', async () => {
    profiles.onFiring(growth('a'))
    profiles.onFiring(growth('a', { id: 'of another series' }))
    expect(await after(0)).toEqual(['a for growth of a by tidemark'])
    expect(await after(4)).toEqual([])
    expect(await after(1)).toEqual(['a for growth of a by tidemark'])
    expect(await after(60)).toEqual([])
  })

  it('of a life that ended in between is not compared with the next one', async () => {
    profiles.onFiring(growth('a'))
    boots.set('a', 'b2')
    expect(await after(5)).toEqual(['a for growth of a by tidemark'])
    profiles.onFiring(growth('a'))
    expect(await after(0)).toEqual(['a for growth of a by tidemark'])
  })

  it('is left alone where the agent takes no profiles, for other rules, and where it was captured before a restart of the hub', async () => {
    profiles.onFiring(growth('old'))
    profiles.onFiring(growth('b', { rule: 'saturated' }))
    captures = [{ by: 'tidemark', process: 'c', boot: 'b1' } as Capture]
    profiles.onFiring(growth('c'))
    expect(await after(0)).toEqual([])
  })

  it('in a whole fleet is captured of three replicas of a service, and of twenty processes an hour', async () => {
    for (let n = 0; n < 40; n++) profiles.onFiring(growth(`replica-${n}`))
    expect(await after(0)).toHaveLength(3)
    for (let n = 0; n < 40; n++) profiles.onFiring(growth(`p${n}`, { service: `service-${n}` }))
    expect(await after(0)).toHaveLength(17)
    nowMs += 61 * MINUTE_MS
    profiles.onFiring(growth('later', { service: 'another' }))
    expect(await after(0)).toContain('later for growth of later by tidemark')
  })
})

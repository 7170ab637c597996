import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Alert } from '../../protocol/alerts'
import type { Capture } from '../../protocol/captures'
import type { ProcessEntry } from '../roster/process-entry'
import { GrowthProfiles } from './growth-profiles'
import { DEFAULT_CAPTURE_NUMBERS } from './settings'

const NOW_MS = Date.UTC(2026, 10, 21, 12)
const MINUTE_MS = 60_000

let nowMs: number
let taken: string[]
let boots: Map<string, string>
let captures: Capture[]
let profiles: GrowthProfiles
let capturing: Set<string>

beforeEach(() => {
  nowMs = NOW_MS
  taken = []
  captures = []
  boots = new Map()
  capturing = new Set()
  profiles = start(0)
})
afterEach(() => profiles.stop())

function start(snapshotsADay: number): GrowthProfiles {
  return new GrowthProfiles({
    operations: {
      takeProfile: async (entry, by, _durationMs, alert) => {
        if (capturing.has(entry.id))
          return { ok: false, status: 409, code: 'busy', message: 'a capture of this process is under way' }
        taken.push(`${entry.id} for ${alert} by ${by}`)
        return { ok: true, value: { id: `c${taken.length}` } as Capture }
      },
      takeSnapshot: async (entry, by, keepStrings, alert) => {
        taken.push(`snapshot of ${entry.id} for ${alert} by ${by}${keepStrings ? ' with strings' : ''}`)
        return { ok: true, value: { id: `s${taken.length}` } as Capture }
      },
    },
    captures: { all: () => captures, isCapturing: (id) => capturing.has(id) },
    numbers: { ...DEFAULT_CAPTURE_NUMBERS, snapshotsADay },
    entry: (id) => ({ id, life: { boot: boots.get(id) ?? 'b1' }, lastFrameAtMs: nowMs }) as ProcessEntry,
    isAble: (id, kind) => id !== 'old' && !(id === 'no-snapshots' && kind === 'heap-snapshot'),
    nowMs: () => nowMs,
    onTrouble: () => {},
  })
}

function growth(process: string, over: Partial<Alert> = {}): Alert {
  const alert = {
    id: `growth of ${process}`,
    rule: 'growth',
    process,
    service: 'gateway',
    sinceMs: nowMs - 5 * MINUTE_MS,
    pendingAtMs: nowMs,
  }
  return { ...alert, ...over } as Alert
}

/** One that the hub took of the life that runs. */
function profileOf(process: string, minutesAgo: number): Capture {
  const askedAtMs = nowMs - minutesAgo * MINUTE_MS
  return {
    id: 'before',
    by: 'tidemark',
    kind: 'heap-profile',
    state: 'ready',
    process,
    boot: 'b1',
    askedAtMs,
  } as Capture
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

  it('is captured once somebody else is done who was capturing the process just then, and again a while later', async () => {
    capturing.add('a')
    profiles.onFiring(growth('a'))
    expect(await after(0)).toEqual([])
    expect(await after(1)).toEqual([])
    capturing.delete('a')
    expect(await after(6)).toEqual(['a for growth of a by tidemark'])
    expect(await after(0.5)).toEqual([])
    expect(await after(1)).toEqual(['a for growth of a by tidemark'])
  })

  it('of a life that ended in between is not compared with the next one', async () => {
    profiles.onFiring(growth('a'))
    boots.set('a', 'b2')
    expect(await after(5)).toEqual(['a for growth of a by tidemark'])
    profiles.onFiring(growth('a'))
    expect(await after(0)).toEqual(['a for growth of a by tidemark'])
  })

  it('is left alone where the agent takes no profiles, for other rules, and where both were taken before a restart of the hub', async () => {
    profiles.onFiring(growth('old'))
    profiles.onFiring(growth('b', { rule: 'saturated' }))
    captures = [profileOf('c', 4), profileOf('c', 9)]
    profiles.onFiring(growth('c'))
    expect(await after(0)).toEqual([])
    expect(await after(60)).toEqual([])
  })

  it('whose first profile was taken before a restart of the hub has its second one when it is due', async () => {
    captures = [profileOf('c', 4)]
    profiles.onFiring(growth('c'))
    expect(await after(0)).toEqual([])
    expect(await after(1)).toEqual(['c for growth of c by tidemark'])
    expect(await after(60)).toEqual([])
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

describe('where the settings allow snapshots', () => {
  const restarted = (snapshotsADay: number) => {
    profiles.stop()
    profiles = start(snapshotsADay)
  }

  it('each profile of a growth is followed by one without strings, once the profile is there', async () => {
    restarted(5)
    profiles.onFiring(growth('a'))
    capturing.add('a')
    expect(await after(1)).toEqual(['a for growth of a by tidemark'])
    capturing.clear()
    expect(await after(0)).toEqual(['snapshot of a for growth of a by tidemark'])
    expect(await after(4)).toEqual(['a for growth of a by tidemark'])
    expect(await after(0)).toEqual(['snapshot of a for growth of a by tidemark'])
    expect(await after(60)).toEqual([])
  })

  it('there are as many a day as are allowed, of all processes together, also over a restart of the hub', async () => {
    captures = [
      { by: 'tidemark', kind: 'heap-snapshot', process: 'x', askedAtMs: NOW_MS - 60 * MINUTE_MS } as Capture,
      { by: 'Ada', kind: 'heap-snapshot', process: 'x', askedAtMs: NOW_MS - 60 * MINUTE_MS } as Capture,
    ]
    restarted(2)
    for (const process of ['a', 'b']) profiles.onFiring(growth(process, { service: process }))
    expect((await after(0)).length + (await after(0)).length).toBe(3)
    captures = []
    for (const ended of ['a', 'b']) boots.set(ended, 'b2')
    nowMs += 24 * 60 * MINUTE_MS
    profiles.onFiring(growth('c', { service: 'c' }))
    expect((await after(0)).concat(await after(0))).toContain('snapshot of c for growth of c by tidemark')
  })

  it('a process whose owner allows none, and one that ended before it came to it, has none taken', async () => {
    restarted(5)
    profiles.onFiring(growth('no-snapshots'))
    profiles.onFiring(growth('a', { service: 'another' }))
    capturing.add('a')
    expect(await after(0)).toHaveLength(2)
    boots.set('a', 'b2')
    capturing.clear()
    expect(await after(0)).toEqual([])
  })
})

describe('the two profiles of a growth', () => {
  const twoOf = (minutesAgo: number) => profiles.profilesOf('a', nowMs - minutesAgo * MINUTE_MS)
  const of = (id: string, minutesAgo: number, over: Partial<Capture> = {}) => ({
    ...profileOf('a', minutesAgo),
    id,
    ...over,
  })

  it('are the first and the last that the hub took since it fired', () => {
    captures = [of('of another', 1, { process: 'b' }), of('c', 1), of('b', 2, { state: 'failed' }), of('a', 3)]
    expect(twoOf(3)).toEqual({ before: 'a', after: 'c' })
    captures = [of('c', 1), of('by hand', 2, { by: 'Ada' })]
    expect(twoOf(3)).toBeNull()
  })

  it('are those of an alert of the same life that fired within an hour before it, where it has none of its own', () => {
    captures = [of('b', 10), of('a', 20)]
    expect(twoOf(5)).toEqual({ before: 'a', after: 'b' })
    captures = [of('c', 4), of('b', 10), of('a', 20)]
    expect(twoOf(5)).toEqual({ before: 'a', after: 'c' })
    captures = [of('d', 3), of('c', 4), of('b', 10), of('a', 20)]
    expect(twoOf(5)).toEqual({ before: 'c', after: 'd' })
    captures = [of('b', 80), of('a', 90)]
    expect(twoOf(5)).toBeNull()
  })

  it('are never of another life than the one in which it fired', () => {
    captures = [of('b', 10, { boot: 'b0' }), of('a', 20, { boot: 'b0' })]
    expect(twoOf(5)).toBeNull()
  })

  it('are taken anew for a growth that fires more than an hour after the last ones', async () => {
    captures = [of('b', 80), of('a', 90)]
    profiles.onFiring(growth('a'))
    expect(await after(0)).toEqual(['a for growth of a by tidemark'])
    expect(await after(5)).toEqual(['a for growth of a by tidemark'])
    captures = [of('b', 50), of('a', 55)]
    profiles.onFiring(growth('a'))
    expect(await after(5)).toEqual([])
  })
})

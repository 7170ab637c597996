/** Seven real programs, each leaking in another way, are each named by the top row of both comparisons. */
import { readFileSync, rmSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { profileDifference } from './profile/difference'
import { parseHeapProfile } from './profile/parse-profile'
import { compareFiles } from './testing/analysed'
import { observe } from './testing/observed'

interface Leak {
  /** Of the observed process, how often its work was done between the two looks. */
  times: number
  /** The function that the profile names first, of the program's own (samples decide between two that allocate alike); `null` where the runtime allocates and no own frame is on the stack. */
  site: RegExp | null
  className: string
  place: RegExp | null
  /** An object of the runtime's own that is of the class as well is kept otherwise: then it says most of how many. */
  sentence: RegExp
}

const LEAKS: Record<string, Leak> = {
  'unbounded-map': {
    times: 1_000,
    site: /^(?:Session|open)$/u,
    className: 'Session',
    place: null,
    sentence:
      /^(?:Of )?1,00\d new Session.* are kept by Map `sessions` of SessionStore `store`, in the scope of \(closure\) work at unbounded-map\.mjs:\d+\.$/u,
  },
  listeners: {
    times: 1_000,
    site: /^subscribe$/u,
    className: '(closure) onChanged',
    place: /listeners\.mjs$/u,
    sentence:
      /^(?:Of )?1,00\d new \(closure\) onChanged \(listeners\.mjs:\d+\).* are kept by Array `changed` of Object `_events` of EventEmitter `settings`, /u,
  },
  timers: {
    times: 1_000,
    site: /^startHeartbeat$/u,
    className: 'Timeout',
    place: null,
    sentence: /new Timeout.* are kept .*TimersList/u,
  },
  'pending-promises': {
    times: 1_000,
    site: /^(?:callBackend|reply)$/u,
    className: 'Promise',
    place: null,
    sentence: /new Promise.* are kept by .*which is kept by Map/u,
  },
  buffers: {
    times: 1_000,
    site: /^record$/u,
    className: 'Buffer',
    place: null,
    sentence:
      /^(?:Of )?1,00\d new Buffer.* are kept by Array `recorded`, in the scope of \(closure\) work at buffers\.mjs:\d+\.$/u,
  },
  closures: {
    times: 1_000,
    site: /^acquire$/u,
    className: '(closure)',
    place: /closures\.mjs$/u,
    sentence: /^(?:Of )?1,00\d new \(closure\) \(closures\.mjs:6\).* are kept by Array `cleanups`, /u,
  },
  'retained-request': {
    times: 300,
    site: null,
    className: 'IncomingMessage',
    place: null,
    sentence:
      /new IncomingMessage.* are kept by Array `slow`, in the scope of \(closure\) answer at retained-request\.mjs:6\.$/u,
  },
}

describe('a leaking program', () => {
  it.each(Object.entries(LEAKS))('%s is named by the top row, with what keeps it', async (name, leak) => {
    const observed = await observe(`${name}.mjs`, leak.times)
    onTestFinished(() => rmSync(observed.folder, { recursive: true, force: true }))

    const { rows: grown } = await compareFiles(observed.snapshots)
    const [top] = grown
    expect(top?.class.name).toBe(leak.className)
    if (leak.place !== null) expect(top?.class.place?.url).toMatch(leak.place)
    expect(top?.created?.count).toBeGreaterThanOrEqual(leak.times)
    expect(top?.created?.count).toBeLessThan(leak.times * 2.1)
    expect(top?.path?.sentence).toMatch(leak.sentence)

    const [before, after] = observed.profiles.map((file) => parseHeapProfile(readFileSync(file, 'utf8')))
    const [first] = profileDifference(before ?? null, after as NonNullable<typeof after>).rows
    if (leak.site === null) expect(first?.site.origin).toBe('runtime')
    else {
      expect(first?.site.functionName).toMatch(leak.site)
      expect(first?.site.url.endsWith(`/${name}.mjs`)).toBe(true)
    }
    expect(first?.self.grownBytes).toBeGreaterThan(0)
  })
})

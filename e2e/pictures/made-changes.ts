/** What the made-up hub answers to what changed in five minutes of its leaking process, and over all. */
import { changesAnswer, seriesChange } from '../../lib/changes/testing/answers'
import type { ChangesAnswer, SeriesChange } from '../../lib/protocol/changes'
import { idOf, LEAKING, MASKED, MIB, MINUTE, NOW, SIBLING, type Story } from './made-stories'

export const STRETCH = { fromMs: NOW - 6 * MINUTE, toMs: NOW - MINUTE }
const AT = NOW - 4 * MINUTE

const sides = (before: number, within: number) => ({
  before: { samples: 30, mean: before },
  within: { samples: 30, mean: within },
})

const ofStory = (story: Story, over: Partial<SeriesChange>): SeriesChange =>
  seriesChange({ process: idOf(story), service: story.service, instance: story.instance, ...over })

const OWN: SeriesChange[] = [
  ofStory(LEAKING, { score: 0.72, ...sides(912.4, 1_108.2), how: { shape: 'step', atMs: AT, by: 326 } }),
  ofStory(LEAKING, {
    series: 'memory.rss',
    kind: 'memory',
    unit: 'bytes',
    score: 0.41,
    ...sides(598 * MIB, 611.2 * MIB),
    how: { shape: 'slope', atMs: AT, fromPerHour: 0, toPerHour: 342 * MIB },
  }),
  ofStory(LEAKING, {
    series: 'load.requests',
    kind: 'counter',
    score: 0.22,
    ...sides(241.3, 318.8),
    how: { shape: 'pulse', atMs: AT, untilMs: AT + MINUTE, by: 388 },
  }),
  ofStory(LEAKING, {
    series: 'loop.delay_p99_ms',
    kind: 'gauge',
    unit: 'ms',
    score: 0.12,
    ...sides(4.1, 3.2),
  }),
  ofStory(LEAKING, {
    series: 'gc.pause_ms',
    kind: 'gauge',
    unit: 'ms',
    state: 'not-known',
    score: 0,
    before: { samples: 3, mean: 2.2 },
    within: { samples: 4, mean: 3.1 },
  }),
  ...(['clients.ws', 'registry.services', 'pool.mesh'] as const).map((series) =>
    ofStory(LEAKING, { series, state: 'unchanged', score: 0, ...sides(240, 240) }),
  ),
]

const RESTARTED_MS = NOW - 3 * MINUTE
const ALL: SeriesChange[] = [
  ...OWN.slice(0, 2),
  ofStory(MASKED, {
    series: 'memory.heap_used',
    kind: 'memory',
    unit: 'bytes',
    score: 0.39,
    ...sides(388 * MIB, 171 * MIB),
    how: { shape: 'step', atMs: RESTARTED_MS, by: -241 * MIB },
    restartedAtMs: RESTARTED_MS,
  }),
  ofStory(SIBLING, {
    series: 'pool.late',
    kind: 'pool',
    state: 'new',
    score: 0.3,
    atMs: AT,
    before: { samples: 0, mean: null },
    within: { samples: 18, mean: 12 },
  }),
]

export const OWN_CHANGES = changesAnswer(OWN, STRETCH)
export const ALL_CHANGES: ChangesAnswer = changesAnswer(ALL, STRETCH, {
  processes: { known: 7, looked: 7 },
  series: { changed: 3, unchanged: 98, new: 1, ended: 0, 'not-known': 3 },
  lives: [
    {
      process: idOf(MASKED),
      service: MASKED.service,
      instance: MASKED.instance,
      what: 'restarted',
      atMs: RESTARTED_MS,
    },
  ],
})

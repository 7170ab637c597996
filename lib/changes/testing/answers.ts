/** What changed in a stretch, as the hub answers it: made for tests and pictures. */
import type { ChangesAnswer, ChangeState, SeriesChange } from '../../protocol/changes'

export function seriesChange(over: Partial<SeriesChange> = {}): SeriesChange {
  return {
    process: 'gateway.host-a~2f0',
    service: 'gateway',
    instance: 'host-a/0',
    series: 'streams.ws',
    kind: 'streams',
    unit: 'count',
    state: 'changed',
    score: 0.6,
    before: { samples: 30, mean: 100 },
    within: { samples: 30, mean: 580 },
    how: null,
    atMs: null,
    restartedAtMs: null,
    ...over,
  }
}

export function changesAnswer(
  changes: SeriesChange[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
  over: Partial<ChangesAnswer> = {},
): ChangesAnswer {
  const count = (state: ChangeState) => changes.filter((one) => one.state === state).length
  return {
    within: { fromMs, toMs: toMs - 1 },
    before: { fromMs: 2 * fromMs - toMs, toMs: fromMs - 1 },
    stepMs: 10_000,
    leastSamples: 5,
    processes: { known: 1, looked: 1 },
    series: {
      changed: count('changed'),
      unchanged: count('unchanged'),
      new: count('new'),
      ended: count('ended'),
      'not-known': count('not-known'),
    },
    changes,
    lives: [],
    livesLeftOut: 0,
    ...over,
  }
}

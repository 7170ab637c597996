/** An investigation as tests need one: a relay as usual, without keep-alive, and one that still warms up. */
import type {
  ComparisonRow,
  InvestigationAnswer,
  PairAnswer,
  RunAnswer,
  RunComparison,
} from '../../lib/protocol/investigations'
import { NOW } from './alert'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MIB = 1_048_576

export function runAnswerOf(id: string, label: string, more: Partial<RunAnswer> = {}): RunAnswer {
  const fromMs = more.fromMs ?? NOW - 3 * HOUR
  return {
    id,
    label,
    settings: {},
    process: 'relay.a',
    fromMs,
    toMs: null,
    by: 'hand',
    state: 'conclusive',
    isConclusive: true,
    conclusiveAtMs: null,
    waitsFor: null,
    sentence: 'The slope is 240 MiB/h (228 to 251), steady for 2 h 20 min.',
    warmUp: { fromMs, toMs: fromMs + 40 * MINUTE, why: 'cache.fill rose' },
    steady: { fromMs: fromMs + 40 * MINUTE, toMs: fromMs + 3 * HOUR },
    slopePerHour: 240 * MIB,
    slopeCi90: [228 * MIB, 251 * MIB],
    load: { of: 'client', mean: 200, low: 190, high: 210 },
    fills: [{ series: 'cache.did', share: 1, isFilling: false }],
    peak: 800 * MIB,
    floor: 760 * MIB,
    parts: [
      { process: 'relay.a', instance: 'a', boot: 'b1', version: '1.4.2', startedAtMs: fromMs, fromMs, toMs: NOW },
    ],
    curve: Array.from({ length: 181 }, (_, minute) => {
      const mean = (80 + Math.min(40, minute) * 3 + Math.max(0, minute - 40) * 4) * MIB
      return [minute * MINUTE, mean - MIB, mean, mean + MIB]
    }),
    ...more,
  }
}

export const USUAL = runAnswerOf('r1', 'as usual')
export const NO_KEEP_ALIVE = runAnswerOf('r2', 'without keep-alive', {
  settings: { KEEP_ALIVE: 'false' },
  sentence: 'The slope is 3 MiB/h (−4 to 10), steady for 2 h 20 min.',
  slopePerHour: 3 * MIB,
  slopeCi90: [-4 * MIB, 10 * MIB],
  peak: 210 * MIB,
  floor: 202 * MIB,
  curve: Array.from({ length: 181 }, (_, minute) => {
    const mean = (80 + Math.min(40, minute) * 3 + Math.max(0, minute - 40) * 0.05) * MIB
    return [minute * MINUTE, mean - MIB, mean, mean + MIB]
  }),
})
export const NOT_YET = runAnswerOf('r3', 'without threads', {
  settings: { THREADS: '0' },
  fromMs: NOW - 30 * MINUTE,
  state: 'warming-up',
  isConclusive: false,
  conclusiveAtMs: NOW + 100 * MINUTE,
  waitsFor: { for: 'fill', series: 'cache.did', share: 0.47 },
  sentence: 'Not yet, about 1 h 40 min more: cache.did is 47 % full and still fills.',
  warmUp: { fromMs: NOW - 30 * MINUTE, toMs: null, why: 'cache.did fills' },
  steady: null,
  slopePerHour: null,
  slopeCi90: null,
  load: null,
  fills: [{ series: 'cache.did', share: 0.47, isFilling: true }],
  peak: 170 * MIB,
  floor: 168 * MIB,
  curve: Array.from({ length: 31 }, (_, minute) => {
    const mean = (80 + minute * 3) * MIB
    return [minute * MINUTE, mean - MIB, mean, mean + MIB]
  }),
})

const PAIR: PairAnswer = {
  a: 'r1',
  b: 'r2',
  toggled: [{ key: 'KEEP_ALIVE', from: null, to: 'false' }],
  differencePerHour: -237 * MIB,
  differenceCi90: [-250 * MIB, -223 * MIB],
  isConclusive: true,
  atLikeLoad: true,
  atLikeFill: null,
  differenceAtLikeLoad: null,
  sentence: 'Without keep-alive the slope is 3 MiB/h (−4 to 10), with it 240 (228 to 251).',
}

export function investigationOf(more: Partial<InvestigationAnswer> = {}): InvestigationAnswer {
  return {
    id: 'i1',
    title: 'What holds the connections?',
    question: 'Does the relay still grow without keep-alive?',
    service: 'relay',
    metric: 'memory.live_set',
    followsLives: true,
    createdAtMs: NOW - 4 * HOUR,
    changedAtMs: NOW - HOUR,
    unit: 'bytes',
    runs: [USUAL, NO_KEEP_ALIVE, NOT_YET],
    pairs: [PAIR],
    toggles: [
      {
        toggles: [{ key: 'KEEP_ALIVE', from: null, to: 'false' }],
        name: 'KEEP_ALIVE=false',
        verdict: 'isolates',
        differencePerHour: -237 * MIB,
        differenceCi90: [-250 * MIB, -223 * MIB],
        basis: 'pair',
        sentence: PAIR.sentence,
      },
      {
        toggles: [{ key: 'THREADS', from: null, to: '0' }],
        name: 'THREADS=0',
        verdict: 'not-yet-known',
        differencePerHour: null,
        differenceCi90: null,
        basis: 'pair',
        sentence: 'The run without threads is not conclusive yet.',
      },
    ],
    nextRun: {
      kind: 'wait',
      run: 'r3',
      settings: null,
      forMs: 100 * MINUTE,
      sentence: 'Let without threads go on for about 1 h 40 min.',
    },
    sentence: 'KEEP_ALIVE=false isolates the leak: the connection reuse path holds it.',
    atMs: NOW,
    ...more,
  }
}

function rowOf(what: ComparisonRow['what'], title: string, more: Partial<ComparisonRow>): ComparisonRow {
  return {
    what,
    title,
    unit: 'bytes',
    per: null,
    before: null,
    after: null,
    difference: null,
    beforeCi90: null,
    afterCi90: null,
    differenceCi90: null,
    sentence: `The ${title} differs.`,
    ...more,
  }
}

export const COMPARISON: RunComparison = {
  before: 'r1',
  after: 'r2',
  unit: 'bytes',
  ageFromMs: 0,
  ageToMs: 3 * HOUR,
  rows: [
    rowOf('peak', 'peak', { before: 800 * MIB, after: 210 * MIB, difference: -590 * MIB }),
    rowOf('slope', 'slope', {
      per: 'hour',
      before: 240 * MIB,
      after: 3 * MIB,
      difference: -237 * MIB,
      beforeCi90: [228 * MIB, 251 * MIB],
      afterCi90: [-4 * MIB, 10 * MIB],
      differenceCi90: [-250 * MIB, -223 * MIB],
    }),
    rowOf('restart-interval', 'time between restarts', {
      unit: 'ms',
      before: 5 * HOUR,
      after: 90 * HOUR,
      difference: 85 * HOUR,
      beforeCi90: [4.5 * HOUR, 6 * HOUR],
      afterCi90: [80 * HOUR, null],
    }),
    rowOf('entities', 'entries of registry.services', { series: 'registry.services', unit: 'count', before: 40 }),
  ],
  sentence: 'The growth is gone: 240 MiB/h before, 3 after.',
}

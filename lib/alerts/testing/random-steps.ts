/** Whatever may happen to a book of alerts, in any order, for properties that hold all the same. */
import fc from 'fast-check'
import type { FlagWord } from '../../protocol/vocabulary'
import type { AlertBook } from '../alert-book'
import { groupId } from '../ids'
import { aFlag, aProcess, growing, HOUR, MINUTE, PlayedBook, SECOND, SETTINGS } from './played-book'

const one = aProcess()
export const PROCESSES = ['a', 'b', 'c', 'd'].map((name) =>
  aProcess(name, { service: name === 'd' ? 'mesh' : 'gateway', labels: { zone: name === 'a' ? 'north' : 'south' } }),
)
const FLAGS: [FlagWord, string][] = [
  ['growth', 'memory.rss'],
  ['growth', 'registry.rooms'],
  ['saturated', 'pool.mesh'],
  ['silent', ''],
]
export const PROPERTY_SETTINGS = {
  ...SETTINGS,
  escalateAfterMs: [20 * MINUTE, 90 * MINUTE],
  flapping: { raises: 3, withinMs: HOUR, calmMs: 20 * MINUTE },
  repeatMs: HOUR,
}

type Step =
  | { act: 'observe'; process: number; flags: boolean[]; life: number; isUnknown: boolean; slope: number }
  | { act: 'wait'; ms: number }
  | { act: 'ack'; at: number; isGroup: boolean }
  | { act: 'unack'; at: number }
  | { act: 'silence'; at: number; inMs: number; forMs: number }
  | { act: 'end' }
  | { act: 'forget'; process: number }

const at = fc.nat(3)

type Weighted = fc.WeightedArbitrary<Step>

const ALWAYS: Weighted[] = [
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('observe' as const),
      process: at,
      flags: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      life: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(3) }),
      isUnknown: fc.boolean(),
      slope: fc.nat(5),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('wait' as const),
      ms: fc.constantFrom(-5 * SECOND, SECOND, 40 * SECOND, 3 * MINUTE, 20 * MINUTE, 3 * HOUR),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('ack' as const), at, isGroup: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('unack' as const), at }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('forget' as const), process: at }) },
]

export const SILENCING: Weighted[] = [
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('silence' as const),
      at,
      inMs: fc.constantFrom(0, 10 * MINUTE),
      forMs: fc.constantFrom(MINUTE, HOUR),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ act: 'end' as const }) },
]

/** Apart from silences, which go by the clock of people: set back, it is another question which of them hold. */
export const SETTING_BACK: Weighted[] = [
  { weight: 2, arbitrary: fc.constant({ act: 'wait' as const, ms: -200 * SECOND }) },
  { weight: 1, arbitrary: fc.constant({ act: 'wait' as const, ms: -5 * HOUR }) },
]

export function storyOf(steps: readonly Weighted[]): fc.Arbitrary<Step[]> {
  return fc.array(fc.oneof(...ALWAYS, ...steps), { minLength: 5, maxLength: 60 })
}

export function playSteps(steps: readonly Step[], isRestarted: boolean): PlayedBook {
  const played = new PlayedBook({ settings: PROPERTY_SETTINGS, isRestarted })
  for (const step of steps) {
    played.step((book, nowMs) => act(book, step, nowMs))
    if (step.act === 'wait') played.nowMs += step.ms
    played.step((book) => book.tick(played.nowMs))
  }
  return played
}

function act(book: AlertBook, step: Step, nowMs: number): void {
  switch (step.act) {
    case 'observe': {
      const { process, flags, life, isUnknown, slope } = step
      const seen = { ...(PROCESSES[process] ?? one), boot: `boot-${life}`, isUnknown: () => isUnknown }
      const up = FLAGS.filter((_, at) => flags[at]).map(([flag, series]) => aFlag(flag, series, growing(slope)))
      book.observe(seen, up, nowMs)
      return
    }
    case 'wait':
      return
    case 'ack': {
      const [alert] = book.alerts({ states: ['pending', 'firing'] }).slice(step.at)
      if (alert) book.acknowledge(step.isGroup ? groupId(alert) : alert.id, { by: 'ada', note: '' }, nowMs)
      return
    }
    case 'unack': {
      const [alert] = book.alerts({ isAcknowledged: true }).slice(step.at)
      if (alert) book.unacknowledge(alert.id, nowMs)
      return
    }
    case 'silence': {
      const process = PROCESSES[step.at] ?? one
      const match = step.at === 0 ? { labels: { zone: 'south' } } : { service: process.service }
      const fromMs = nowMs + step.inMs
      book.silence({ match, fromMs, toMs: fromMs + step.forMs, by: 'ada', why: 'we know' }, nowMs)
      return
    }
    case 'end':
      book.endSilence(book.silences()[0]?.id ?? '', nowMs)
      return
    case 'forget':
      book.forget(PROCESSES[step.process]?.id ?? '', nowMs)
      return
    default:
      step satisfies never
  }
}

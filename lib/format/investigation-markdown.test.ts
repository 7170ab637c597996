import { expect, it } from 'vitest'
import type { InvestigationAnswer } from '../protocol/investigations'
import { investigationMarkdown } from './investigation-markdown'

const ANSWER: InvestigationAnswer = {
  id: 'i1',
  title: 'What | holds it?',
  question: '',
  service: 'relay',
  metric: 'memory.live_set',
  followsLives: false,
  createdAtMs: 0,
  changedAtMs: 0,
  unit: 'bytes',
  runs: [
    {
      id: 'r1',
      label: 'as <b>usual</b>',
      settings: { KEEP_ALIVE: 'false' },
      process: null,
      fromMs: 0,
      toMs: null,
      by: 'hand',
      state: 'warming-up',
      isConclusive: false,
      conclusiveAtMs: null,
      waitsFor: null,
      sentence: 'Not yet.',
      warmUp: { fromMs: 0, toMs: null, why: '' },
      steady: null,
      slopePerHour: null,
      slopeCi90: null,
      load: null,
      fills: [],
      peak: null,
      floor: null,
      parts: [],
      curve: [],
    },
  ],
  pairs: [],
  toggles: [
    {
      toggles: [],
      name: 'KEEP_ALIVE=false',
      verdict: 'not-yet-known',
      differencePerHour: null,
      differenceCi90: null,
      basis: 'pair',
      sentence: 'It warms up.',
    },
  ],
  nextRun: { kind: 'wait', run: 'r1', settings: null, forMs: null, sentence: 'Wait.' },
  sentence: 'Not known yet.',
  atMs: 0,
}

it('An investigation becomes Markdown in which nothing that somebody typed is markup, and unknowns are told.', () => {
  const address = 'http://127.0.0.1:4600/investigations?id=i1'
  expect(investigationMarkdown({ answer: ANSWER, comparison: null, address })).toBe(
    [
      String.raw`# What \| holds it?`,
      '',
      '**Not known yet.** Wait.',
      '',
      `\`memory.live_set\` of relay: <${address}>`,
      '',
      '| run | settings | slope | 90 % interval | load | time | state |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      String.raw`| as \<b\>usual\</b\> | KEEP\_ALIVE=false | not known | not known | not known | still warming up | warming-up |`,
      '',
      '## Settings',
      '',
      String.raw`- KEEP\_ALIVE=false: not yet known. It warms up.`,
      '',
    ].join('\n'),
  )
})

/** What the made-up hub answers over HTTP: alerts, silences, investigations, findings, captures and settings of its fleet. */
import { alertOf } from '../../components/testing/alert'
import { COMPARISON, investigationOf } from '../../components/testing/investigation'
import { classRow, sumsOf } from '../../components/testing/snapshot'
import type { StandInAnswer } from '../../lib/client/testing/stand-in-hub'
import type { AlertRuleSettings, ChannelView, SilenceView } from '../../lib/protocol/alert-api'
import type { Alert, AlertMessage } from '../../lib/protocol/alerts'
import type { Annotation } from '../../lib/protocol/annotations'
import type { Capture } from '../../lib/protocol/captures'
import type { Finding } from '../../lib/protocol/findings'
import type { Gap, ProcessDetail } from '../../lib/protocol/http-api'
import type { SnapshotAnswer } from '../../lib/protocol/snapshot-answer'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'
import { ALL_CHANGES, OWN_CHANGES } from './made-changes'
import { LIFE_MS } from './made-series'
import { HOUR, idOf, LEAKING, MASKED, MIB, MINUTE, NOW, STORIES, type Story } from './made-stories'

export const LEAK_ALERT = 'a-growth'
export const AFTER = 'c-after'
export const BEFORE = 'c-before'

function alert(story: Story, rule: FlagWord, more: Partial<Alert>): Alert {
  const { service, instance, flags } = story
  const flag = flags.find((one) => one.flag === rule)
  return alertOf(instance, {
    id: `a-${rule}`,
    process: idOf(story),
    service,
    rule,
    growth: null,
    ...(flag?.series === undefined ? {} : { series: flag.series }),
    reason: flag?.reason ?? '',
    sinceMs: flag?.sinceMs ?? NOW - 20 * MINUTE,
    pendingAtMs: (flag?.sinceMs ?? NOW) + MINUTE,
    firingAtMs: (flag?.sinceMs ?? NOW) + 3 * MINUTE,
    ...more,
  })
}

const [, , , REJECTING = LEAKING] = STORIES

export const FIRING: Alert[] = [
  alert(LEAKING, 'growth', {
    growth: {
      slopePerHour: 74 * MIB,
      slopeCi90: [66 * MIB, 82 * MIB],
      unit: 'bytes',
      limitAtMs: [NOW + 5 * HOUR, NOW + 7 * HOUR],
      cause: 'streams.ws grows with it',
    },
    near: { id: 1, title: 'gateway 1.4.2', kind: 'deploy', atMs: NOW - 44 * MINUTE, beforeMs: 2 * MINUTE },
  }),
  alert(LEAKING, 'orphaned', { ack: { atMs: NOW - 12 * MINUTE, by: 'Ada', note: 'on it' } }),
  alert(MASKED, 'restart-masked', {}),
  alert(REJECTING, 'rejecting', { state: 'pending', firingAtMs: null }),
]
const RESOLVED = alert(REJECTING, 'saturated', {
  state: 'resolved',
  isRaised: false,
  resolvedAtMs: NOW - 2 * HOUR,
  resolution: 'quiet',
  reason: 'pool.mesh was at its max of 300.',
  sinceMs: NOW - 3 * HOUR,
})

export const SUMMARY = { pending: 1, firing: 3, waiting: 2 }

/** While its heap was written down. */
export const STOOD_STILL: Gap = {
  fromMs: NOW - 190_400,
  toMs: NOW - 168_400,
  missedFrames: 0,
  cause: 'capture',
  what: 'Ada took a heap snapshot of gateway host-a/0',
}

/** What stands in the corner of every page just after it was told. */
export const TOLD: AlertMessage = {
  schema: 'tidemark.alert/1',
  id: 'm1',
  kind: 'firing',
  atMs: NOW - 2_000,
  group: { service: 'worker', rule: 'restart-masked' },
  title: 'worker: host-a/1 grows in every life',
  count: 1,
  worst: [],
  link: '/alerts?service=worker&rule=restart-masked',
}

const SILENCES: SilenceView[] = [
  {
    id: 's1',
    state: 'active',
    match: { service: 'batch' },
    fromMs: NOW - HOUR,
    toMs: NOW + 3 * HOUR,
    by: 'Ben',
    why: 'the yearly run',
    createdAtMs: NOW - HOUR,
    endedAtMs: null,
  },
]

const ANNOTATIONS: Annotation[] = [
  {
    id: 1,
    atMs: NOW - 3.2 * MINUTE,
    kind: 'deploy',
    title: 'gateway 1.4.2',
    service: 'gateway',
    author: 'the pipeline',
    createdMs: NOW - 3 * MINUTE,
  },
  {
    id: 2,
    atMs: NOW - MINUTE,
    kind: 'note',
    title: 'clients of zone north reconnect',
    author: 'Ada',
    createdMs: NOW - MINUTE,
  },
]

const RESTARTS = [0, 1, 2, 3].map((lives): Annotation => {
  const atMs = NOW - MASKED.upMs - lives * LIFE_MS
  return { id: 10 + lives, atMs, createdMs: atMs, kind: 'restart', title: 'worker started anew', process: idOf(MASKED) }
})

const capture = (id: string, kind: Capture['kind'], askedAtMs: number): Capture => ({
  id,
  kind,
  askedAtMs,
  process: idOf(LEAKING),
  service: LEAKING.service,
  instance: LEAKING.instance,
  boot: 'boot-gateway-1',
  version: LEAKING.version,
  state: 'ready',
  by: 'Ada',
  readyAtMs: askedAtMs + 8_000,
  bytes: kind === 'heap-snapshot' ? 41 * MIB : 210_000,
  hasStrings: false,
  result: null,
  error: null,
})
const CAPTURES = [
  capture(AFTER, 'heap-snapshot', NOW - 4 * MINUTE),
  capture(BEFORE, 'heap-snapshot', NOW - 24 * MINUTE),
]

const SNAPSHOT: SnapshotAnswer = {
  before: { objects: 812_400, references: 3_204_000, bytes: 201 * MIB },
  after: { objects: 1_004_900, references: 4_011_000, bytes: 262 * MIB },
  rows: [
    classRow(
      'ClientStream',
      {
        before: sumsOf(590, 420_000),
        after: sumsOf(1_212, 860_000),
        created: sumsOf(622, 440_000),
        freed: { count: 0, shallowBytes: 0 },
        path: {
          steps: [
            { edgeType: 'internal', edgeName: 'table', holder: { name: 'Map', kind: 'object', place: null } },
            {
              edgeType: 'property',
              edgeName: 'streams',
              holder: {
                name: 'Gateway',
                kind: 'object',
                place: { url: 'file:///app/gateway.js', line: 41, column: 3 },
              },
            },
          ],
          sampled: 200,
          alike: 200,
          sentence: '622 new ClientStream are kept by Map `streams` of Gateway (gateway.js:41).',
        },
      },
      'client-stream.js',
    ),
    classRow(
      '(closure) onMessage',
      { before: sumsOf(1_180, 94_400), after: sumsOf(2_424, 193_900), created: sumsOf(1_244, 99_500) },
      'gateway.js',
    ),
    classRow('Buffer', {
      before: sumsOf(412, 39_000),
      after: sumsOf(430, 41_000),
      created: sumsOf(60, 5_700),
      freed: { count: 42, shallowBytes: 4_000 },
    }),
  ],
  leftOut: 214,
}

const FINDINGS: Finding[] = [
  {
    id: 'f1',
    title: 'Streams of clients that left are kept',
    where: 'gateway.js:41\nclient-stream.js:88',
    status: 'in progress',
    evidence: [
      { title: 'the alert', link: `/alerts?id=${LEAK_ALERT}` },
      { title: 'two snapshots compared', link: `/snapshot?id=${AFTER}&before=${BEFORE}` },
    ],
    by: 'Ada',
    createdAtMs: NOW - 20 * MINUTE,
    changedAtMs: NOW - 5 * MINUTE,
    notes: [{ atMs: NOW - 5 * MINUTE, by: 'Ben', text: 'close() is not called where the peer resets.' }],
  },
  {
    id: 'f2',
    title: 'The pool of the mesh was too small',
    where: 'mesh.js:12',
    status: 'done',
    evidence: [],
    by: 'Ben',
    createdAtMs: NOW - 50 * HOUR,
    changedAtMs: NOW - 40 * HOUR,
    notes: [],
  },
]

const RULE: AlertRuleSettings = { isEnabled: true, holdMs: 2 * MINUTE, quietMs: 10 * MINUTE }
const RULES = Object.fromEntries(FLAG_WORDS.map((flag) => [flag, RULE]))

const CHANNEL: ChannelView = {
  id: 'c1',
  name: 'Ops hook',
  isEnabled: true,
  settings: { kind: 'webhook', url: 'https://ops.example.com/hook' },
  secrets: ['secret'],
  match: { services: ['gateway'] },
  escalateAfterMs: 15 * MINUTE,
  mayReachPrivate: false,
  last: { atMs: NOW - 3 * MINUTE, ok: true, answer: 'the server answered 200 OK' },
  queued: 0,
}

const always =
  (body: unknown): StandInAnswer =>
  () => ({ body })

/** `details`: of the processes that there are. `isEmpty`: nothing was ever kept. */
export function madeAnswers(details: readonly ProcessDetail[], isEmpty: boolean): [string, StandInAnswer][] {
  const some = <T>(list: T[]): T[] => (isEmpty ? [] : list)
  const listOf = (state: string | null, process: string | null) =>
    some([...FIRING, RESOLVED])
      .filter((one) => state === null || one.state === state || (state === 'active' && one.state !== 'resolved'))
      .filter((one) => process === null || one.process === process)
  const investigation = investigationOf()
  return [
    ['GET /api/v1/processes', always({ processes: details.map(summaryOf) })],
    ...details.map((detail): [string, StandInAnswer] => [
      `GET /api/v1/processes/${encodeURIComponent(detail.id)}`,
      always(detail),
    ]),
    ...details.map((detail): [string, StandInAnswer] => [
      `GET /api/v1/processes/${encodeURIComponent(detail.id)}/entities`,
      always({ tables: [] }),
    ]),
    ...details.map((detail): [string, StandInAnswer] => [
      `GET /api/v1/processes/${encodeURIComponent(detail.id)}/gaps`,
      always({ gaps: detail.id === idOf(LEAKING) ? [STOOD_STILL] : [] }),
    ]),
    [
      'GET /api/v1/annotations',
      ({ query }) => ({
        body: { annotations: some(query.get('process') === idOf(MASKED) ? RESTARTS : ANNOTATIONS) },
      }),
    ],
    [
      'GET /api/v1/alerts',
      ({ query }) => {
        const alerts = listOf(query.get('state'), query.get('process'))
        return { body: { alerts, total: alerts.length, summary: SUMMARY } }
      },
    ],
    ...FIRING.map((one): [string, StandInAnswer] => [
      `GET /api/v1/alerts/${one.id}`,
      always({ alert: one, messages: [], captures: CAPTURES }),
    ]),
    ['GET /api/v1/changes', ({ query }) => ({ body: query.has('process') ? OWN_CHANGES : ALL_CHANGES })],
    ['GET /api/v1/silences', always({ silences: some(SILENCES) })],
    ['GET /api/v1/alert-rules', always({ rules: RULES, graceMs: MINUTE, defaults: { rules: RULES, graceMs: MINUTE } })],
    ['GET /api/v1/channels', always({ channels: some([CHANNEL]) })],
    ['GET /api/v1/findings', always({ findings: some(FINDINGS) })],
    ['GET /api/v1/investigations', always({ investigations: some([investigation]) })],
    ['GET /api/v1/investigations/i1', always(investigation)],
    ['GET /api/v1/investigations/i1/comparison', always(COMPARISON)],
    ['GET /api/v1/captures', always({ captures: some(CAPTURES) })],
    ...CAPTURES.map((one): [string, StandInAnswer] => [`GET /api/v1/captures/${one.id}`, always(one)]),
    [`GET /api/v1/captures/${AFTER}/snapshot`, always(SNAPSHOT)],
  ]
}

function summaryOf({ events: _events, series, ...identity }: ProcessDetail) {
  return { ...identity, series: series.map(({ verdict, ...one }) => ({ ...one, verdict: verdict.verdict })) }
}

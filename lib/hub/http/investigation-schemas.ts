/** What `/api/v1/investigations` takes and answers, in zod; each fault is one sentence. */
import { z } from 'zod'
import { show } from '../../protocol/checks'
import {
  COMPARED,
  INVESTIGATION_LIMITS as LIMITS,
  RUN_ORIGINS,
  RUN_STATES,
  TOGGLE_VERDICTS,
  WAITS,
} from '../../protocol/investigations'
import { PROCESS_ID_MAX_CHARS } from '../../protocol/process-id'
import { UNITS } from '../../protocol/vocabulary'
import { fields, text } from './alert-schemas'

const NAME_CHARS = 200

/** Short words for the common ones. */
const METRIC_WORDS: Record<string, string> = {
  'live set': 'memory.live_set',
  'live-set': 'memory.live_set',
  live_set: 'memory.live_set',
  rss: 'memory.rss',
  unattributed: 'memory.unattributed',
}

const metric = text('metric', 120).transform((name) => METRIC_WORDS[name] ?? name)
const question = z
  .string({ error: ({ input }) => `question must be text; ${show(input)} came.` })
  .trim()
  .max(LIMITS.questionChars, { error: `question may have at most ${LIMITS.questionChars} characters.` })
const followsLives = z.boolean({ error: ({ input }) => `followsLives must be true or false; ${show(input)} came.` })

const time = (name: string) =>
  z
    .int({ error: ({ input }) => `${name} must be whole milliseconds since 1970; ${show(input)} came.` })
    .min(946_684_800_000, { error: `${name} must be milliseconds since 1970, and not before 2000.` })

const setting = z
  .union([z.string(), z.number(), z.boolean()], {
    error: ({ input }) => `a setting must be text, a number, true or false; ${show(input)} came.`,
  })
  .transform(String)
  .refine((value) => value.length <= LIMITS.settingChars, {
    error: `a setting may have at most ${LIMITS.settingChars} characters.`,
  })
const settings = z
  .record(
    z
      .string()
      .min(1)
      .max(LIMITS.settingChars, { error: `the name of a setting has 1 to ${LIMITS.settingChars} characters.` }),
    setting,
    { error: 'settings must be an object such as { "KEEP_ALIVE": "false" }.' },
  )
  .refine((all) => Object.keys(all).length <= LIMITS.settings, {
    error: `settings may have at most ${LIMITS.settings} of them.`,
  })

const runShape = {
  label: text('label', LIMITS.labelChars),
  settings: settings.default({}),
  process: text('process', PROCESS_ID_MAX_CHARS).nullable().default(null).describe('null: all of the service.'),
  fromMs: time('fromMs').optional().describe("Absent: now. On the target's clock."),
  toMs: time('toMs').nullable().default(null).describe('null: the run goes on.'),
  by: z
    .enum(RUN_ORIGINS, { error: ({ input }) => `by must be one of ${RUN_ORIGINS.join(', ')}; ${show(input)} came.` })
    .default('hand'),
}

export const runBody = fields('a run', runShape)
export const runChangeBody = fields('a change of a run', {
  label: runShape.label.optional(),
  settings: settings.optional(),
  process: text('process', PROCESS_ID_MAX_CHARS).nullable().optional(),
  fromMs: time('fromMs').optional(),
  toMs: time('toMs').nullable().optional(),
})
export type RunBody = z.output<typeof runBody>

export const investigationBody = fields('an investigation', {
  title: text('title', LIMITS.titleChars),
  question: question.default(''),
  service: text('service', NAME_CHARS),
  metric: metric.default('memory.live_set'),
  followsLives: followsLives.default(true),
  runs: z
    .array(runBody, { error: 'runs must be a list of { label, settings, process, fromMs, toMs }.' })
    .max(LIMITS.runs, { error: `an investigation has at most ${LIMITS.runs} runs.` })
    .default([]),
})
export const investigationChangeBody = fields('a change of an investigation', {
  title: text('title', LIMITS.titleChars).optional(),
  question: question.optional(),
  metric: metric.optional(),
  followsLives: followsLives.optional(),
})
export const endBody = fields('the end of a run', { toMs: time('toMs').optional().describe('Absent: now.') })
export const attachBody = fields('an attachment', {
  finding: text('finding', 500).describe("A finding's id."),
  by: text('by', NAME_CHARS),
})

export const idParams = z.object({ id: z.string().min(1).max(500) })
export const runParams = z.object({ id: z.string().min(1).max(500), run: z.string().min(1).max(500) })
const runId = (name: string) =>
  z
    .string({ error: `${name} is missing: say which run, before=…&after=….` })
    .min(1)
    .max(500)
export const comparisonQuery = z.object({ before: runId('before'), after: runId('after') })

const unit = z.enum(UNITS)
const interval = z.tuple([z.number(), z.number()])
const openInterval = z.tuple([z.number(), z.number().nullable()])
const toggle = z.object({ key: z.string(), from: z.string().nullable(), to: z.string().nullable() })

const kept = {
  id: z.string(),
  label: z.string(),
  settings: z.record(z.string(), z.string()).describe('What was toggled; what is not named is as usual.'),
  process: z.string().nullable(),
  fromMs: z.number(),
  toMs: z.number().nullable(),
  by: z.enum(RUN_ORIGINS),
  told: z
    .object({ atMs: z.number(), slopePerHour: z.number(), slopeCi90: interval, takenBackAtMs: z.number().nullable() })
    .optional()
    .describe('When it was first said to be conclusive, and with what slope; takenBackAtMs is null while that holds.'),
}
export const runSchema = z.object(kept)
const about = {
  id: z.string(),
  title: z.string(),
  question: z.string(),
  service: z.string(),
  metric: z.string(),
  followsLives: z.boolean(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
}
export const investigationSchema = z.object({ ...about, runs: z.array(runSchema) })
export const investigationsSchema = z.object({ investigations: z.array(investigationSchema) })

const point = z.number().nullable()
const runAnswer = z.object({
  ...kept,
  state: z.enum(RUN_STATES),
  isConclusive: z.boolean(),
  conclusiveAtMs: z.number().nullable(),
  waitsFor: z.object({ for: z.enum(WAITS), series: z.string().optional(), share: z.number().optional() }).nullable(),
  sentence: z.string(),
  warmUp: z
    .object({ fromMs: z.number(), toMs: z.number().nullable(), why: z.string() })
    .nullable()
    .describe('Left out of the slope; null as its end: it goes on.'),
  steady: z.object({ fromMs: z.number(), toMs: z.number() }).nullable(),
  slopePerHour: z.number().nullable(),
  slopeCi90: interval.nullable(),
  load: z
    .object({ of: z.enum(['client', 'request']), mean: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe('Clients, or requests an hour.'),
  fills: z.array(z.object({ series: z.string(), share: z.number(), isFilling: z.boolean() })),
  peak: z.number().nullable(),
  floor: z.number().nullable(),
  parts: z.array(
    z.object({
      process: z.string(),
      instance: z.string(),
      boot: z.string(),
      version: z.string().optional(),
      startedAtMs: z.number(),
      fromMs: z.number(),
      toMs: z.number(),
    }),
  ),
  curve: z.array(z.tuple([z.number(), point, point, point])).describe('[age of the process, min, mean, max]'),
})

export const answerSchema = z.object({
  ...about,
  unit: unit.nullable(),
  runs: z.array(runAnswer),
  pairs: z.array(
    z.object({
      a: z.string(),
      b: z.string().describe('Has what was toggled.'),
      toggled: z.array(toggle),
      differencePerHour: z.number().nullable().describe('Slope of b less slope of a.'),
      differenceCi90: interval.nullable(),
      isConclusive: z.boolean(),
      atLikeLoad: z.boolean().nullable(),
      atLikeFill: z.boolean().nullable(),
      differenceAtLikeLoad: z.object({ perHour: z.number(), ci90: interval }).nullable(),
      sentence: z.string(),
    }),
  ),
  toggles: z.array(
    z.object({
      toggles: z.array(toggle),
      name: z.string(),
      verdict: z.enum(TOGGLE_VERDICTS),
      differencePerHour: z.number().nullable(),
      differenceCi90: interval.nullable(),
      basis: z.enum(['pair', 'runs']),
      sentence: z.string(),
    }),
  ),
  nextRun: z.object({
    kind: z.enum(['wait', 'start', 'enough']),
    run: z.string().nullable(),
    settings: z.record(z.string(), z.string()).nullable(),
    forMs: z.number().nullable(),
    sentence: z.string(),
  }),
  sentence: z.string(),
  atMs: z.number(),
})

export const comparisonSchema = z.object({
  before: z.string(),
  after: z.string(),
  unit,
  ageFromMs: z.number(),
  ageToMs: z.number(),
  rows: z.array(
    z.object({
      what: z.enum(COMPARED),
      series: z.string().optional(),
      title: z.string(),
      unit,
      per: z.enum(['hour']).nullable(),
      before: z.number().nullable(),
      after: z.number().nullable(),
      difference: z.number().nullable(),
      beforeCi90: openInterval.nullable(),
      afterCi90: openInterval.nullable(),
      differenceCi90: interval.nullable(),
      sentence: z.string(),
    }),
  ),
  sentence: z.string(),
})

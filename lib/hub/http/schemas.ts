/**
 * The shapes of `/api/v1` in zod: they check what comes in, and the OpenAPI document is made from them. That they fit
 * the types of lib/protocol/http-api.ts is checked where a route answers.
 */
import { z } from 'zod'
import { show } from '../../protocol/checks'
import { PROCESS_ID_MAX_CHARS } from '../../protocol/process-id'
import { EVENT_LEVELS, FLAG_WORDS, PROCESS_STATES, SERIES_KINDS, UNITS, VERDICT_WORDS } from '../../protocol/vocabulary'

export const errorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .describe('What was wrong, in one sentence.')

const interval = z.tuple([z.number(), z.number()])
const verdictSchema = z.object({
  verdict: z.enum(VERDICT_WORDS),
  sinceMs: z.number(),
  slopePerHour: z.number().nullable(),
  slopeCi90: interval.nullable(),
  unit: z.enum(UNITS),
  share: z.object({ of: z.enum(['request', 'client']), slope: z.number() }).optional(),
  limitAtMs: z.tuple([z.number(), z.number().nullable()]).optional(),
  conclusiveAtMs: z.number().optional(),
  reason: z.string(),
  evidence: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
})
const flagSchema = z.object({
  flag: z.enum(FLAG_WORDS),
  series: z.string().optional(),
  sinceMs: z.number(),
  reason: z.string(),
  hidden: z.string().optional().describe('Of restart-masked: what the restarts hide, in words.'),
})
const eventSchema = z.object({
  atMs: z.number(),
  type: z.string(),
  level: z.enum(EVENT_LEVELS),
  message: z.string(),
  count: z.number().optional(),
})
const series = {
  name: z.string(),
  kind: z.enum(SERIES_KINDS),
  unit: z.enum(UNITS),
  max: z.number().optional(),
  matches: z.string().optional(),
  help: z.string().optional(),
  latest: z.number().nullable().describe("The newest frame's value; null where that is not known."),
}
const identity = {
  id: z.string(),
  service: z.string(),
  instance: z.string(),
  host: z.string(),
  pid: z.number(),
  boot: z.string(),
  runtime: z.string(),
  version: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  limits: z.object({ heapBytes: z.number().optional(), memoryBytes: z.number().optional() }),
  state: z.enum(PROCESS_STATES).describe('By arrival: live for 5 s, stale for 60 s, then gone.'),
  startedAtMs: z.number(),
  lives: z.number().describe('How many lives are known, the current one included.'),
  lastFrameAtMs: z.number().nullable().describe("On the target's clock."),
  flags: z.array(z.enum(FLAG_WORDS)),
  flagDetails: z.array(flagSchema),
}

const summarySchema = z.object({
  ...identity,
  series: z.array(z.object({ ...series, verdict: z.enum(VERDICT_WORDS) })),
})
export const detailSchema = z.object({
  ...identity,
  series: z.array(
    z.object({
      ...series,
      floor: z
        .number()
        .optional()
        .describe('Of pending calls: to so many they have to come back, once that is learned.'),
      verdict: verdictSchema,
    }),
  ),
  events: z.array(eventSchema),
})
export const processesSchema = z.object({ processes: z.array(summarySchema) })

const value = z.number().nullable()
export const pointsSchema = z.object({
  series: z.array(
    z.object({
      name: z.string(),
      unit: z.enum(UNITS),
      stepMs: z.number().describe('0: raw points.'),
      points: z.union([
        z.array(z.tuple([z.number(), value])).describe('[atMs, value]'),
        z.array(z.tuple([z.number(), value, value, value])).describe('[start of the step, min, mean, max]'),
      ]),
    }),
  ),
})

export const processParams = z.object({
  id: z.string().min(1).max(PROCESS_ID_MAX_CHARS).describe('As `hello` was answered with it.'),
})

/** Points of all series in one answer; more make a page slow and an answer of tens of megabytes. */
export const MAX_POINTS = 2_000_000
const MAX_NAMES = 1_000

export const wholeMs = (name: string, min: number) =>
  z
    .string({
      error: ({ input }) =>
        input === undefined ? `${name} is missing: say whole milliseconds.` : `${name} may come once.`,
    })
    .regex(/^\d{1,15}$/u, { error: ({ input }) => `${name} must be whole milliseconds; ${show(input)} came.` })
    .transform(Number)
    .refine((ms) => ms >= min, { error: `${name} must be at least ${min}.` })

/** From when to when, on the target's clock. */
export const timeRange = z
  .object({
    fromMs: wholeMs('fromMs', 0).describe("Inclusive, on the target's clock."),
    toMs: wholeMs('toMs', 0).describe('Inclusive.'),
  })
  .refine(({ fromMs, toMs }) => fromMs <= toMs, { error: 'fromMs must not be after toMs.' })

export const seriesQuery = z
  .object({
    name: z
      .union([z.string(), z.array(z.string())], { error: 'name is missing: say which series, name=…&name=….' })
      .transform((names) => [...new Set([names].flat())])
      .refine((names) => names.length <= MAX_NAMES, { error: `name may come ${MAX_NAMES} times.` })
      .describe('A series; may come several times.'),
    fromMs: wholeMs('fromMs', 0).describe('Inclusive.'),
    toMs: wholeMs('toMs', 0).describe('Inclusive.'),
    stepMs: wholeMs('stepMs', 1).optional().describe('Absent: raw points.'),
  })
  .refine(({ fromMs, toMs }) => fromMs <= toMs, { error: 'fromMs must not be after toMs.' })
  .refine(({ name, fromMs, toMs, stepMs }) => !stepMs || ((toMs - fromMs) / stepMs) * name.length <= MAX_POINTS, {
    error: `that would be more than ${MAX_POINTS} points; take a longer stepMs, a shorter range or fewer series.`,
  })

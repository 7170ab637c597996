/** `/api/v1/changes`: which series changed in a stretch of time, of one process or of all. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { MAX_STRETCH_MS, MIN_STRETCH_MS } from '../../changes/windows'
import { CHANGE_STATES } from '../../protocol/changes'
import { PROCESS_ID_MAX_CHARS } from '../../protocol/process-id'
import { SERIES_KINDS, UNITS } from '../../protocol/vocabulary'
import { type ChangeSearch, TooManySearches } from '../changes/change-search'
import type { Roster } from '../roster/roster'
import { apiError } from './errors'
import { errorSchema, wholeMs } from './schemas'

export interface ChangeRoutesOptions {
  changes: ChangeSearch
  roster: Roster
}

/** All series of a process. */
const MOST_LISTED = 1_000

const stretch = z.object({ fromMs: z.number(), toMs: z.number() })
const side = z.object({
  samples: z.number().describe('Steps in which it is known.'),
  mean: z.number().nullable().describe("In the series' unit, of a counter a second."),
})
const ofProcess = { process: z.string(), service: z.string(), instance: z.string() }

export const changesSchema = z.object({
  within: stretch.describe('The stretch as it was looked at, in whole steps; both ends included.'),
  before: stretch.describe('The one of the same length that ends where it begins.'),
  stepMs: z.number(),
  leastSamples: z.number().describe('Fewer on a side, and a series is not-known.'),
  processes: z.object({ known: z.number(), looked: z.number().describe('Fewer than known where time ran out.') }),
  series: z.record(z.enum(CHANGE_STATES), z.number()).describe('How many of all that were looked at.'),
  changes: z
    .array(
      z.object({
        ...ofProcess,
        series: z.string(),
        kind: z.enum(SERIES_KINDS),
        unit: z.enum(UNITS),
        state: z.enum(CHANGE_STATES),
        score: z.number().describe('From 0 to below 1, without a unit.'),
        before: side,
        within: side,
        how: z
          .discriminatedUnion('shape', [
            z.object({ shape: z.literal('step'), atMs: z.number(), by: z.number() }),
            z.object({ shape: z.literal('pulse'), atMs: z.number(), untilMs: z.number(), by: z.number() }),
            z.object({
              shape: z.literal('slope'),
              atMs: z.number(),
              fromPerHour: z.number(),
              toPerHour: z.number(),
            }),
          ])
          .nullable(),
        atMs: z.number().nullable().describe('When a new series came, or one that ended was last known.'),
        restartedAtMs: z.number().nullable().describe('The first restart of its process in the stretch.'),
      }),
    )
    .describe('Those that changed most first.'),
  lives: z
    .array(z.object({ ...ofProcess, what: z.enum(['started', 'restarted', 'silent']), atMs: z.number() }))
    .describe('Ordered by time, at most 100.'),
  livesLeftOut: z.number(),
})

const query = z
  .object({
    fromMs: wholeMs('fromMs', 0).describe("Inclusive, on the targets' clocks."),
    toMs: wholeMs('toMs', 0).describe('Inclusive.'),
    process: z
      .string({ error: 'process may come once.' })
      .max(PROCESS_ID_MAX_CHARS)
      .optional()
      .describe('An id; absent: all processes.'),
    limit: z
      .string({ error: 'limit may come once.' })
      .regex(/^\d{1,4}$/u, { error: `limit must be a number from 1 to ${MOST_LISTED}.` })
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= MOST_LISTED, {
        error: `limit must be a number from 1 to ${MOST_LISTED}.`,
      })
      .default(20)
      .describe('Series in the answer.'),
  })
  .refine(({ fromMs, toMs }) => toMs - fromMs >= MIN_STRETCH_MS, {
    error: `toMs must be at least ${MIN_STRETCH_MS / 1_000} seconds after fromMs: less is a handful of samples.`,
  })
  .refine(({ fromMs, toMs }) => toMs - fromMs <= MAX_STRETCH_MS, {
    error: `toMs must be at most ${MAX_STRETCH_MS / 86_400_000} days after fromMs.`,
  })

export function changeRoutes(app: FastifyInstance, { changes, roster }: ChangeRoutesOptions): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/changes',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Which series changed in a stretch, beside the one of the same length before it; the most first',
        querystring: query,
        response: { 200: changesSchema, 400: errorSchema, 404: errorSchema, 429: errorSchema },
      },
    },
    async (request, reply) => {
      const { process, ...question } = request.query
      const entry = process === undefined ? undefined : roster.get(process)
      if (process !== undefined && !entry)
        return reply.status(404).send(apiError('unknown_process', `no process has the id ${JSON.stringify(process)}.`))
      // Nobody waits any more: the history's thread has other work.
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      try {
        return await (entry ? changes.of(entry, question, gone.signal) : changes.ofAll(question, gone.signal))
      } catch (error) {
        if (!(error instanceof TooManySearches)) throw error
        return reply.status(429).header('retry-after', 5).send(apiError('rate_limited', error.message))
      }
    },
  )
}

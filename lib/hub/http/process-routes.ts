/** `/api/v1/processes`: what is known of each, and its numbers over a range. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { SeriesJson, Store } from '../../history/store'
import type { ApiError, SeriesPoints } from '../../protocol/http-api'
import type { ProcessEntry } from '../roster/process-entry'
import { detailOf, summaryOf } from '../roster/process-views'
import type { Roster } from '../roster/roster'
import { show } from '../../protocol/checks'
import { BUSY, refuseAsBusy } from './large-answers'
import { apiError, sentence } from './errors'
import { Turns } from './turns'
import { detailSchema, errorSchema, pointsSchema, processesSchema, processParams, seriesQuery } from './schemas'

export interface ProcessRoutesOptions {
  roster: Roster
  store: Store
  nowMs: () => number
  loadEvents: (entry: ProcessEntry) => Promise<void>
  /** Whether a large answer more may wait to be read. */
  hasRoom: () => boolean
}

/** Frames that are to be kept wait for one large answer at most, of tenths of a second. */
const READS_AT_ONCE = 1
const READS_WAITING = 1_000

export function processRoutes(app: FastifyInstance, options: ProcessRoutesOptions): void {
  const { roster, store, nowMs, loadEvents, hasRoom } = options
  const reads = new Turns(READS_AT_ONCE, READS_WAITING)
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const unknown = (id: string) => apiError('unknown_process', `no process has the id ${JSON.stringify(id)}.`)

  routes.get(
    '/api/v1/processes',
    {
      config: { access: 'viewer' },
      schema: { summary: 'All processes, live or gone', response: { 200: processesSchema } },
    },
    async () => {
      const now = nowMs()
      return { processes: [...roster.entries()].map((entry) => summaryOf(entry, now)) }
    },
  )

  routes.get(
    '/api/v1/processes/:id',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'One process, with a full verdict for each series',
        params: processParams,
        response: { 200: detailSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const known = roster.get(id)
      if (known) await loadEvents(known)
      const entry = roster.assessed(id)
      if (!entry) return reply.status(404).send(unknown(id))
      return detailOf(entry, nowMs())
    },
  )

  routes.get(
    '/api/v1/processes/:id/series',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Points of series over a range: raw, or min, mean and max of each step',
        params: processParams,
        querystring: seriesQuery,
        response: { 200: pointsSchema, 400: errorSchema, 404: errorSchema, 503: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const entry = roster.get(id)
      if (!entry) return reply.status(404).send(unknown(id))
      const { name, fromMs, toMs, stepMs } = request.query
      const query = { process: id, names: name, fromMs, toMs, ...(stepMs ? { stepMs } : {}) }
      try {
        const isWanted = () => !request.raw.socket.destroyed && hasRoom()
        const kept = await reads.run(() => store.seriesJson(query), isWanted)
        if (kept === null) return await refuseAsBusy(reply).send(BUSY)
        const series = knownOf(name, kept, entry, stepMs ?? 0)
        if (series.length === 0) return await reply.status(404).send(noSeries(id, name))
        // Text as it is: to check and to serialize ten thousands of points would take longer than to read them.
        const text = Buffer.concat([BEGIN, ...series.flatMap((one, at) => (at > 0 ? [COMMA, one] : [one])), END])
        return await reply
          .type('application/json; charset=utf-8')

          .send(text as never)
      } catch (error) {
        // The store says so where the answer would be too large.
        if (error instanceof RangeError) return reply.status(400).send(apiError('bad_request', sentence(error.message)))
        throw error
      }
    },
  )
}

const [BEGIN, COMMA, END] = ['{"series":[', ',', ']}'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer]

/** In the order of the question. What the process has declared, and history does not know yet, has no points so far. */
function knownOf(
  names: readonly string[],
  kept: readonly SeriesJson[],
  { series }: ProcessEntry,
  stepMs: number,
): Uint8Array[] {
  return names.flatMap((name): Uint8Array[] => {
    const found = kept.find((one) => one.name === name)
    if (found) return [found.json]
    const declared = series.find((one) => one.name === name)
    if (!declared) return []
    const none: SeriesPoints = { name, unit: declared.unit, stepMs, points: [] }
    return [Buffer.from(JSON.stringify(none))]
  })
}

function noSeries(id: string, names: readonly string[]): ApiError {
  const [first = '', ...others] = names
  const more = others.length === 0 ? '' : `, nor any of the ${others.length} others that were asked for`
  return apiError(
    'unknown_series',
    `the process ${JSON.stringify(id)} has no series ${show(first)}${more}, and never had.`,
  )
}

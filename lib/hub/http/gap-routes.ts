/** `/api/v1/processes/:id/gaps`: where frames are absent, and why. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { FrameGap, Store } from '../../history/store'
import type { AgentEvent } from '../../protocol/agent-wire'
import { GAP_CAUSES } from '../../protocol/http-api'
import type { Absences } from '../gaps/absences'
import { gapOf, STAMPED_AFTER_MS } from '../gaps/cause'
import { onHubClock } from '../gaps/clocks'
import type { ProcessEntry } from '../roster/process-entry'
import type { Roster } from '../roster/roster'
import { apiError } from './errors'
import { errorSchema, processParams, timeRange } from './schemas'

export interface GapRoutesOptions {
  roster: Roster
  store: Store
  absences: Absences
}

/** Marks of what was asked for shortly before a gap are of it as well. */
const AROUND_MS = 60_000

const gaps = z.object({
  gaps: z.array(
    z.object({
      fromMs: z.number().describe("Of the frame before it, on the target's clock."),
      toMs: z.number().describe('Of the frame after it.'),
      missedFrames: z
        .number()
        .nullable()
        .describe('Taken by the process and not here; null where another life follows.'),
      cause: z.enum(GAP_CAUSES),
      what: z.string().optional().describe('Of a capture: which.'),
    }),
  ),
})

export function gapRoutes(app: FastifyInstance, { roster, store, absences }: GapRoutesOptions): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/processes/:id/gaps',
    {
      config: { access: 'viewer' },
      schema: {
        summary:
          'Where frames of a process are absent in a range, and why, ordered by time; the newest 200 of its last two days',
        params: processParams,
        querystring: timeRange,
        response: { 200: gaps, 400: errorSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { fromMs, toMs } = request.query
      const entry = roster.get(id)
      if (!entry)
        return reply.status(404).send(apiError('unknown_process', `no process has the id ${JSON.stringify(id)}.`))
      const found = await store.gaps({ process: id, fromMs, toMs })
      if (found.length === 0) return { gaps: [] }
      const near = await store.annotations({ process: id, fromMs: Math.max(0, fromMs - AROUND_MS), toMs })
      const annotations = near.filter(({ process }) => process === id)
      const events = await clockSteps(entry, found, store)
      const wasAway = (from: number, to: number) =>
        absences.overlaps(onHubClock({ fromMs: from, toMs: to }, entry.aheadMs))
      return { gaps: found.map((gap) => gapOf(gap, { annotations, events, wasAway })) }
    },
  )
}

/** The steps of the process's clock about these gaps, with those that the disk refused and memory still has. */
async function clockSteps(entry: ProcessEntry, gaps: readonly FrameGap[], store: Store): Promise<AgentEvent[]> {
  const fromMs = Math.min(...gaps.map((gap) => gap.fromMs))
  const toMs = Math.max(...gaps.map((gap) => gap.toMs)) + STAMPED_AFTER_MS
  const kept = await store.eventsBetween({ process: entry.id, type: 'clock-moved', fromMs, toMs })
  return [...kept, ...entry.events.read()]
}

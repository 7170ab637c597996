/** `/api/v1/first`: what the dashboard's socket answers to `watch`, for a page that has no socket yet. Its shape is the project's own. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { WatchAck } from '../../protocol/dashboard-wire'
import { decodeWatch } from '../../protocol/decode'
import { entryFor, firstState, type FirstStateOptions, UNKNOWN_PROCESS } from '../live/first-state'

/** As many rows as a high screen shows. */
const ROWS = 60

const asked = z.object({ fleet: z.enum(['true', 'false']).optional(), process: z.string().optional() })

export function firstRoutes(app: FastifyInstance, options: FirstStateOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/first',
    { config: { access: 'viewer' }, schema: { hide: true, querystring: asked } },
    async ({ query }): Promise<WatchAck> => {
      const { fleet, process } = query
      const watch = decodeWatch({ fleet: fleet === 'true', process })
      if (!watch.ok) return { ok: false, code: 'bad_watch', message: watch.message }
      const entry = await entryFor(watch.value, options)
      if (entry === undefined) return UNKNOWN_PROCESS
      return firstState(entry, watch.value.fleet === true, ROWS, options).answer
    },
  )
}

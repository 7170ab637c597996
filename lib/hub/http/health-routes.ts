/** `/healthz`, `/readyz` and `/metrics`: for those who watch the watcher. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { StoreHealth } from '../../history/store'
import { seriesText } from '../metrics/series-text'
import type { Roster } from '../roster/roster'
import { apiError, sentence } from './errors'

export interface HealthRoutesOptions {
  roster: Roster
  nowMs: () => number
  health: () => StoreHealth
  isStopping: () => boolean
  metrics: { text(): Promise<string>; contentType: string }
}

export function healthRoutes(app: FastifyInstance, options: HealthRoutesOptions): void {
  app.get('/healthz', { config: { access: 'open' }, schema: { hide: true } }, async () => ({ status: 'alive' }))

  app.get('/readyz', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const health = options.health()
    if (options.isStopping()) return reply.status(503).send(apiError('not_ready', 'the hub is stopping.'))
    if (health.state === 'ready') return { status: 'ready' }
    const since = new Date(health.sinceMs).toISOString()
    return reply.status(503).send(apiError('not_ready', `${sentence(health.reason)} That is so since ${since}.`))
  })

  app.get('/metrics', { config: { access: 'viewer' }, schema: { hide: true } }, async (_request, reply) => {
    const { metrics, roster, nowMs } = options
    reply.type(metrics.contentType)
    return reply.send(Readable.from(exposition(await metrics.text(), seriesText(roster.entries(), nowMs()))))
  })
}

async function* exposition(own: string, series: AsyncIterable<string>): AsyncGenerator<string> {
  yield own.endsWith('\n') ? own : `${own}\n`
  yield* series
}

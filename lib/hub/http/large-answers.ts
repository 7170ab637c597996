/** An answer that is large waits in memory until it is read; while what others do not read takes all the room, it is not given out. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { apiError } from './errors'

/** What is smaller is always answered: probes, pages, what was done. */
const LARGE_BYTES = 65_536
const AGAIN_AFTER_S = 2
const OF_THE_ANSWER = ['content-length', 'content-encoding', 'content-disposition', 'cache-control', 'etag']

export const BUSY = apiError(
  'busy',
  'as many bytes of answers as this hub holds wait to be read by those who asked before; ask again in some seconds, or for less.',
)

export function boundLargeAnswers(app: FastifyInstance, hasRoom: () => boolean): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    const isLarge = (typeof payload === 'string' || payload instanceof Uint8Array) && payload.length > LARGE_BYTES
    if (!isLarge || hasRoom()) return done(null, payload)
    for (const name of OF_THE_ANSWER) reply.removeHeader(name)
    refuseAsBusy(reply).type('application/json; charset=utf-8')
    done(null, JSON.stringify(BUSY))
  })
}

export function refuseAsBusy(reply: FastifyReply): FastifyReply {
  return reply.status(503).header('retry-after', String(AGAIN_AFTER_S))
}

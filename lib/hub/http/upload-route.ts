/** `PUT /api/v1/captures/:id/content`: a target sends what it captured. */
import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Captures } from '../captures/captures'
import { answer } from './answer'
import { apiError } from './errors'

/** In a scope of its own, where a body of any type is taken. */
export function uploadRoute(app: FastifyInstance, { captures }: { captures: Captures }): void {
  void app.register((scope: FastifyInstance, _: object, done: () => void) => {
    upload(scope, captures)
    done()
  })
}

/** A body of any size and type is taken as it comes; nothing of it is held. */
function upload(scope: FastifyInstance, captures: Captures): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  scope.put<{ Params: { id: string } }>(
    '/api/v1/captures/:id/content',
    { config: { access: 'upload', act: null }, bodyLimit: Number.MAX_SAFE_INTEGER, schema: { hide: true } },
    async (request, reply) => {
      // Whoever is refused may have more to send, which nobody waits for.
      reply.header('connection', 'close')
      const [scheme, token] = (request.headers.authorization ?? '').split(' ')
      if (scheme?.toLowerCase() !== 'bearer' || !token)
        return reply.status(401).send(apiError('unauthorized', 'an upload brings its token: Authorization: Bearer ….'))
      if (request.headers['content-encoding'] !== 'gzip')
        return reply
          .status(415)
          .send(apiError('unsupported_media_type', 'an upload is sent with Content-Encoding: gzip.'))
      return answer(await captures.receive(request.params.id, token, request.body as Readable), 201, reply)
    },
  )
}

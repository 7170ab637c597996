/** `/api/v1/captures/:id/profile`: what grew, by line of code. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { HeapProfileError } from '../../heap/profile/parse-profile'
import type { CaptureFiles } from '../captures/capture-files'
import type { Captures } from '../captures/captures'
import { differenceOf } from '../captures/profile-difference'
import { idParams } from './alert-schemas'
import { apiError } from './errors'

export interface ProfileRoutesOptions {
  captures: Captures
  captureFiles: CaptureFiles
}

export function profileRoutes(app: FastifyInstance, { captures, captureFiles }: ProfileRoutesOptions): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/captures/:id/profile',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'What grew from one heap profile to another, by line of code; without `before`, what is alive',
        params: idParams,
        querystring: z.object({ before: z.string().optional().describe("A capture's id.") }),
      },
    },
    async (request, reply) => {
      const ids = [request.params.id, ...(request.query.before === undefined ? [] : [request.query.before])]
      for (const id of ids) {
        const capture = captures.get(id)
        if (!capture)
          return reply.status(404).send(apiError('not_found', `no capture has the id ${JSON.stringify(id)}.`))
        if (capture.kind !== 'heap-profile' || capture.state !== 'ready')
          return reply
            .status(409)
            .send(
              apiError(
                'no_profile',
                `the capture ${id} is no heap profile that is ready: ${capture.kind}, ${capture.state}.`,
              ),
            )
      }
      const [after = '', before] = ids.map((id) => captureFiles.path(id))
      try {
        return await differenceOf(before ?? null, after)
      } catch (error) {
        if (error instanceof HeapProfileError) return reply.status(422).send(apiError('bad_profile', error.message))
        throw error
      }
    },
  )
}

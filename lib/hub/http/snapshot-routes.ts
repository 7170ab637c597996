/** `/api/v1/captures/:id/snapshot`: what is on a heap, and what grew there, class by class. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CaptureFiles } from '../captures/capture-files'
import type { Captures } from '../captures/captures'
import type { SnapshotReports } from '../captures/snapshot-reports'
import { idParams } from './alert-schemas'
import { apiError } from './errors'

export interface SnapshotRoutesOptions {
  captures: Captures
  captureFiles: CaptureFiles
  snapshotReports: SnapshotReports
}

export function snapshotRoutes(app: FastifyInstance, options: SnapshotRoutesOptions): void {
  const { captures, captureFiles, snapshotReports } = options
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/captures/:id/snapshot',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'What is on a heap, class by class, or what grew since an earlier snapshot',
        description: 'It is worked out on a thread: 202 with how far it is, until it is there.',
        params: idParams,
        querystring: z.object({ before: z.string().optional().describe("A capture's id.") }),
      },
    },
    async (request, reply) => {
      const ids = [request.params.id, ...(request.query.before === undefined ? [] : [request.query.before])]
      const found = ids.map((id) => captures.get(id))
      for (const [at, capture] of found.entries()) {
        if (!capture)
          return reply.status(404).send(apiError('not_found', `no capture has the id ${JSON.stringify(ids[at])}.`))
        if (capture.kind !== 'heap-snapshot' || capture.state !== 'ready') {
          const what = `the capture ${capture.id} is no heap snapshot that is ready: ${capture.kind}, ${capture.state}.`
          return reply.status(409).send(apiError('no_snapshot', what))
        }
      }
      const [after, before] = found
      const report = snapshotReports.ask(ids.join(' '), {
        after: captureFiles.path(after?.id ?? ''),
        before: before ? captureFiles.path(before.id) : null,
        isSameLife: before === undefined || before?.boot === after?.boot,
      })
      if (report.state === 'ready') return reply.send(report.answer)
      if (report.state === 'failed') return reply.status(422).send(apiError('bad_snapshot', report.message))
      return reply.status(202).send({ phase: report.phase, share: report.share })
    },
  )
}

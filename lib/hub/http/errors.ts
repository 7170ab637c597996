/** Every error answers as `{ error: { code, message } }`, with the status that fits. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { ApiError } from '../../protocol/http-api'
import type { Logger } from '../log'

export function apiError(code: string, message: string): ApiError {
  return { error: { code, message } }
}

const CODE_BY_STATUS: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'timeout',
  413: 'too_large',
  414: 'too_large',
  415: 'unsupported_media_type',
}

export function errorHandler(log: Logger) {
  return async (error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const message = error.validation[0]?.message ?? error.message
      await reply.status(400).send(apiError('bad_request', message))
      return
    }
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ err: error, method: request.method, path: pathOf(request.url) }, 'a request failed')
    const message = status >= 500 ? 'the hub could not answer; its log says why.' : error.message
    await reply
      .status(status)
      .send(apiError(CODE_BY_STATUS[status] ?? (status >= 500 ? 'internal' : 'bad_request'), message))
  }
}

/** Without the query: that may hold what nobody wants in a log. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url
}

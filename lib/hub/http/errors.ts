/** Every error answers as `{ error: { code, message } }`, with the status that fits. */
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { ApiError } from '../../protocol/http-api'
import type { Logger } from '../log'
import { HEADERS_OF_NO_PAGE } from './security-headers'

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

/** A reason from elsewhere as a sentence of ours. */
export function sentence(reason: string): string {
  const ended = /[.!?]$/u.test(reason) ? reason : `${reason}.`
  return ended.charAt(0).toUpperCase() + ended.slice(1)
}

/** An address that cannot be read: it comes before routes, hooks and handlers. */
export function addressError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const body = apiError('bad_request', sentence(error.message))
  void reply
    .status(error.statusCode ?? 400)
    .headers(HEADERS_OF_NO_PAGE)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body))
}

const CLIENT_FAULTS: Record<string, [status: string, code: string, message: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'timeout', 'the request did not come in time.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'too_large', 'the headers are too large.'],
}

const HANDSHAKE_FAULT = /^(?:ERR_TLS_|ERR_SSL_|EPROTO)/u

/** What is no HTTP, or only half of it, never becomes a request. */
export function answerClientFault(error: Error & { code?: string }, socket: Socket): void {
  // What is no TLS, or stopped half way through its handshake, understands no answer.
  if (HANDSHAKE_FAULT.test(error.code ?? '')) return void socket.destroy()
  const known = error.code === undefined ? undefined : CLIENT_FAULTS[error.code]
  const [status, code, message] = known ?? ['400 Bad Request', 'bad_request', 'that is no HTTP request.']
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const body = JSON.stringify(apiError(code, message))
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`
  socket.end(head + body, () => socket.destroy())
}

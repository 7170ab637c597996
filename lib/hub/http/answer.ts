import type { FastifyReply } from 'fastify'
import type { Done } from '../captures/operations'
import { apiError } from './errors'

/** What was done, with this status, or why it was not. */
export function answer<T>(done: Done<T>, status: number, reply: FastifyReply): FastifyReply {
  if (done.ok) return reply.status(status).send(done.value)
  return reply.status(done.status).send(apiError(done.code, done.message))
}

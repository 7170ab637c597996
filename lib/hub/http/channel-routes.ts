/** `/api/v1/channels`: where messages go. A secret goes in and never comes out again. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ChannelView } from '../../protocol/alert-api'
import type { Channel } from '../../protocol/alerts'
import type { Alerting } from '../alerting/alerting'
import { type ChannelEdit, viewOf } from '../alerting/channel-book'
import { attemptSchema, channelViewSchema } from './alert-answers'
import { idParams } from './alert-schemas'
import { apiError } from './errors'
import { errorSchema } from './schemas'

const faultsSchema = z.object({ faults: z.array(z.object({ path: z.string(), message: z.string() })) })

export interface ChannelRoutesOptions {
  alerting: () => Alerting
}

export function channelRoutes(app: FastifyInstance, { alerting }: ChannelRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const view = (channel: Channel): ChannelView => {
    const { outlet } = alerting()
    return viewOf(channel, outlet.archive.lastAttempt(channel.id), outlet.waiting().get(channel.id) ?? 0)
  }
  async function put(edit: ChannelEdit, status: number, reply: FastifyReply): Promise<FastifyReply> {
    if (!edit.ok) return refuse(edit, reply)
    try {
      await alerting().putChannel(edit.value)
    } catch (error) {
      if (error instanceof RangeError) return reply.status(409).send(apiError('full', error.message))
      throw error
    }
    return reply.status(status).send(view(edit.value))
  }

  routes.get(
    '/api/v1/channels',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Where messages go, without secrets',
        response: { 200: z.object({ channels: z.array(channelViewSchema) }) },
      },
    },
    async () => ({
      channels: alerting().channels.all().map(view),
    }),
  )
  routes.post(
    '/api/v1/channels',
    {
      config: { access: 'admin', act: 'add a channel' },
      schema: { summary: 'Adds a channel', response: { 201: channelViewSchema, 400: errorSchema, 409: errorSchema } },
    },
    async (request, reply) => put(alerting().channels.check(request.body, null), 201, reply),
  )
  routes.put(
    '/api/v1/channels/:id',
    {
      config: { access: 'admin', act: 'change a channel' },
      schema: {
        summary: 'Changes a channel; a secret that is left out stays',
        params: idParams,
        response: { 200: channelViewSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!alerting().channels.get(id)) return unknown(id, reply)
      return put(alerting().channels.check(request.body, id), 200, reply)
    },
  )
  routes.delete(
    '/api/v1/channels/:id',
    {
      config: { access: 'admin', act: 'remove a channel' },
      schema: { summary: 'Removes a channel', params: idParams, response: { 204: z.null(), 404: errorSchema } },
    },
    async (request, reply) => {
      const { id } = request.params
      return (await alerting().removeChannel(id)) ? reply.status(204).send(null) : unknown(id, reply)
    },
  )
  trials(app, alerting)
}

/** Before a channel is kept: whether it is well formed, and whether it works. */
function trials(app: FastifyInstance, alerting: () => Alerting): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/channels/check',
    {
      config: { access: 'admin', act: null },
      schema: { summary: 'What is wrong with a channel as it was typed', response: { 200: faultsSchema } },
    },
    async (request, reply) => {
      const edit = alerting().channels.check(request.body, knownId(request.body, alerting()))
      return reply.send({ faults: edit.ok ? [] : edit.faults })
    },
  )
  routes.post(
    '/api/v1/channels/try',
    {
      config: { access: 'admin', act: 'try a channel that is not kept' },
      schema: {
        summary: 'Sends a test to a channel that is not kept yet',
        response: { 200: attemptSchema, 400: errorSchema },
      },
    },
    async (request, reply) => {
      const edit = alerting().channels.check(request.body, knownId(request.body, alerting()))
      return edit.ok ? reply.send(await alerting().tryChannel(edit.value)) : refuse(edit, reply)
    },
  )
  routes.post(
    '/api/v1/channels/:id/try',
    {
      config: { access: 'admin', act: 'try a channel' },
      schema: {
        summary: 'Sends a test, and says what came back',
        params: idParams,
        response: { 200: attemptSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const channel = alerting().channels.get(request.params.id)
      return channel ? reply.send(await alerting().tryChannel(channel)) : unknown(request.params.id, reply)
    },
  )
}

/** What is edited brings its id, so that kept secrets are tried with it. */
function knownId(body: unknown, alerting: Alerting): string | null {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : null
  return typeof id === 'string' && alerting.channels.get(id) ? id : null
}

function refuse({ faults }: Extract<ChannelEdit, { ok: false }>, reply: FastifyReply): FastifyReply {
  return reply.status(400).send(apiError('bad_request', faults[0]?.message ?? 'that is no channel.'))
}

function unknown(id: string, reply: FastifyReply): FastifyReply {
  return reply.status(404).send(apiError('not_found', `no channel has the id ${JSON.stringify(id)}.`))
}

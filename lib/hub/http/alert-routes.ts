/** `/api/v1/alerts`, `/api/v1/silences`, `/api/v1/messages`, `/api/v1/alert-rules`: what fires, and who knows of it. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Answer } from '../../alerts/shapes'
import type { AlertAnswer, AlertsAnswer, SilenceView } from '../../protocol/alert-api'
import type { Alert, Silence } from '../../protocol/alerts'
import type { Alerting } from '../alerting/alerting'
import { dryRun } from '../alerting/dry-run'
import type { GrowthProfiles } from '../captures/growth-profiles'
import {
  alertSchema,
  alertsSchema,
  alertWithMessagesSchema,
  dryRunSchema,
  messagesSchema,
  rulesSchema,
  silenceSchema,
} from './alert-answers'
import { apiError } from './errors'
import {
  ackBody,
  alertsQuery,
  dryRunBody,
  groupAckBody,
  idParams,
  messagesQuery,
  rulesBody,
  silenceBody,
} from './alert-schemas'
import { errorSchema } from './schemas'

export interface AlertRoutesOptions {
  alerting: () => Alerting
  growthProfiles: Pick<GrowthProfiles, 'capturesOf'>
  nowMs: () => number
}

const MESSAGES_OF_ALERT = 50

export function alertRoutes(app: FastifyInstance, options: AlertRoutesOptions): void {
  alertLists(app, options)
  acknowledgements(app, options)
  silences(app, options)
  rules(app, options)
}

function alertLists(app: FastifyInstance, { alerting, growthProfiles }: AlertRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/alerts',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Alerts, the newest first',
        querystring: alertsQuery,
        response: { 200: alertsSchema, 400: errorSchema },
      },
    },
    async (request, reply) => {
      const { state, service, process, rule, q, limit, offset } = request.query
      const hub = alerting()
      const resolved = state === undefined || state === 'resolved' ? hub.outlet.archive.resolved() : []
      const found = [...(state === 'resolved' ? [] : hub.alerts()), ...resolved]
        .filter((alert) => state === undefined || state === 'active' || alert.state === state)
        .filter((alert) => service === undefined || alert.service === service)
        .filter((alert) => process === undefined || alert.process === process)
        .filter((alert) => rule === undefined || alert.rule === rule)
        .filter((alert) => q === undefined || isAbout(alert, q))
        .toSorted((a, b) => b.pendingAtMs - a.pendingAtMs || (a.id < b.id ? -1 : 1))
      const page = found.slice(offset, offset + limit)
      return reply.send({ alerts: page, total: found.length, summary: hub.summary } satisfies AlertsAnswer)
    },
  )
  routes.get(
    '/api/v1/alerts/:id',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'One alert, and what was sent about it',
        params: idParams,
        response: { 200: alertWithMessagesSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const hub = alerting()
      const alert = hub.alert(request.params.id)
      if (!alert) return reply.status(404).send(unknown('alert', request.params.id))
      const untilMs = alert.resolvedAtMs ?? Infinity
      const messages = hub.outlet.archive.messages(
        ({ message }) =>
          message.group.service === alert.service &&
          message.group.rule === alert.rule &&
          message.atMs >= alert.pendingAtMs &&
          // The end is told after the group's last alert has ended.
          (message.atMs <= untilMs || message.kind === 'resolved'),
      )
      return reply.send({
        alert,
        messages: messages.slice(0, MESSAGES_OF_ALERT),
        captures: growthProfiles.capturesOf(alert.process, alert.pendingAtMs),
      } satisfies AlertAnswer)
    },
  )
  routes.get(
    '/api/v1/messages',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'What was sent where, and what came back; the newest first',
        querystring: messagesQuery,
        response: { 200: messagesSchema, 400: errorSchema },
      },
    },
    async (request, reply) => {
      const { channel, service, rule, limit, offset } = request.query
      const found = alerting().outlet.archive.messages(
        ({ message, deliveries }) =>
          (service === undefined || message.group.service === service) &&
          (rule === undefined || message.group.rule === rule) &&
          (channel === undefined || deliveries.some((one) => one.channel === channel)),
      )
      return reply.send({ messages: found.slice(offset, offset + limit), total: found.length })
    },
  )
}

function acknowledgements(app: FastifyInstance, { alerting }: AlertRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const answers = { 200: alertSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema }
  routes.post(
    '/api/v1/alerts/:id/ack',
    {
      config: { access: 'operator', act: 'acknowledge an alert', signs: 'by' },
      schema: { summary: 'Somebody takes an alert on', params: idParams, body: ackBody, response: answers },
    },
    async (request, reply) => first(await alerting().acknowledge(request.params.id, request.body), reply),
  )
  routes.delete(
    '/api/v1/alerts/:id/ack',
    {
      config: { access: 'operator', act: 'take back an acknowledgement' },
      schema: { summary: 'Nobody has taken it on after all', params: idParams, response: answers },
    },
    async (request, reply) => first(await alerting().unacknowledge(request.params.id), reply),
  )
  routes.post(
    '/api/v1/alert-groups/ack',
    {
      config: { access: 'operator', act: 'acknowledge the alerts of a service and rule', signs: 'by' },
      schema: {
        summary: 'Somebody takes on all alerts of a service and rule',
        body: groupAckBody,
        response: { ...answers, 200: z.object({ alerts: z.array(alertSchema) }) },
      },
    },
    async (request, reply) => {
      const { service, rule, by, note } = request.body
      const answer = await alerting().acknowledge({ service, rule }, { by, note })
      return answer.ok ? reply.send({ alerts: answer.value }) : refuse(answer, reply)
    },
  )
}

function silences(app: FastifyInstance, { alerting, nowMs }: AlertRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/silences',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Silences that hold, are planned or ended lately',
        response: { 200: z.object({ silences: z.array(silenceSchema) }) },
      },
    },
    async () => ({
      silences: alerting()
        .silences()
        .map((silence) => silenceView(silence, nowMs())),
    }),
  )
  routes.post(
    '/api/v1/silences',
    {
      config: { access: 'operator', act: 'add a silence', signs: 'by' },
      schema: {
        summary: 'Keeps what fits from being told for a time',
        body: silenceBody,
        response: { 201: silenceSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { match, ...rest } = request.body
      const answer = await alerting().silence({ ...rest, match: withoutUndefined(match) })
      return answer.ok ? reply.status(201).send(silenceView(answer.value, nowMs())) : refuse(answer, reply)
    },
  )
  routes.delete(
    '/api/v1/silences/:id',
    {
      config: { access: 'operator', act: 'end a silence' },
      schema: {
        summary: 'Ends a silence before its time',
        params: idParams,
        response: { 200: silenceSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const answer = await alerting().endSilence(request.params.id)
      return answer.ok ? reply.send(silenceView(answer.value, nowMs())) : refuse(answer, reply)
    },
  )
}

function rules(app: FastifyInstance, { alerting, nowMs }: AlertRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/alert-rules',
    { config: { access: 'viewer' }, schema: { summary: 'When each rule fires', response: { 200: rulesSchema } } },
    async () => alerting().rules.answer(),
  )
  routes.put(
    '/api/v1/alert-rules',
    {
      config: { access: 'admin', act: 'change the alert rules' },
      schema: { summary: 'Sets when rules fire', body: rulesBody, response: { 200: rulesSchema, 400: errorSchema } },
    },
    async (request, reply) => {
      await alerting().editRules(request.body)
      return reply.send(alerting().rules.answer())
    },
  )
  routes.post(
    '/api/v1/alert-rules/dry-run',
    {
      config: { access: 'viewer', act: null },
      schema: {
        summary: 'How often a rule would have fired over the last days',
        body: dryRunBody,
        response: { 200: dryRunSchema, 400: errorSchema },
      },
    },
    async (request, reply) => {
      const { rule, settings, graceMs, days } = request.body
      const hub = alerting()
      const tried = hub.rules.settings([], { rules: { [rule]: settings }, graceMs })
      return reply.send(dryRun(await hub.flagLog.read(), rule, tried, { days, nowMs: nowMs() }))
    },
  )
}

function first(answer: Answer<Alert[]>, reply: FastifyReply): FastifyReply {
  return answer.ok ? reply.send(answer.value[0]) : refuse(answer, reply)
}

const STATUS = { not_found: 404, bad_input: 400, full: 409 } as const

function refuse(answer: Extract<Answer<unknown>, { ok: false }>, reply: FastifyReply): FastifyReply {
  return reply.status(STATUS[answer.code]).send(apiError(answer.code, answer.message))
}

function unknown(what: string, id: string) {
  return apiError('not_found', `no ${what} has the id ${JSON.stringify(id)}.`)
}

function silenceView(silence: Silence, nowMs: number): SilenceView {
  const isOver = silence.endedAtMs !== null || silence.toMs <= nowMs
  return { ...silence, state: isOver ? 'ended' : silence.fromMs > nowMs ? 'planned' : 'active' }
}

function isAbout({ service, instance, series, rule, reason, ack }: Alert, words: string): boolean {
  const text = [service, instance, series, rule, reason, ack?.note, ack?.by].join('\n').toLowerCase()
  return text.includes(words.toLowerCase())
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** An optional field of zod may be there and undefined; ours may only be left out. */
function withoutUndefined<T extends object>(input: T): Defined<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Defined<T>
}

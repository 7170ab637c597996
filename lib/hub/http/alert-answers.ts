/** What `/api/v1` answers about alerts, in zod, for the OpenAPI document. That it fits lib/protocol is checked by types. */
import { z } from 'zod'
import { ALERT_STATES, CHANNEL_SECRETS, DELIVERY_STATES } from '../../protocol/alerts'
import { FLAG_WORDS } from '../../protocol/vocabulary'
import { alertMessageSchema } from '../notify/message-schema'
import { captureSchema } from './capture-schema'

const time = () => z.number().describe('Milliseconds since 1970.')
const told = alertMessageSchema.shape.worst.element.shape

export const alertSchema = z.object({
  id: z.string(),
  rule: z.enum(FLAG_WORDS),
  process: z.string().describe("The process's id."),
  service: z.string(),
  instance: z.string(),
  labels: z.record(z.string(), z.string()),
  series: z.string().exactOptional(),
  state: z.enum(ALERT_STATES),
  sinceMs: z.number().describe("Since when the rule is broken, on the target's clock."),
  pendingAtMs: time(),
  firingAtMs: time().nullable(),
  resolvedAtMs: time().nullable(),
  resolution: z.enum(['quiet', 'forgotten', 'switched-off']).nullable().describe('Why it is over.'),
  held: z
    .object({ sinceMs: time(), why: z.enum(['silent', 'unknown']) })
    .nullable()
    .describe('While nothing can be said about the flag, the alert stays as it is.'),
  isRaised: z.boolean().describe('Whether the flag is up now.'),
  reason: z.string(),
  growth: told.growth,
  near: told.near,
  flapping: told.flapping,
  ack: told.ack,
  silencedBy: z.array(z.string()).describe('The silences that hold now.'),
})

export const summarySchema = z.object({
  pending: z.number(),
  firing: z.number(),
  waiting: z.number().describe('Firing, and neither acknowledged nor silenced.'),
})

export const alertsSchema = z.object({ alerts: z.array(alertSchema), total: z.number(), summary: summarySchema })

export const attemptSchema = z.object({
  atMs: time(),
  tookMs: z.number(),
  ok: z.boolean(),
  answer: z.string().describe('What came back, in a sentence.'),
})

const sentSchema = z.object({
  message: alertMessageSchema,
  deliveries: z.array(
    z.object({
      id: z.string(),
      message: z.string(),
      channel: z.string(),
      channelName: z.string(),
      state: z.enum(DELIVERY_STATES),
      queuedAtMs: time(),
      tries: z.number(),
      attempts: z.array(attemptSchema).describe('The newest, oldest first.'),
      nextAtMs: time().nullable(),
    }),
  ),
})

export const alertWithMessagesSchema = z.object({
  alert: alertSchema,
  messages: z.array(sentSchema),
  captures: z.array(captureSchema),
})
export const messagesSchema = z.object({ messages: z.array(sentSchema), total: z.number() })

export const silenceSchema = z.object({
  id: z.string(),
  match: z.object({
    service: z.string().exactOptional(),
    process: z.string().exactOptional(),
    rule: z.enum(FLAG_WORDS).exactOptional(),
    labels: z.record(z.string(), z.string()).exactOptional(),
  }),
  fromMs: time(),
  toMs: time(),
  by: z.string(),
  why: z.string(),
  createdAtMs: time(),
  endedAtMs: time().nullable(),
  state: z.enum(['planned', 'active', 'ended']),
})

const KINDS = Object.keys(CHANNEL_SECRETS) as (keyof typeof CHANNEL_SECRETS)[]

export const channelViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  isEnabled: z.boolean(),
  settings: z.looseObject({ kind: z.enum(KINDS) }).describe('Without what is secret.'),
  secrets: z.array(z.string()).describe('The secret fields that are set.'),
  match: z.object({
    services: z.array(z.string()).exactOptional(),
    rules: z.array(z.enum(FLAG_WORDS)).exactOptional(),
  }),
  escalateAfterMs: z.number().nullable(),
  mayReachPrivate: z.boolean(),
  last: attemptSchema.omit({ tookMs: true }).nullable(),
  queued: z.number(),
})

const ruleSettings = z.object({ isEnabled: z.boolean(), holdMs: z.number(), quietMs: z.number() })
const allRules = z.object({ rules: z.record(z.enum(FLAG_WORDS), ruleSettings), graceMs: z.number() })
export const rulesSchema = allRules.extend({ defaults: allRules })

export const dryRunSchema = z.object({
  fromMs: time(),
  toMs: time(),
  processes: z.number(),
  fired: z.array(
    z.object({
      process: z.string(),
      service: z.string(),
      instance: z.string(),
      series: z.string().exactOptional(),
      fromMs: time(),
      toMs: time().nullable().describe('null: it would fire still.'),
    }),
  ),
  total: z.number(),
  sentence: z.string(),
})

/** What `/api/v1` takes about alerts, silences and rules, in zod; each fault is one sentence. */
import { z } from 'zod'
import { ALERT_FILTER_STATES } from '../../protocol/alert-api'
import { show } from '../../protocol/checks'
import { PROCESS_ID_MAX_CHARS } from '../../protocol/process-id'
import { FLAG_WORDS } from '../../protocol/vocabulary'

const NAME_CHARS = 200
const NOTE_CHARS = 2_000
/** A silence of years is a rule that should be switched off. */
const SILENCE_MS = 366 * 86_400_000
const PAGE = 200

const FLAGS = FLAG_WORDS.join(', ')

export const text = (name: string, max: number) =>
  z
    .string({ error: ({ input }) => `${name} must be text of 1 to ${max} characters; ${show(input)} came.` })
    .trim()
    .min(1, { error: `${name} must not be empty.` })
    .max(max, { error: `${name} may have at most ${max} characters.` })

/** An object of these fields and no others. `what`: as in "an acknowledgement". */
export function fields<S extends z.ZodRawShape>(what: string, shape: S) {
  const names = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is no field of ${what}; it has ${names}.`
        : `${what} is a JSON object with ${names}.`,
  })
}

export const flagWord = z.enum(FLAG_WORDS, {
  error: ({ input }) => `rule must be one of ${FLAGS}; ${show(input)} came.`,
})

const count = (name: string, max: number) =>
  z
    .string({ error: `${name} may come once.` })
    .regex(/^\d{1,6}$/u, { error: ({ input }) => `${name} must be a whole number; ${show(input)} came.` })
    .transform(Number)
    .refine((value) => value <= max, { error: `${name} must be at most ${max}.` })

export const page = {
  limit: count('limit', PAGE).default(50),
  offset: count('offset', 100_000).default(0),
}

export const alertsQuery = z.object({
  state: z
    .enum(ALERT_FILTER_STATES, {
      error: ({ input }) => `state must be one of ${ALERT_FILTER_STATES.join(', ')}; ${show(input)} came.`,
    })
    .optional(),
  service: z.string().optional(),
  process: z.string().optional().describe("A process's id."),
  rule: flagWord.optional(),
  q: z.string().optional().describe('Part of a service, instance, series, rule, reason or note, in any case.'),
  ...page,
})

export const messagesQuery = z.object({
  channel: z.string().optional().describe("A channel's id."),
  service: z.string().optional(),
  rule: flagWord.optional(),
  ...page,
})

export const idParams = z.object({ id: z.string().min(1).max(500) })

const note = z
  .string({ error: ({ input }) => `note must be text; ${show(input)} came.` })
  .trim()
  .max(NOTE_CHARS, { error: `note may have at most ${NOTE_CHARS} characters.` })
  .default('')

export const ackBody = fields('an acknowledgement', { by: text('by', NAME_CHARS), note })
export const groupAckBody = fields('an acknowledgement of a group', {
  service: text('service', NAME_CHARS),
  rule: flagWord,
  by: text('by', NAME_CHARS),
  note,
})

const time = (name: string) =>
  z
    .int({ error: ({ input }) => `${name} must be whole milliseconds since 1970; ${show(input)} came.` })
    .min(946_684_800_000, { error: `${name} must be milliseconds since 1970, and not before 2000.` })

const matchBody = fields('match', {
  service: text('match.service', NAME_CHARS).optional(),
  process: text('match.process', PROCESS_ID_MAX_CHARS).optional(),
  rule: flagWord.optional(),
  labels: z
    .record(z.string(), z.string(), { error: 'match.labels must be an object of texts.' })
    .refine((labels) => Object.keys(labels).length <= 32, { error: 'match.labels may have at most 32 labels.' })
    .optional(),
}).refine(
  ({ service, process, rule, labels }) => Boolean(service ?? process ?? rule) || Object.keys(labels ?? {}).length > 0,
  { error: 'match must name a service, a process, a rule or a label: a silence of everything hides everything.' },
)

export const silenceBody = fields('a silence', {
  match: matchBody,
  fromMs: time('fromMs'),
  toMs: time('toMs'),
  by: text('by', NAME_CHARS),
  why: text('why', NOTE_CHARS),
})
  .refine(({ fromMs, toMs }) => fromMs < toMs, { error: 'toMs must be after fromMs.' })
  .refine(({ fromMs, toMs }) => toMs - fromMs <= SILENCE_MS, {
    error: 'a silence may last a year; for longer, switch the rule off.',
  })

const duration = (name: string) =>
  z
    .int({ error: ({ input }) => `${name} must be whole milliseconds; ${show(input)} came.` })
    .min(0, { error: `${name} must not be negative.` })
    .max(7 * 86_400_000, { error: `${name} may be at most 7 days.` })

export const ruleSettingsBody = fields('the settings of a rule', {
  isEnabled: z.boolean({ error: ({ input }) => `isEnabled must be true or false; ${show(input)} came.` }),
  holdMs: duration('holdMs'),
  quietMs: duration('quietMs'),
})

export const rulesBody = fields('the rules', {
  rules: z
    .partialRecord(flagWord, ruleSettingsBody, { error: `rules must be an object with some of ${FLAGS}.` })
    .optional(),
  graceMs: duration('graceMs').optional(),
})

export const dryRunBody = fields('a dry run', {
  rule: flagWord,
  settings: ruleSettingsBody,
  graceMs: duration('graceMs').optional(),
  days: z
    .number({ error: ({ input }) => `days must be a number; ${show(input)} came.` })
    .positive({ error: 'days must be more than 0.' })
    .max(31, { error: 'days may be at most 31.' })
    .default(7),
})

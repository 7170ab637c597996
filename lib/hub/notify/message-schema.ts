/** The schema of what a webhook gets, from which the JSON Schema of `docs/alert-channels.md` is made. */
import { z } from 'zod'
import { type AlertMessage, MESSAGE_KINDS } from '../../protocol/alerts'
import { FLAG_WORDS, UNITS } from '../../protocol/vocabulary'

const atMs = () => z.int().describe('Milliseconds since 1970.')

const growth = z
  .object({
    slopePerHour: z.number().nullable().describe('In `unit` an hour; null: not known.'),
    slopeCi90: z.tuple([z.number(), z.number()]).nullable().describe('The 90 % interval of the slope.'),
    unit: z.enum(UNITS),
    limitAtMs: z
      .tuple([z.number(), z.number().nullable()])
      .exactOptional()
      .describe(
        'When the limit is reached: soonest, and latest or null for "perhaps never". Absent: there is no limit.',
      ),
    cause: z.string().exactOptional().describe('What is likely behind it.'),
  })
  .describe('How it grows; null: the alert is not about a growth.')

const near = z
  .object({
    id: z.int(),
    title: z.string(),
    kind: z.string(),
    atMs: atMs(),
    beforeMs: z.number().describe('From the annotation to `sinceMs`.'),
  })
  .describe('The nearest annotation before it began, say a deploy.')

const told = z.object({
  id: z.string(),
  process: z.string().describe("The process's id, as in addresses."),
  instance: z.string(),
  series: z.string().exactOptional().describe('Absent: it is about the whole process.'),
  sinceMs: z.int().describe("Since when the rule is broken, on the target's clock, in milliseconds since 1970."),
  firingAtMs: atMs().nullable(),
  resolvedAtMs: atMs().nullable(),
  reason: z.string().describe('One or two sentences with the numbers in them.'),
  growth: growth.nullable(),
  near: near.nullable(),
  flapping: z
    .object({ raises: z.int(), sinceMs: atMs() })
    .nullable()
    .describe('How often it went up lately; null: not often.'),
  ack: z.object({ atMs: atMs(), by: z.string(), note: z.string() }).nullable().describe('Who took it on.'),
  link: z.string().describe('To the process at the time at which it began.'),
  difference: z
    .string()
    .exactOptional()
    .describe('To what grew between the two profiles that were taken of the growth. Absent: there are not two yet.'),
})

export const alertMessageSchema = z
  .object({
    schema: z.literal('tidemark.alert/1'),
    id: z.string().describe('The same in every try: whoever has seen it drops the repeat.'),
    kind: z.enum(MESSAGE_KINDS),
    atMs: atMs(),
    group: z.object({ service: z.string(), rule: z.enum(FLAG_WORDS) }).describe('What is told together.'),
    title: z.string().describe('One line.'),
    count: z.int().describe('How many alerts of the group fire, or fired.'),
    worst: z.array(told).max(3).describe('The worst of them, the worst first.'),
    link: z.string().describe('To the alerts of the group.'),
  })
  .describe('What Tidemark posts to a webhook. Fields may be added; those that are here keep their meaning.')

/** What is sent may grow, so whoever reads it shall not refuse a field that it does not know. */
export function messageJsonSchema(): unknown {
  return z.toJSONSchema(alertMessageSchema, {
    io: 'input',
    // Whole numbers are that by their type; what a double can hold is no limit of ours.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
}

/** The schema and the type say the same: one that has more or less does not compile. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
const isSame: Same<z.infer<typeof alertMessageSchema>, AlertMessage> = true
void isSame

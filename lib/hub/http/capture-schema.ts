import { z } from 'zod'
import { CAPTURE_STATES } from '../../protocol/captures'

export const captureSchema = z.object({
  id: z.string(),
  kind: z.enum(['heap-profile', 'heap-snapshot']),
  process: z.string(),
  service: z.string(),
  instance: z.string(),
  boot: z.string(),
  version: z.string().exactOptional(),
  state: z.enum(CAPTURE_STATES),
  by: z.string(),
  askedAtMs: z.number(),
  readyAtMs: z.number().nullable(),
  bytes: z.number().nullable(),
  hasStrings: z.boolean(),
  result: z.record(z.string(), z.number()).nullable(),
  alert: z.string().exactOptional(),
  error: z.string().nullable(),
})

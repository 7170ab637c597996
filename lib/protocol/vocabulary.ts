/** The words of the outside. They keep their meaning for ever; add, never rename. */

export const PROTOCOL_VERSION = 1

export const SERIES_KINDS = ['memory', 'pool', 'clients', 'registry', 'streams', 'pending', 'gauge', 'counter'] as const
export type SeriesKind = (typeof SERIES_KINDS)[number]

export const UNITS = ['bytes', 'count', 'ms', 'ratio', 'percent'] as const
export type Unit = (typeof UNITS)[number]

export const VERDICT_WORDS = ['collecting', 'warming-up', 'steady', 'load-driven', 'growing', 'falling'] as const
export type VerdictWord = (typeof VERDICT_WORDS)[number]

export const FLAG_WORDS = [
  'growth',
  'saturated',
  'rejecting',
  'orphaned',
  'not-draining',
  'near-limit',
  'restart-masked',
  'silent',
] as const
export type FlagWord = (typeof FLAG_WORDS)[number]

/** By arrival at the hub: live within 5 s of the last message, stale within 60 s, then gone. */
export const PROCESS_STATES = ['live', 'stale', 'gone'] as const
export type ProcessState = (typeof PROCESS_STATES)[number]

export const EVENT_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type EventLevel = (typeof EVENT_LEVELS)[number]

export const COMMAND_NAMES = ['gc', 'entities', 'heap-profile', 'heap-snapshot'] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

/** Why the hub refuses a message of an agent. */
export const WIRE_CODES = [
  'unsupported_protocol',
  'bad_token',
  'bad_hello',
  'bad_frame',
  'bad_event',
  'too_many_series',
  'too_large',
  'rate_limited',
  'max_agents_reached',
  'hello_first',
] as const
export type WireCode = (typeof WIRE_CODES)[number]

/** The small questions that the decoders ask, each with a sentence for the answer no. */
import { LIMITS } from './limits'
import type { WireCode } from './vocabulary'

export type Decoded<T> = { ok: true; value: T } | { ok: false; code: WireCode; message: string }

export function accept<T>(value: T): Decoded<T> {
  return { ok: true, value }
}

export function refuse(code: WireCode, message: string): { ok: false; code: WireCode; message: string } {
  return { ok: false, code, message }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Control and format characters would let a name hide, or pose as, another one on a screen.
// The two joiners are part of how some scripts and emoji are written.
const UNPRINTABLE = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** Why `value` is no printable text of at most `maxChars` characters; `null` where it is one. */
export function textFault(where: string, value: unknown, maxChars: number, mayBeEmpty = false): string | null {
  if (typeof value !== 'string') return `${where} must be text; ${show(value)} came.`
  if (!mayBeEmpty && value.trim() === '') return `${where} must not be empty.`
  // A character takes at most two units of a string's length, so most texts need no counting.
  if (value.length > maxChars * 2 || (value.length > maxChars && Array.from(value).length > maxChars)) {
    return `${where} has more than ${maxChars} characters; shorten it.`
  }
  if (UNPRINTABLE.test(value)) return `${where} holds a character that cannot be printed; leave it out.`
  return null
}

/** Why `value` is no time that a target's clock can show; `null` where it is one. */
export function timeFault(where: string, value: unknown, nowMs: number): string | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return `${where} must be whole milliseconds since 1970; ${show(value)} came.`
  }
  if (value < LIMITS.earliestAtMs) return `${where} is ${value}, before the year 2000: is the target's clock set?`
  if (value > nowMs + LIMITS.aheadMs) {
    return `${where} is ${value}, more than a day ahead of the hub's clock (${nowMs}): is the target's clock set?`
  }
  return null
}

export function isOneOf<T extends string>(words: readonly T[], value: unknown): value is T {
  return (words as readonly unknown[]).includes(value)
}

/** A value from outside as a person may read it: short, and never the whole of something large. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** How a token is made and what of it is kept. 256 random bits need no slow hash: nobody finds them by trying. */
import { randomBytes, randomUUID } from 'node:crypto'
import { hashOf } from './sessions'

export interface KeptToken {
  id: string
  hash: string
  ending: string
  createdAtMs: number
  createdBy: string
  expiresAtMs: number | null
  lastUsedAtMs: number | null
}

const TOKEN_BYTES = 32
const ENDING_CHARS = 4
/** How exactly it is kept when a token was used last. */
const USED_EVERY_MS = 5 * 60_000

/** `kind` stands before it, so that programs that look for secrets in code know it. */
export function madeToken(
  kind: 'tdm' | 'tda',
  nowMs: number,
  { createdBy, expiresAtMs }: Pick<KeptToken, 'createdBy' | 'expiresAtMs'>,
): { token: string; kept: KeptToken } {
  const token = `${kind}_${randomBytes(TOKEN_BYTES).toString('base64url')}`
  const kept: KeptToken = {
    id: randomUUID(),
    hash: hashOf(token),
    ending: token.slice(-ENDING_CHARS),
    createdAtMs: nowMs,
    createdBy,
    expiresAtMs,
    lastUsedAtMs: null,
  }
  return { token, kept }
}

/** What may be shown of it. */
export function viewOf({ id, ending, createdAtMs, createdBy, expiresAtMs, lastUsedAtMs }: KeptToken) {
  return { id, ending, createdAtMs, createdBy, expiresAtMs, lastUsedAtMs }
}

/** Whether the time of its last use is to be kept anew. */
export function keepsTime({ lastUsedAtMs }: KeptToken, nowMs: number): boolean {
  return lastUsedAtMs === null || nowMs - lastUsedAtMs >= USED_EVERY_MS
}

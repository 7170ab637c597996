/**
 * A payload of about `bytes` on V8's own heap, as an entry of a real program holds state (what it saw, what it answered):
 * plain numbers, so that its size is known and nothing of it is shared with another entry.
 */
export function heldBytes(bytes: number): number[] {
  return Array.from({ length: Math.ceil(bytes / 8) }, Math.random)
}

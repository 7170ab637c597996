import type { AckInput } from './shapes'

const NAME_MAX_CHARS = 200
const NOTE_MAX_CHARS = 1_000

/** One sentence about what is wrong with it. */
export function checkAck({ by, note }: AckInput): string | null {
  if (by.trim() === '' || by.length > NAME_MAX_CHARS)
    return `\`by\` says who acknowledges, in 1 to ${NAME_MAX_CHARS} characters.`
  if (note.length > NOTE_MAX_CHARS)
    return `\`note\` has at most ${NOTE_MAX_CHARS} characters; this one has ${note.length}.`
  return null
}

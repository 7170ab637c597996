/** How long a process id can get: two texts of 200 characters, at most four bytes each, three characters a byte. */
export const PROCESS_ID_MAX_CHARS = 2 * 200 * 4 * 3 + 1

const KEPT = /[A-Za-z0-9_-]/
const encoder = new TextEncoder()

/**
 * The id of a process over HTTP: the same for a service and instance for ever, safe in an address, and another one for
 * every other pair, because the encoding can be read back (`.` stands only between the two, `~hh` is a byte).
 */
export function processId(service: string, instance: string): string {
  return `${escapeText(service)}.${escapeText(instance)}`
}

function escapeText(text: string): string {
  let escaped = ''
  for (const char of text) {
    if (KEPT.test(char)) escaped += char
    else for (const byte of encoder.encode(char)) escaped += `~${byte.toString(16).padStart(2, '0')}`
  }
  return escaped
}

/** How many files and sockets this process may have open, as the system says. */
import { readdirSync, readFileSync } from 'node:fs'

/** `null` where the system does not say, or there is no limit. */
export function fileLimit(): number | null {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/mu.exec(readFileSync('/proc/self/limits', 'utf8'))
    return line && line[1] !== 'unlimited' ? Number(line[1]) : null
  } catch {
    return null
  }
}

/** `null` where the system does not say. */
export function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}

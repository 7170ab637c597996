/** Where the agent's own code stands in its program: what it takes itself is told apart from what the program holds. */
import { fileURLToPath } from 'node:url'
import type { AgentPlace } from '../../lib/protocol/commands'
import { builtin } from '../builtin'

/** What the shipped bundle begins with (agent/build.mjs). A program that was bundled with the agent in it begins otherwise. */
export const BANNER = '/*! @tidemark/agent */'

/** `null` where the runtime does not say. */
export async function ownPlace(): Promise<AgentPlace | null> {
  const place = here()
  return place && { ...place, isWhole: await isWhole(place.url) }
}

/** As V8 names it, whatever source maps the runtime applies to the stacks of errors. */
function here(): Omit<AgentPlace, 'isWhole'> | null {
  // Whoever had set it has it back, be it a function or nothing.
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  try {
    Error.prepareStackTrace = (_error, sites) => sites
    const [site] = new Error().stack as unknown as NodeJS.CallSite[]
    const [url, line, column] = [site?.getFileName(), site?.getLineNumber(), site?.getColumnNumber()]
    return url && line && column ? { url, line, column } : null
  } catch {
    // The host has frozen it, or keeps no stacks.
    return null
  } finally {
    if (before) Object.defineProperty(Error, 'prepareStackTrace', before)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
  }
}

async function isWhole(url: string): Promise<boolean> {
  try {
    const file = await builtin('node:fs').promises.open(url.startsWith('file:') ? fileURLToPath(url) : url)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BANNER.length), 0, BANNER.length, 0)
      return buffer.toString('latin1', 0, bytesRead) === BANNER
    } finally {
      await file.close()
    }
  } catch {
    // Not a file, or gone since: nobody can say.
    return false
  }
}

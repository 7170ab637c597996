/** One JSON object a line over a real socket: what the programs of the demo speak with each other. */
import type { Socket } from 'node:net'

// A peer that never ends its line must not fill this process.
const MAX_LINE_CHARS = 64 * 1_024

/** Calls `onLine` for each whole line; a line that is no JSON object, or too long, ends the connection. */
export function readLines(socket: Socket, onLine: (line: Record<string, unknown>) => void): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE_CHARS) socket.destroy()
    for (const line of lines) {
      const parsed = parse(line)
      if (parsed === undefined) socket.destroy()
      else onLine(parsed)
    }
  })
}

export function writeLine(socket: Socket, line: Record<string, unknown>): void {
  if (socket.writable) socket.write(`${JSON.stringify(line)}\n`)
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

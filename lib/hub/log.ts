import { pino, type Logger } from 'pino'
import type { LogLevel } from './config'

export type { Logger } from 'pino'

/** Logs to stderr: stdout has one line, for whoever waits for the address. */
export function startLog(level: LogLevel): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  )
}

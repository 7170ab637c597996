/** The numbers of sending. Times in milliseconds. */
export interface NotifySettings {
  /** For one try, from the look-up of the name to the end of the answer. */
  timeoutMs: number
  /** The pause after a first failed try; it doubles up to `maxRetryMs`, and varies by `jitter` of itself. */
  firstRetryMs: number
  maxRetryMs: number
  jitter: number
  /** A message is given up after so many tries, or when it is so old. */
  maxTries: number
  maxAgeMs: number
  /** What a server may ask for by Retry-After; more counts as this. */
  maxRetryAfterMs: number
  /** Messages that wait for one channel; one more is a failed delivery that says so. */
  queueCapacity: number
  /** The newest tries that a delivery remembers. */
  attemptsKept: number
  /** How much of an answer is read. */
  maxAnswerBytes: number
  maxRedirects: number
  /** What still runs when the hub stops has so long to end by itself. */
  stopGraceMs: number
  /** An Alertmanager is told again of what fires so often, */
  standingEveryMs: number
  /** and ends it by itself when it was not told for so long. */
  standingHoldMs: number
}

export const DEFAULT_NOTIFY_SETTINGS: NotifySettings = {
  timeoutMs: 10_000,
  firstRetryMs: 1_000,
  maxRetryMs: 300_000,
  jitter: 0.2,
  maxTries: 300,
  maxAgeMs: 86_400_000,
  maxRetryAfterMs: 3_600_000,
  queueCapacity: 500,
  attemptsKept: 10,
  maxAnswerBytes: 4_096,
  maxRedirects: 3,
  stopGraceMs: 1_000,
  standingEveryMs: 60_000,
  standingHoldMs: 300_000,
}

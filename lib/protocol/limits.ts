/** What the wire admits. One table, read by the agent (to stay inside) and by the decoder (to refuse what does not). */
export const LIMITS = {
  /** One socket.io message, in bytes; a larger one closes its connection. */
  messageBytes: 1_048_576,
  seriesPerProcess: 1_000,
  labelsPerProcess: 32,
  framesPerMessage: 600,
  eventsPerMessage: 600,
  seriesNameChars: 120,
  /** Service, instance, host, boot, version, runtime, label names and values. */
  textChars: 200,
  helpChars: 500,
  eventTypeChars: 60,
  eventMessageChars: 4_000,
  /** A target's clock before this is refused (2000-01-01T00:00:00Z). */
  earliestAtMs: Date.UTC(2000, 0, 1),
  /** How far ahead of the hub's clock a target's clock may be. */
  aheadMs: 86_400_000,
} as const

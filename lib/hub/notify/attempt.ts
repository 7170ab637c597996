/** One try of one message on one channel: within its time, and with nothing secret in what is said of it. */
import type { AlertMessage, Channel, ChannelKind } from '../../protocol/alerts'
import { formatMilliseconds } from '../../format/counts'
import type { Tried } from './channel-queue'
import type { Clock } from './clock'
import { type Lookup, openOutgoing } from './outgoing/open'
import { scrub } from './secrets'
import { type PointsOf, SendFault, type Sender, type Senders, type SendOutcome } from './sender'
import type { NotifySettings } from './settings'
import { textOf } from './words'

/** A sentence in the history, not the page that a broken proxy answers with. */
const ANSWER_MAX_CHARS = 400

const POINTS_WITHIN_MS = 3_000

export interface AttemptOptions {
  settings: NotifySettings
  clock: Clock
  senders: Senders
  points: PointsOf
  /** Whether every channel may reach loopback and private addresses. */
  mayReachPrivate: boolean
  /** The look-up of names, where it is not the system's. */
  lookup?: Lookup
}

/** Never rejects. `null`: `stopped` aborted it before there was an answer. */
export async function attempt(
  channel: Channel,
  message: AlertMessage,
  stopped: AbortSignal,
  options: AttemptOptions,
): Promise<Tried | null> {
  const { clock, settings } = options
  const atMs = clock.nowMs()
  const end = new AbortController()
  const stop = () => end.abort()
  // Not AbortSignal.any: what it makes stays tied to `stopped`, which lives as long as the hub.
  stopped.addEventListener('abort', stop, { once: true })
  const cancel = clock.after(settings.timeoutMs, stop)
  try {
    if (stopped.aborted) return null
    const outcome = await Promise.race([sent(channel, message, end.signal, options), aborted(end.signal)])
    return { outcome: shown(outcome, channel), atMs, tookMs: clock.nowMs() - atMs }
  } catch (error) {
    if (stopped.aborted) return null
    const outcome = end.signal.aborted ? tooLate(settings.timeoutMs) : faultOf(error)
    return { outcome: shown(outcome, channel), atMs, tookMs: clock.nowMs() - atMs }
  } finally {
    cancel()
    stopped.removeEventListener('abort', stop)
    // Whatever the sender still holds open ends here.
    end.abort()
  }
}

function sent(channel: Channel, message: AlertMessage, signal: AbortSignal, options: AttemptOptions) {
  const { settings, senders, clock, lookup } = options
  const outgoing = openOutgoing({
    signal,
    settings,
    mayReachPrivate: channel.mayReachPrivate || options.mayReachPrivate,
    ...(lookup ? { lookup } : {}),
  })
  // The table of senders has, at each kind, the one for channels of that kind.
  const sender = senders[channel.settings.kind] as Sender<ChannelKind>
  return sender(channel, message, {
    signal,
    nowMs: clock.nowMs(),
    outgoing,
    text: textOf(message),
    points: (told) => withinPatience(options.points(told), clock),
    standingHoldMs: settings.standingHoldMs,
  })
}

/** A history that takes long must not keep a mail from going out. */
async function withinPatience<T>(points: Promise<T>, clock: Clock): Promise<T> {
  let cancel = () => {}
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(POINTS_WITHIN_MS, () => reject(new Error('its values took too long to read')))
  })
  try {
    return await Promise.race([points, late])
  } finally {
    cancel()
  }
}

/** So that a sender that does not heed its signal holds nobody up. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
  })
}

function tooLate(timeoutMs: number): SendOutcome {
  return { ok: false, answer: `no answer within ${formatMilliseconds(timeoutMs)}`, isPermanent: false }
}

function faultOf(error: unknown): SendOutcome {
  if (error instanceof SendFault) return { ok: false, answer: error.message, isPermanent: error.isPermanent }
  return { ok: false, answer: error instanceof Error ? error.message : String(error), isPermanent: false }
}

function shown(outcome: SendOutcome, channel: Channel): SendOutcome {
  const answer = scrub(outcome.answer, channel.settings)
  return { ...outcome, answer: answer.length > ANSWER_MAX_CHARS ? `${answer.slice(0, ANSWER_MAX_CHARS)}…` : answer }
}

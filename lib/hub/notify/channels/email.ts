/** Mail by SMTP: plain text, HTML, and a picture of the worst one's chart. */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { AlertMessage } from '../../../protocol/alerts'
import { drawChart } from '../picture/chart'
import { type ChannelOf, type SendContext, type Sender, SendFault } from '../sender'
import { plainText } from '../words'
import { fitting } from './answers'
import { mailHtml } from './email-html'

const PICTURE = 'chart@tidemark'
/** What a mail server says at a time has some lines. */
const MAX_RESPONSE_BYTES = 65_536
const SUBJECT_MAX_CHARS = 200

export const sendMail: Sender<'email'> = async (channel, message, context) => {
  const { host, port } = channel.settings
  const socket = await context.outgoing.connect(host, port)
  const close = () => socket.destroy()
  context.signal.addEventListener('abort', close, { once: true })
  const transport = createTransport({
    ...transportOptions(channel),
    getSocket: (_options, done) => done(null, { connection: socket }),
  })
  try {
    const info = await transport.sendMail(await mailOf(channel, message, context))
    const refused = info.rejected.length > 0 ? `; it refused ${info.rejected.map(addressOf).join(', ')}` : ''
    return { ok: true, answer: `${host}:${port} answered ${info.response}${refused}` }
  } catch (error) {
    throw mailFault(error, `${host}:${port}`)
  } finally {
    context.signal.removeEventListener('abort', close)
    close()
  }
}

function transportOptions({ settings }: ChannelOf<'email'>) {
  const { host, port, security, user, password } = settings
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    maxResponseSize: MAX_RESPONSE_BYTES,
    // Nothing in a message may make the hub read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(isIP(host) === 0 ? { tls: { servername: host } } : {}),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  }
}

async function mailOf(channel: ChannelOf<'email'>, message: AlertMessage, context: SendContext) {
  const { from, to } = channel.settings
  const { text } = context
  const { png, missing } = await pictureOf(message, context)
  const domain = domainOf(from)
  const thread = `<${hash(message.group.service, message.group.rule, channel.id)}@${domain}>`
  return {
    from,
    to,
    subject: fitting(text.title, SUBJECT_MAX_CHARS),
    // The same in every try: a mail program shows one of two that have the same.
    messageId: `<${hash(message.id, channel.id)}@${domain}>`,
    // One thread for all that is said of a group.
    references: thread,
    inReplyTo: thread,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tidemark-Id': message.id },
    text: plainText(text),
    html: mailHtml(text, png ? { source: `cid:${PICTURE}` } : { missing }),
    attachments: png ? [{ filename: 'chart.png', content: png, cid: PICTURE, contentType: 'image/png' }] : [],
  }
}

/** A mail without its picture is better than none, and says why it has none. */
async function pictureOf(
  message: AlertMessage,
  { points }: SendContext,
): Promise<{ png: Buffer | null; missing: string }> {
  const [worst] = message.worst
  if (!worst || message.kind === 'test') return { png: null, missing: 'In earnest, a picture of the chart is here.' }
  try {
    const known = await points(worst)
    const png = known ? await drawChart(known) : null
    return { png, missing: 'There are no values to draw.' }
  } catch (error) {
    return {
      png: null,
      missing: `The chart could not be drawn: ${error instanceof Error ? error.message : String(error)}.`,
    }
  }
}

/** A server's 5xx is its last word; anything else may pass. */
function mailFault(error: unknown, where: string): SendFault {
  if (error instanceof SendFault) return error
  const { message, response, permanent } = error as { message?: string; response?: string; permanent?: boolean }
  const said = response ? `answered ${response}` : `failed: ${message ?? String(error)}`
  return new SendFault(`${where} ${said}`, permanent === true)
}

function addressOf(recipient: string | { address: string }): string {
  return typeof recipient === 'string' ? recipient : recipient.address
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)/u.exec(from)?.[1] ?? 'tidemark'
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** `tidemark annotate`: says to a running hub that something happened, from a deploy script. */
import type { Command } from 'commander'
import { ANNOTATION_KINDS, type Annotation } from '../lib/protocol/annotations'
import type { ApiError } from '../lib/protocol/http-api'
import { timeOf } from './time-flag'

interface AnnotateFlags {
  url: string
  kind: string
  service?: string
  process?: string
  at?: string
  author?: string
}

/** A hub that does not answer must not hold up a deploy. */
const ANSWER_WITHIN_MS = 10_000

export function registerAnnotate(program: Command): void {
  program
    .command('annotate')
    .description('tell a running hub what happened: a deploy, a note')
    .argument('<title>', 'one line, such as "gateway 1.4.2"')
    .option(
      '--url <address>',
      'address of the hub [TIDEMARK_URL]',
      process.env['TIDEMARK_URL'] ?? 'http://127.0.0.1:4600',
    )
    .option('--kind <kind>', `one of ${ANNOTATION_KINDS.join(', ')}`, 'deploy')
    .option('--service <name>', 'the service that it concerns; without it, all')
    .option('--process <id>', 'the process that it concerns')
    .option('--at <time>', 'when it happened: ISO time, milliseconds since 1970, or how long ago (5m) [now]')
    .option('--author <name>', 'who says so')
    .addHelpText('after', '\nWhere the hub has a password, TIDEMARK_ADMIN_PASSWORD is sent.')
    .action(annotate)
}

async function annotate(title: string, flags: AnnotateFlags): Promise<void> {
  if (!URL.canParse(flags.url))
    return refuse(`--url is ${JSON.stringify(flags.url)}; it must be an address such as http://127.0.0.1:4600.`, 2)
  const atMs = flags.at === undefined ? undefined : timeOf(flags.at, Date.now())
  if (atMs === null)
    return refuse(
      `--at is ${JSON.stringify(flags.at)}; it must be ISO time, milliseconds since 1970, or how long ago (5m).`,
      2,
    )
  const { kind, service, process: id, author } = flags
  const body = JSON.stringify({ title, kind, service, process: id, author, atMs })
  const answer = await post(new URL('/api/v1/annotations', flags.url), body)
  if (typeof answer === 'string') return refuse(answer, 1)
  const known = (await answer.json().catch(() => null)) as Annotation | ApiError | null
  if (answer.ok && known !== null && 'id' in known) {
    process.stdout.write(
      `annotation ${known.id}: ${known.kind} "${known.title}" at ${new Date(known.atMs).toISOString()}\n`,
    )
    return
  }
  const message = known !== null && 'error' in known ? known.error.message : `the hub answered ${answer.status}.`
  refuse(message, answer.status === 400 || answer.status === 404 ? 2 : 1)
}

async function post(url: URL, body: string): Promise<Response | string> {
  const password = process.env['TIDEMARK_ADMIN_PASSWORD']
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (password) headers['authorization'] = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
  try {
    return await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return `no hub answers at ${url.origin}: ${cause}. Say where it is with --url or TIDEMARK_URL.`
  }
}

function refuse(message: string, status: 1 | 2): void {
  process.stderr.write(`tidemark: ${message}\n`)
  process.exitCode = status
}
